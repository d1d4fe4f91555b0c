/* Dossiers that are no longer this principal's to see. The copy stays, for reading only and with the reason, until nothing
   made here about it is unsent; then it goes, with its documents. What was made here is never touched. */
import type { ChangesOut } from "../contract/types.ts"
import { files, GOING_FILE, operations, UNSENT } from "../db/operations.ts"
import { drop, dropBytes, put, type Change, type Store } from "../db/store.ts"
import { DOCUMENTS, DOSSIERS, OPERATIONS, SLIPS } from "../db/tables.ts"
import { documentBytes } from "./leaving.ts"

type ScopeItem = Extract<ChangesOut["changes"][number], { kind: "scope" }>

/** The change that marks a copy as out of scope; nothing where there is no copy. */
export async function scopeChanges(store: Store, item: ScopeItem): Promise<Change[]> {
  const held = await store.get(DOSSIERS, item.id)
  if (held === undefined) return []
  const out = { reason: item.body.reason, at: item.body.at ?? "" }
  return [put(DOSSIERS, { ...held.value, out }, held.rev)]
}

/** Dossiers about which something made here has not arrived. */
export async function busyDossiers(store: Store): Promise<ReadonlySet<string>> {
  const ops = (await operations(store)).filter((op) => UNSENT.has(op.state)).map((op) => op.dossier_id)
  const pages = (await files(store)).filter((page) => GOING_FILE.has(page.state)).map((page) => page.dossier_id)
  return new Set([...ops, ...pages].filter((id) => id != null))
}

/** Lets go of what is out of scope and has nothing unsent. */
export async function letGo(store: Store): Promise<void> {
  const out = (await store.all(DOSSIERS)).filter((held) => held.value.out !== undefined)
  if (out.length === 0) return
  const busy = await busyDossiers(store)
  for (const held of out) if (!busy.has(held.value.dossier_id)) await purge(store, held.value.dossier_id)
}

async function purge(store: Store, dossierId: string): Promise<void> {
  const documents = await store.all(DOCUMENTS, ["dossier", dossierId])
  const slip = await store.get(SLIPS, dossierId)
  const sent = slip === undefined ? undefined : await store.get(OPERATIONS, slip.value.op_id)
  // the slip opens the dossier elsewhere; it goes too, unless what it stands for is not yet whole with the server
  const whole = sent === undefined || sent.value.state === "archived"
  await store.write([
    drop(DOSSIERS, dossierId),
    ...documents.flatMap(({ value: { document_id: id } }) => [drop(DOCUMENTS, id), dropBytes(documentBytes(id))]),
    ...(slip !== undefined && whole ? [drop(SLIPS, dossierId, slip.rev)] : []),
  ])
}

/** Something about these dossiers has changed: what waits for an officer there is asked about at once. */
export async function askAgain(store: Store, dossierIds: ReadonlySet<string>, soon: number): Promise<void> {
  for (const op of await operations(store)) {
    if (op.state !== "quarantined" || op.dossier_id === null || !dossierIds.has(op.dossier_id)) continue
    const next = put(OPERATIONS, { ...op, next_at: soon })
    await store.write([next])
  }
}
