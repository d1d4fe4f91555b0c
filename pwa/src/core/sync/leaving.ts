/* Ending a person's session on this phone. From the first write on she is not the one in front any more; whatever of the
   rest a dying page leaves undone is done at the next start, or as soon as her store is open again. */
import { putSetting, setting } from "../db/settings.ts"
import { drop, dropBytes, type Store, type Table } from "../db/store.ts"
import { CLAIMS, CURSOR, DOCUMENTS, DOSSIERS, MANDATES, MESSAGES, PAUSE, SESSION } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { revokeLater } from "./revoke.ts"

export const documentBytes = (documentId: string): string => `${documentId}:document`

/** Does what is left of every sign-out whose store is open. Safe to repeat. */
export async function finishLeaving(base: Base): Promise<void> {
  for (const person of await base.device.leaving()) {
    if (base.locked(person)) continue
    const store = base.store(person)
    const session = await setting(store, SESSION)
    if (session !== undefined) await revokeLater(base, session.token)
    await forgetCopies(store, new Date(base.world.now()).toISOString())
    await base.device.left(person)
  }
}

/** Everything that came from the server, and the session itself; never a draft, an operation, a page or a slip. */
async function forgetCopies(store: Store, at: string): Promise<void> {
  const documents = await store.all(DOCUMENTS)
  const rows = await Promise.all(
    ([DOSSIERS, MESSAGES, MANDATES] as readonly Table<unknown>[]).map(async (kind) =>
      (await store.all(kind)).map((held) => drop(kind, kind.id(held.value))),
    ),
  )
  await store.write([
    ...rows.flat(),
    ...documents.flatMap((held) => [drop(DOCUMENTS, held.value.document_id), dropBytes(documentBytes(held.value.document_id))]),
    drop(CURSOR.kind, CURSOR.key),
    drop(CLAIMS.kind, CLAIMS.key),
    drop(SESSION.kind, SESSION.key),
    putSetting(PAUSE, { code: "signed_out", at }),
  ])
}
