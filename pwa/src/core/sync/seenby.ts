/* Who looked at a dossier: asked of the server, and kept with the dossier, so that it can be read again without a network. */
import { ok, type Result } from "../contract/result.ts"
import type { SeenByOut } from "../contract/types.ts"
import { put } from "../db/store.ts"
import { DOSSIERS } from "../db/tables.ts"
import type { Base } from "./base.ts"

export interface SeenBy extends SeenByOut {
  /** True where the server could not be asked: this is what it said last. */
  readonly kept: boolean
}

/** What the phone kept of the server's last answer. */
export async function keptSeenBy(base: Base, principal: string, dossierId: string): Promise<SeenBy | undefined> {
  const held = await base.store(principal).get(DOSSIERS, dossierId)
  return held?.value.seen_by === undefined ? undefined : { ...held.value.seen_by, kept: true }
}

/** Asks the server and keeps its answer; where it gives none, promises the last one. */
export async function seenBy(base: Base, principal: string, dossierId: string): Promise<Result<SeenBy>> {
  const answer = await base.api.looks(dossierId, await base.token(principal))
  if (!answer.ok) {
    const refused = answer.status !== undefined && answer.status < 500
    const kept = refused ? undefined : await keptSeenBy(base, principal, dossierId)
    return kept === undefined ? answer : ok(kept)
  }
  const store = base.store(principal)
  const held = await store.get(DOSSIERS, dossierId)
  if (held !== undefined) await store.write([put(DOSSIERS, { ...held.value, seen_by: answer.value })])
  return ok({ ...answer.value, kept: false })
}
