/* How many dossiers a phone keeps (design/sync.md, 6): ten thousand, told of at four fifths. What is over makes room,
   the oldest first; what is open, or has something unsent, stays whatever the number. The server keeps all of them. */
import { operations, UNSENT } from "./operations.ts"
import { drop, type Store } from "./store.ts"
import { DOSSIERS } from "./tables.ts"

export const MOST_DOSSIERS = 10_000
export const MANY_DOSSIERS = MOST_DOSSIERS * 0.8

const OVER: ReadonlySet<string> = new Set(["returned", "refused", "stopped", "withdrawn"])

/** Makes room for what is coming; promises how many dossiers were left to the server. */
export async function makeRoom(store: Store, most = MOST_DOSSIERS): Promise<number> {
  const tooMany = (await store.count(DOSSIERS)) - most
  if (tooMany <= 0) return 0
  const busy = new Set((await operations(store)).filter((op) => UNSENT.has(op.state)).map((op) => op.dossier_id))
  const over = (await store.all(DOSSIERS)).filter(({ value }) => OVER.has(value.body.state) && !busy.has(value.dossier_id))
  over.sort((a, b) => (movedAt(a.value.body) < movedAt(b.value.body) ? -1 : 1))
  const going = over.slice(0, tooMany)
  await store.write(going.map((held) => drop(DOSSIERS, held.value.dossier_id, held.rev)))
  return going.length
}

const movedAt = (dossier: { readonly submitted_at: string; readonly events: readonly { readonly at: string }[] }): string =>
  dossier.events.at(-1)?.at ?? dossier.submitted_at
