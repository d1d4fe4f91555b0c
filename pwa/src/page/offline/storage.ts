/* Room on the phone: asked to be kept at the first saved draft, said in words when it is short, and freed of what the server
   gives again. */
import { authorshipOf } from "../../core/sync/authorship.ts"
import { DOCUMENTS } from "../../core/db/tables.ts"
import { drop, dropBytes } from "../../core/db/store.ts"
import { MANY_DOSSIERS, MOST_DOSSIERS } from "../../core/db/room.ts"
import { DOSSIERS } from "../../core/db/tables.ts"
import { inApp } from "../../core/domain/inapp.ts"
import { documentBytes } from "../../core/sync/leaving.ts"
import type { Parts } from "./parts.ts"
import type { StorageState } from "./phone.ts"
import { estimate } from "./photoroom.ts"
import { privateWindow } from "./private.ts"

const LOW = 0.8
const KNOWS = "cl-asked-persist"

/** Asks the browser, once, not to clear this app's storage by itself. */
export async function askToKeep(): Promise<void> {
  const { storage } = navigator as Partial<Navigator>
  if (storage === undefined || !("persist" in storage) || localStorage.getItem(KNOWS) !== null) return
  localStorage.setItem(KNOWS, "1")
  await storage.persist().catch(() => false)
}

export async function storageState(parts: Parts): Promise<StorageState> {
  const { storage } = navigator as Partial<Navigator>
  const [persisted, found, dossiers, documents, authorship] = await Promise.all([
    storage !== undefined && "persisted" in storage ? storage.persisted().catch(() => false) : false,
    estimate(),
    parts.store.count(DOSSIERS).catch(() => 0),
    parts.store.all(DOCUMENTS).catch(() => []),
    authorshipOf(parts.base, parts.front).catch(() => undefined),
  ])
  const { usage, quota } = found ?? {}
  const short = usage !== undefined && quota !== undefined && quota > 0 && usage / quota > LOW
  return {
    persisted,
    low: short || parts.photos.refused,
    private_window: await privateWindow(quota),
    in_app: inApp(navigator.userAgent),
    dossiers,
    dossiers_most: MOST_DOSSIERS,
    dossiers_many: dossiers >= MANY_DOSSIERS,
    freeable: documents.reduce((sum, held) => sum + held.value.size, 0),
    authorship,
    ...(usage !== undefined && { used: usage }),
    ...(quota !== undefined && { quota }),
  }
}

/** Frees what the server gives again at any time: opened letters and results. Promises how many bytes that were. */
export async function freeDocuments(parts: Parts): Promise<number> {
  const { store } = parts
  const documents = await store.all(DOCUMENTS)
  const ids = documents.map((held) => held.value.document_id)
  await store.write(ids.flatMap((id) => [drop(DOCUMENTS, id), dropBytes(documentBytes(id))]))
  return documents.reduce((sum, held) => sum + held.value.size, 0)
}
