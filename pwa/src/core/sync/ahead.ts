/* Pages of drafts that go to the server before their dossier does, on lines that cost nothing; and small pictures of pages
   that only another phone has. Neither is waited for: what fails here is done again in a later round. */
import type { Fault, Result } from "../contract/result.ts"
import type { UploadOut } from "../contract/types.ts"
import { changeFile } from "../db/operations.ts"
import type { FileRecord } from "../db/records.ts"
import { putBytes, type Store } from "../db/store.ts"
import { COPIES, DRAFTS, FILES, thumbId } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { Pace } from "./uploads.ts"

/** The line or the session is the matter, not this page. */
const STOPS: ReadonlySet<number | undefined> = new Set([undefined, 401, 403, 426, 429, 503])

/** Pages of drafts, both ways. */
export async function pagesOfDrafts(base: Base, principal: string, token: string): Promise<Fault | undefined> {
  return (await sendAhead(base, principal, token)) ?? (await bringThumbs(base, principal, token))
}

/** Sends pages of drafts whose text the server has; undefined when all of them are there or can wait. */
async function sendAhead(base: Base, principal: string, token: string): Promise<Fault | undefined> {
  if (base.world.metered()) return undefined
  const store = base.store(principal)
  const pace = new Pace()
  for (const page of await waiting(store)) {
    const stop = await sendPage({ base, store, token, pace }, page)
    if (stop !== undefined) return stop
  }
  return undefined
}

async function waiting(store: Store): Promise<FileRecord[]> {
  const copies = new Map((await store.all(COPIES)).map((held) => [held.value.draft_id, held.value]))
  const found: FileRecord[] = []
  for (const { value: draft } of await store.all(DRAFTS)) {
    const copy = copies.get(draft.id)
    if (draft.frozen !== undefined || copy === undefined || copy.version === 0 || copy.ended !== undefined) continue
    const held = new Set(copy.pages_held)
    for (const file of draft.files) {
      const page = await store.get(FILES, file.attachment_id)
      if (page?.value.state === "draft" && page.value.ahead === undefined && !held.has(file.attachment_id)) found.push(page.value)
    }
  }
  return found.sort((a, b) => a.size - b.size)
}

interface Way {
  readonly base: Base
  readonly store: Store
  readonly token: string
  readonly pace: Pace
}

async function sendPage(way: Way, page: FileRecord): Promise<Fault | undefined> {
  const bytes = await way.store.bytes(page.attachment_id)
  if (bytes?.byteLength !== page.size) return undefined
  let at = page.offset
  for (;;) {
    const answer = await step(way, page, bytes, at)
    if (answer.ok) {
      const { state, offset, sha256 } = answer.value
      if (state === "refused") return mark(way, page, { ahead: "refused" })
      if (state === "stored") return mark(way, page, { ahead: sha256 === page.sha256 ? "stored" : "refused", offset: page.size })
      if (offset <= at) return undefined
      at = offset
    } else {
      const there = answer.params?.["offset"]
      if (answer.status !== 409 || typeof there !== "number" || there === at) {
        way.pace.cut()
        return STOPS.has(answer.status) ? answer : undefined
      }
      at = there
    }
    await changeFile(way.store, page.attachment_id, (old) => (old.state === "draft" ? { ...old, offset: at } : undefined))
  }
}

function step({ base, token, pace }: Way, page: FileRecord, bytes: ArrayBuffer, offset: number): Promise<Result<UploadOut>> {
  if (offset >= page.size) return base.api.finishUpload(page.attachment_id, token)
  const { attachment_id, size, sha256, type } = page
  return base.api.sendPiece({ attachment_id, offset, size, sha256, type, bytes: bytes.slice(offset, offset + pace.size) }, token)
}

async function mark({ store }: Way, page: FileRecord, told: Pick<FileRecord, "ahead"> & { offset?: number }): Promise<undefined> {
  await changeFile(store, page.attachment_id, (old) => ({ ...old, ...told }))
  return undefined
}

/** Fetches small pictures of pages that were taken on another phone and are with the server. */
async function bringThumbs(base: Base, principal: string, token: string): Promise<Fault | undefined> {
  if (base.world.metered()) return undefined
  const store = base.store(principal)
  for (const { value: copy } of await store.all(COPIES)) {
    for (const id of copy.pages_held) {
      if (copy.ended !== undefined || (await store.hasBytes(thumbId(id))) || (await store.hasBytes(id))) continue
      const answer = await base.api.attachment(id, "thumb", token)
      if (answer.ok) await store.write([putBytes(thumbId(id), answer.value.body)])
      else if (STOPS.has(answer.status)) return answer
    }
  }
  return undefined
}
