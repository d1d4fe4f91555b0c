/* Whether one more photo finds room, and how much to free where it does not. What browsers say of their room may be made
   up (Chromium always claims ten gigabytes more than are used), so as many bytes as a page has are really kept and let go. */
import { fail } from "../../core/contract/result.ts"
import type { FileStore } from "../../core/db/files.ts"
import { StoreError } from "../../core/db/open.ts"
import { dropBytes, putBytes, type Store } from "../../core/db/store.ts"

/** `free`: bytes to free before a photo can be kept. */
export type PhotoRoom = { readonly enough: true } | { readonly enough: false; readonly free: number }

/** A photographed page with its picture in small (features/apply/photo.ts), rounded up. */
const PAGE = 384 * 1024
/** What the database writes beside a page. */
const AROUND = 256 * 1024
/** The row of the trial; always the same, so that a page that died in between leaves no second one. */
const TRIAL = "trial"
/** What a trial has shown holds for this long. */
const HOLDS = 5 * 60 * 1000
const MEGABYTE = 1_000_000
const STEP = 10 * MEGABYTE
/** Browsers give only a part of what becomes free, and a form has more than one page. */
const SPARE = 10 * MEGABYTE

const ENOUGH: PhotoRoom = { enough: true }
/** The largest piece of random bytes that is given at once. */
const RANDOM = 65_536

/** What to free where this much is missing: whole tens of megabytes, twenty at the least. */
export const toFree = (short: number): number => Math.max(2, Math.ceil((short + SPARE) / STEP)) * STEP

export async function estimate(): Promise<StorageEstimate | undefined> {
  const { storage } = navigator as Partial<Navigator>
  return storage !== undefined && "estimate" in storage ? storage.estimate().catch(() => undefined) : undefined
}

/** Looks after the room for photos of one page of the app. */
export class PhotosRoom {
  /** When a trial last succeeded, by this page's own clock. */
  #proven: number | undefined
  #refused = false
  #trying: Promise<PhotoRoom> | undefined

  /** The browser refused a photo or a trial, and nothing since has found room. */
  get refused(): boolean {
    return this.#refused
  }

  /** Whether a page would be kept now. `anew` tries again although it was found out a moment ago. */
  async look(store: Store, anew = false): Promise<PhotoRoom> {
    const short = await shortBy(PAGE)
    if (short > 0) return this.#isShort(short)
    if (!anew && this.#proven !== undefined && performance.now() - this.#proven < HOLDS) return ENOUGH
    this.#trying ??= this.#try(store).finally(() => {
      this.#trying = undefined
    })
    return this.#trying
  }

  /** The same shelf of pages, which says with every page it could not keep how much must be freed. */
  around(files: FileStore): FileStore {
    return {
      ...files,
      put: async (id, bytes, meta): ReturnType<FileStore["put"]> => {
        const size = bytes.byteLength + (meta.thumb?.byteLength ?? 0)
        const short = await shortBy(size)
        const kept = short > 0 ? fail("storage_full") : await files.put(id, bytes, meta)
        if (kept.ok || kept.code !== "storage_full") return kept
        const { free } = this.#isShort(short > 0 ? short : size + AROUND)
        return fail("storage_full", { params: { free } })
      },
    }
  }

  async #try(store: Store): Promise<PhotoRoom> {
    try {
      await store.write([putBytes(TRIAL, anything(PAGE))])
      this.#proven = performance.now()
      this.#refused = false
      return ENOUGH
    } catch (error) {
      // a store that is locked or lost says nothing about room
      if (!(error instanceof StoreError) || error.code !== "storage_full") return ENOUGH
      return this.#isShort(PAGE + AROUND)
    } finally {
      await store.write([dropBytes(TRIAL)]).catch(() => undefined)
    }
  }

  #isShort(short: number): { readonly enough: false; readonly free: number } {
    this.#proven = undefined
    this.#refused = true
    return { enough: false, free: toFree(short) }
  }
}

/** By how many bytes the browser says that it is too little; 0 where it says nothing of the kind. */
async function shortBy(size: number): Promise<number> {
  const { usage, quota } = (await estimate()) ?? {}
  return usage === undefined || quota === undefined ? 0 : Math.max(0, usage + size + AROUND - quota)
}

/** Bytes that no disk makes smaller. */
function anything(size: number): ArrayBuffer {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += RANDOM) crypto.getRandomValues(bytes.subarray(at, at + RANDOM))
  return bytes.buffer
}
