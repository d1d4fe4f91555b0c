/* Pages: what is known of them, and their bytes as they will be sent. Bytes are ArrayBuffers, never Blobs:
   a Blob read back from the store is sent empty by some browsers. */
import { done, type Result } from "../contract/result.ts"
import { kept } from "./guard.ts"
import type { FileRecord } from "./records.ts"
import { thumbId, type IdMaker } from "./drafts.ts"
import { drop, dropBytes, put, putBytes, type Store } from "./store.ts"
import { FILES } from "./tables.ts"

export interface FileMeta {
  sha256: string
  type: string
  /** Where it belongs; the draft's own list says it again when the draft is sent. */
  paper?: string
  page?: number
  name?: string
  required?: boolean
  warn?: ("dark" | "blurred")[]
  draft_id?: string
  thumb?: ArrayBuffer
}

export interface KeptFile {
  readonly meta: FileRecord
  readonly bytes: ArrayBuffer
}

export interface FileStore {
  /** Keeps bytes and meta together, or neither (`storage_full`). */
  put(attachmentId: string, bytes: ArrayBuffer, meta: FileMeta): Promise<Result<FileRecord>>
  get(attachmentId: string): Promise<KeptFile | undefined>
  thumb(attachmentId: string): Promise<ArrayBuffer | undefined>
  /** Forgets a page of a draft; a page that was sent stays until the server holds it. */
  remove(attachmentId: string): Promise<Result<undefined>>
}

function recordOf(attachmentId: string, size: number, meta: FileMeta, now: number): FileRecord {
  const record: FileRecord = {
    attachment_id: attachmentId,
    paper: meta.paper ?? "",
    page: meta.page ?? 1,
    sha256: meta.sha256,
    size,
    type: meta.type,
    required: meta.required ?? true,
    state: "draft",
    offset: 0,
    tries: 0,
    mismatches: 0,
    next_at: 0,
    kept_at: new Date(now).toISOString(),
  }
  if (meta.name !== undefined) record.name = meta.name
  if (meta.warn !== undefined) record.warn = meta.warn
  if (meta.draft_id !== undefined) record.draft_id = meta.draft_id
  return record
}

export function fileStore(store: Store, make: IdMaker): FileStore {
  return {
    put: (id, bytes, meta) =>
      kept(async () => {
        const record = recordOf(id, bytes.byteLength, meta, make.now())
        const thumb = meta.thumb === undefined ? [] : [putBytes(thumbId(id), meta.thumb)]
        await store.write([put(FILES, record), putBytes(id, bytes), ...thumb], { durable: true })
        return record
      }),
    get: async (id) => {
      const held = await store.get(FILES, id)
      const bytes = held === undefined ? undefined : await store.bytes(id)
      return held === undefined || bytes === undefined ? undefined : { meta: held.value, bytes }
    },
    thumb: (id) => store.bytes(thumbId(id)),
    remove: async (id) => {
      const held = await store.get(FILES, id)
      if (held?.value.state !== "draft") return done
      return kept(async () => {
        await store.write([drop(FILES, id, held.rev), dropBytes(id), dropBytes(thumbId(id))])
        return undefined
      })
    },
  }
}
