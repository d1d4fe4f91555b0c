/* Who uses this phone: the device itself until somebody signs in, then a person. Each principal has a store and a token
   of its own. Signing in takes over what the device holds:

   - drafts and their pages move to the person's store;
   - operations that were made by the device keep their text and their signature: they move too. The person's session
     carries them, and the server makes what arrives that way hers. Where she has signed out again before they went, the
     device's own session carries them, and the phone takes them over for her with the slip later (`claim_as`);
   - the copy is written before the original goes. A phone that dies in between does the rest at its next start. */
import { fail, ok, type Result } from "../contract/result.ts"
import type { MeOut, TokenOut } from "../contract/types.ts"
import { thumbId } from "../db/drafts.ts"
import { operations, UNSENT, files, GOING_FILE } from "../db/operations.ts"
import { keepSetting, putSetting, setting } from "../db/settings.ts"
import { drop, dropBytes, put, putBytes, type Change, type Store, type Table } from "../db/store.ts"
import { CURSOR, DOCUMENTS, DOSSIERS, DRAFTS, FILES, MANDATES, MESSAGES, OPERATIONS, PAUSE, SESSION, SLIPS } from "../db/tables.ts"
import type { Base } from "./base.ts"

export const SYNC_LOCK = "cl-sync"
/** Apart from the loop's: a person who signs in does not wait until all bytes are sent. A row that moves while it is being
    sent is sent once more, and the server answers with what it has. */
const ADOPT_LOCK = "cl-adopt"

/** Makes sure the device has a session; registers it where it has none. */
export async function deviceToken(base: Base): Promise<Result<string>> {
  const token = await base.token(base.device.principal)
  return token === undefined ? registerDevice(base) : ok(token)
}

export async function registerDevice(base: Base): Promise<Result<string>> {
  const answer = await base.api.registerDevice(await base.device.registration(""))
  if (!answer.ok) return answer
  await keepSession(base, answer.value)
  return ok(answer.value.token)
}

/** Keeps the session in its principal's own store and lets that principal's queue go on. */
async function keepSession(base: Base, { token, me }: TokenOut): Promise<void> {
  const since = new Date(base.world.now()).toISOString()
  await base.store(me.principal).write([putSetting(SESSION, { token, me, since }), putSetting(PAUSE, null)], { durable: true })
}

/** A person has signed in: she is in front now, and what the device held is hers. */
export async function signedIn(base: Base, opened: TokenOut): Promise<MeOut> {
  await keepSession(base, opened)
  await base.device.setCurrent(opened.me.principal)
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
    await moveDrafts(from, to)
    await moveQueue(from, to, person)
    for (const kind of [MANDATES, MESSAGES, DOSSIERS] as readonly Table<unknown>[]) await moveAll(from, to, kind)
  })
}

/** Drafts that another tab saved to the device's store after a person signed in come to that person. */
export async function settle(base: Base): Promise<void> {
  await adopt(base, await base.device.current())
}

async function moveDrafts(from: Store, to: Store): Promise<void> {
  for (const draft of await from.all(DRAFTS)) {
    const there = await to.get(DRAFTS, draft.value.id)
    const newer = there === undefined || (there.value.frozen === undefined && there.value.saved_at < draft.value.saved_at)
    const pages = await from.all(FILES, ["draft", draft.value.id])
    const named = await Promise.all(draft.value.files.map((file) => from.get(FILES, file.attachment_id)))
    const all = [...pages, ...named.filter((page) => page !== undefined)].map((page) => page.value.attachment_id)
    for (const id of new Set(all)) await moveFile(from, to, id)
    if (newer) await to.write([put(DRAFTS, draft.value, there?.rev ?? 0)], { durable: true })
    await from.write([drop(DRAFTS, draft.value.id, draft.rev)])
  }
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
    const late = UNSENT.has(op.state)
    const taken = slip === undefined ? [] : [put(SLIPS, late ? { ...slip.value, claim_as: person } : slip.value)]
    if ((await to.get(OPERATIONS, op.op_id)) === undefined) await to.write([put(OPERATIONS, op, 0), ...taken], { durable: true })
    await from.write([drop(OPERATIONS, op.op_id), ...(slip === undefined ? [] : [drop(SLIPS, slip.value.dossier_id)])])
    slips.delete(op.op_id)
  }
  for (const slip of slips.values()) {
    if ((await to.get(SLIPS, slip.value.dossier_id)) === undefined) await to.write([put(SLIPS, slip.value, 0)])
    await from.write([drop(SLIPS, slip.value.dossier_id)])
  }
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

/** How much of a principal the server does not have. */
export async function unsentCount(base: Base, principal: string): Promise<number> {
  const store = base.store(principal)
  const ops = (await operations(store)).filter((op) => UNSENT.has(op.state))
  const pages = (await files(store)).filter((file) => GOING_FILE.has(file.state))
  return new Set([...ops.map((op) => op.dossier_id ?? op.op_id), ...pages.map((page) => page.dossier_id ?? page.attachment_id)]).size
}

/** Ends the session of the person in front. What is unsent stays in her store, paused, until she signs in again;
    what came from the server goes, since the next person on this phone must not see it. */
export async function signOut(base: Base, keep: boolean): Promise<Result<undefined>> {
  const person = await base.device.current()
  if (person === base.device.principal) return ok(undefined)
  if (!keep && (await unsentCount(base, person)) > 0) return fail("unsent_left")
  const store = base.store(person)
  const session = await setting(store, SESSION)
  if (session !== undefined) await base.device.revokeLater(session.token)
  await forgetCopies(store)
  await keepSetting(store, PAUSE, { code: "signed_out", at: new Date(base.world.now()).toISOString() })
  await base.device.setCurrent(base.device.principal)
  base.world.tell({ kind: "principal" })
  return ok(undefined)
}

/** Everything that came from the server, and the session itself; never a draft, an operation, a page or a slip. */
async function forgetCopies(store: Store): Promise<void> {
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
    drop(SESSION.kind, SESSION.key),
  ])
}

export const documentBytes = (documentId: string): string => `${documentId}:document`
