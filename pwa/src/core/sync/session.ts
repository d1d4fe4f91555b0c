/* Who uses this phone: the device itself until somebody signs in, then a person. Each principal has a store and a token
   of its own. Signing in takes over what the device holds:

   - drafts and their pages move to the person's store;
   - operations that were made by the device keep their text and their signature: they move too. The person's session
     carries them, and the server makes what arrives that way hers. One that was on its way with the device's session at
     that moment is taken over for her with the slip (`claim_as`); where she has signed out again, all of it waits for her;
   - the copy is written before the original goes. A phone that dies in between does the rest at its next start. */
import { fail, ok, type Result } from "../contract/result.ts"
import type { MeOut, TokenOut } from "../contract/types.ts"
import { agreedDraft } from "../db/copies.ts"
import { thumbId } from "../db/drafts.ts"
import { operations, UNSENT, files } from "../db/operations.ts"
import { setting } from "../db/settings.ts"
import { drop, dropBytes, put, putBytes, type Change, type Store, type Table } from "../db/store.ts"
import { CLAIMS, COPIES, DOSSIERS, DRAFTS, FILES, KEPT, MANDATES, MESSAGES, OPERATIONS, SLIPS } from "../db/tables.ts"
import type { Draft } from "../db/records.ts"
import { merge, type Writer } from "../domain/merge.ts"
import type { Base } from "./base.ts"
import { keepClaim } from "./claims.ts"
import { awaitFirstUse, firstUses, keepSession } from "./firstuse.ts"
import { finishLeaving } from "./leaving.ts"
import { closeStore, unsentCount } from "./locking.ts"
import { noteTaken } from "./taken.ts"

export { unsentCount } from "./locking.ts"

export const SYNC_LOCK = "cl-sync"
/** Apart from the loop's: a person who signs in does not wait until all bytes are sent. A row that moves while it is being
    sent is sent once more, and the server answers with what it has. */
const ADOPT_LOCK = "cl-adopt"

/** Makes sure the device may speak as itself, and has a session; registers it where it has none. */
export async function deviceToken(base: Base): Promise<Result<string>> {
  const used = await firstUses(base)
  if (!used.ok) return used
  const token = await base.token(base.device.principal)
  return token === undefined ? registerDevice(base) : ok(token)
}

/** Asks something of the server as the device. Where its session is over it signs on again by its key, and asks once more. */
export async function asDevice<T>(base: Base, ask: (token: string) => Promise<Result<T>>): Promise<Result<T>> {
  const token = await deviceToken(base)
  if (!token.ok) return token
  const answer = await ask(token.value)
  if (answer.ok || answer.code !== "session_ended") return answer
  const again = await registerDevice(base)
  return again.ok ? ask(again.value) : again
}

export async function registerDevice(base: Base): Promise<Result<string>> {
  const answer = await base.api.registerDevice(await base.device.registration(""))
  if (!answer.ok) return answer
  await keepSession(base, answer.value)
  return ok(answer.value.token)
}

/** A person has signed in: she is in front now, and what the device held is hers. */
export async function signedIn(base: Base, opened: TokenOut): Promise<MeOut> {
  await finishLeaving(base)
  await base.device.enter(opened.me.principal, await awaitFirstUse(base, opened.token))
  await keepSession(base, opened)
  await adopt(base, opened.me.principal)
  base.world.tell({ kind: "principal" })
  return opened.me
}

/** Moves what the device holds to the person in front; safe to repeat, and repeated at every start. */
export async function adopt(base: Base, person: string): Promise<void> {
  if (person === base.device.principal) return
  await base.world.alone(ADOPT_LOCK, async () => {
    const from = base.store(base.device.principal)
    const to = base.store(person)
    await noteTaken(from, person)
    await moveDrafts(from, to)
    await moveQueue(from, to, person)
    await moveClaims(from, to)
    for (const kind of [COPIES, KEPT, MANDATES, MESSAGES, DOSSIERS] as readonly Table<unknown>[]) await moveAll(from, to, kind)
  })
}

/** Drafts that another tab saved to the device's store after a person signed in come to that person. */
export async function settle(base: Base): Promise<void> {
  const front = await base.device.current()
  if (await base.device.adopts(front)) await adopt(base, front)
}

/** Drafts of a device that this phone was before its key was lost come to the device it is now. */
export async function adoptDrafts(base: Base, from: string): Promise<void> {
  await base.world.alone(ADOPT_LOCK, () => moveDrafts(base.store(from), base.store(base.device.principal)))
}

