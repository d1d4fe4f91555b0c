/* The rows of a store that is locked, as they lie on the disk. This phone cannot read them; the office can, with the key
   that is sealed to it. What may be told without a key: which rows there are, and which belong together. */
import { packRow } from "../domain/rescue.ts"
import type { Base } from "./base.ts"
import { base64url } from "../domain/base64url.ts"

export interface SealedRow {
  readonly store: "operations" | "files" | "bytes"
  readonly id: string
  /** Which codec sealed it; absent where it is plain. */
  readonly c?: number
  readonly body: ArrayBuffer
}

interface Row {
  readonly id: string
  readonly c?: number
  readonly body: ArrayBuffer
  readonly dossier?: string
}

/** What a sealed row has around its content: the IV in front, the tag behind. */
const IV = 12
const TAG = 16

export interface LockedRows {
  /** In the order they were made: their ids begin with the time. */
  readonly ops: readonly SealedRow[]
  /** Pages of what was sent; those of drafts stay. */
  readonly pages: readonly SealedRow[]
}

export async function lockedRows(base: Base, principal: string): Promise<LockedRows> {
  return base.connection(principal).run(["operations", "files"], "readonly", async (tx) => {
    const [ops, pages] = await Promise.all([tx.objectStore("operations").getAll(), tx.objectStore("files").getAll()])
    const sent = (pages as Row[]).filter((row) => row.dossier !== undefined)
    return { ops: (ops as Row[]).map((row) => named("operations", row)), pages: sent.map((row) => named("files", row)) }
  })
}

/** The sealed bytes of a page. */
export async function lockedBytes(base: Base, principal: string, id: string): Promise<SealedRow | undefined> {
  const get = async (): Promise<Row | undefined> =>
    base.connection(principal).run(["bytes"], "readonly", async (tx) => (await tx.objectStore("bytes").get(id)) as Row | undefined)
  const row = await get()
  return row === undefined ? undefined : named("bytes", row)
}

const named = (store: SealedRow["store"], { id, c, body }: Row): SealedRow => ({ store, id, body, ...(c !== undefined && { c }) })

/** How many bytes of content a row holds. */
export const contentSize = ({ body, c }: SealedRow): number => (c === undefined ? body.byteLength : Math.max(0, body.byteLength - IV - TAG))

/** A row whole, as a part of a rescue file names it. */
export const packSealed = ({ store, id, c, body }: SealedRow): Uint8Array<ArrayBuffer> => packRow({ t: "sealed", store, id, c }, body)

/** A run of a page. AES-GCM seals byte for byte, so each run opens by itself with the IV; what is taken for the page in the
    end is proven by the hash in the signed text. */
export function packRun({ store, id, c, body }: SealedRow, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const from = c === undefined ? 0 : IV
  const iv = c === undefined ? undefined : base64url(body.slice(0, IV))
  return packRow({ t: "sealed", store, id, c, iv, offset }, body.slice(from + offset, from + offset + length))
}

/** Whose rows follow, and the key to them. */
export function packVault(base: Base, principal: string): Uint8Array<ArrayBuffer> | undefined {
  const escrow = base.vault.escrow(principal)
  return escrow && packRow({ t: "vault", principal, escrow: base64url(escrow.sealed) })
}