async function moveDrafts(from: Store, to: Store): Promise<void> {
  for (const draft of await from.all(DRAFTS)) {
    const there = await to.get(DRAFTS, draft.value.id)
    const pages = await from.all(FILES, ["draft", draft.value.id])
    const named = await Promise.all(draft.value.files.map((file) => from.get(FILES, file.attachment_id)))
    const all = [...pages, ...named.filter((page) => page !== undefined)].map((page) => page.value.attachment_id)
    for (const id of new Set(all)) await moveFile(from, to, id)
    if (takesOver(draft.value, there?.value))
      await to.write([put(DRAFTS, await joined(to, draft.value, there?.value), there?.rev ?? 0)], { durable: true })
    await from.write([drop(DRAFTS, draft.value.id, draft.rev)])
  }
}

/** What was sent stays sent, whoever's feed brought an older copy of it meanwhile; of two that are still written the later. */
function takesOver(draft: Draft, there: Draft | undefined): boolean {
  if (there === undefined) return true
  if (there.frozen !== undefined) return false
  return draft.frozen !== undefined || there.saved_at < draft.saved_at
}

/** What another tab still saved to the device's store, over what the person's own store has of the same draft. */
async function joined(to: Store, late: Draft, there: Draft | undefined): Promise<Draft> {
  const agreed = agreedDraft((await to.get(COPIES, late.id))?.value)
  if (there === undefined || agreed === undefined || late.frozen !== undefined) return late
  const by = (at: string): Writer => ({ device_id: "", device: "", at })
  return merge(agreed, late, there, { mine: by(late.saved_at), theirs: by(there.saved_at) })
}

async function moveFile(from: Store, to: Store, id: string): Promise<void> {
  const file = await from.get(FILES, id)
  if (file === undefined) return
  const kept: Change[] = [put(FILES, file.value)]
  for (const each of [id, thumbId(id)]) {
    const bytes = await from.bytes(each)
    if (bytes !== undefined) kept.push(putBytes(each, bytes))
  }
  if ((await to.get(FILES, id)) === undefined) await to.write(kept, { durable: true })
  await from.write([drop(FILES, id), dropBytes(id), dropBytes(thumbId(id))])
}

/** Operations with their slips and pages; each goes as a whole. */
async function moveQueue(from: Store, to: Store, person: string): Promise<void> {
  for (const file of await files(from)) await moveFile(from, to, file.attachment_id)
  const slips = new Map((await from.all(SLIPS)).map((slip) => [slip.value.op_id, slip]))
  for (const op of await operations(from)) {
    const slip = slips.get(op.op_id)
    const how = UNSENT.has(op.state) ? { claim_as: person } : { taken_in: op.epoch ?? "" }
    const taken = slip === undefined ? [] : [put(SLIPS, { ...slip.value, ...how })]
    if ((await to.get(OPERATIONS, op.op_id)) === undefined) await to.write([put(OPERATIONS, op, 0), ...taken], { durable: true })
    await from.write([drop(OPERATIONS, op.op_id), ...(slip === undefined ? [] : [drop(SLIPS, slip.value.dossier_id)])])
    slips.delete(op.op_id)
  }
  for (const slip of slips.values()) {
    if ((await to.get(SLIPS, slip.value.dossier_id)) === undefined) await to.write([put(SLIPS, slip.value, 0)])
    await from.write([drop(SLIPS, slip.value.dossier_id)])
  }
}

/** What was taken over with slips on this phone is hers now, also where a restored server has to be told again. */
async function moveClaims(from: Store, to: Store): Promise<void> {
  const claims = (await setting(from, CLAIMS)) ?? []
  for (const each of claims) await keepClaim(to, each)
  if (claims.length > 0) await from.write([drop(CLAIMS.kind, CLAIMS.key)])
}

/** What the server told the device: the person's own feed brings it anew, and until then this copy shows. */
async function moveAll(from: Store, to: Store, kind: Table<unknown>): Promise<void> {
  const all = await from.all(kind)
  for (const held of all) {
    const id = kind.id(held.value)
    if ((await to.get(kind, id)) === undefined) await to.write([put(kind, held.value, 0)])
  }
  await from.write(all.map((held) => drop(kind, kind.id(held.value), held.rev)))
}

/** Ends the session of the person in front. What is unsent stays in her store, paused, until she signs in again;
    what came from the server goes, since the next person on this phone must not see it. */
export async function signOut(base: Base, keep: boolean): Promise<Result<undefined>> {
  const person = await base.device.current()
  if (person === base.device.principal) return ok(undefined)
  if (base.locked(person)) return fail("locked")
  if (!keep && (await unsentCount(base, person)) > 0) return fail("unsent_left")
  // what the phone itself was still told while she was signing in
  await settle(base)
  await base.device.leave(person)
  await finishLeaving(base)
  await closeStore(base, person)
  base.world.tell({ kind: "principal" })
  return ok(undefined)
}
