/* The end of a history: on a good line everybody comes once more, sends what waits and hears what is new. What then is
   left, shown and held is told; the driver holds it against the database and the files. */
import { needsCopy, textOf } from "../../src/core/db/copies.ts"
import type { Store } from "../../src/core/db/store.ts"
import { COPIES, DRAFTS, MANDATES, MESSAGES } from "../../src/core/db/tables.ts"
import { files, lostPerhaps, operations, UNSENT } from "../../src/core/db/operations.ts"
import type { Operation } from "../../src/core/contract/types.ts"
import type { OpRecord } from "../../src/core/db/records.ts"
import { bringsDossier } from "../../src/core/sync/push.ts"
import { outboxItems } from "../../src/core/sync/outbox.ts"
import type { Book } from "./book.ts"
import type { SimDesk } from "./desk.ts"
import { partOf } from "./dice.ts"
import type { Ground } from "./ground.ts"
import type { SimPhone } from "./phone.ts"

export interface Ended {
  readonly book: Book
  readonly phones: readonly SimPhone[]
  readonly desk: SimDesk
  readonly ground: Ground
  readonly seed: number
}

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
const ROUNDS = 40
const ASKED = 4
/** What a person is told of, so that nothing waits unseen. */
const SAID = new Set(["needs_you", "with_officer", "held"])

export async function endOf({ book, phones, desk, ground, seed }: Ended): Promise<Record<string, unknown>> {
  await desk.finish()
  const refused: string[] = []
  for (const phone of phones) {
    phone.badness = phone.sickness = 0
    phone.dice = partOf(seed, 5, phone.number)
    for (const who of await everybody(phone)) {
      if (await become(phone, who)) refused.push(...(await drained(phone, book)))
      else book.violated("diverged", `${who} could not sign in on phone ${phone.number}`)
    }
  }
  // what a restored server was given back by others is asked for again a day later, and only then is everything said
  for (const phone of phones) {
    phone.pass(DAY)
    for (const who of await everybody(phone)) if (await become(phone, who)) await heard(phone)
  }
  const seen = []
  for (const phone of phones) {
    for (const who of await everybody(phone)) if (await become(phone, who)) seen.push(await sees(phone))
    await phone.nothingLost()
  }
  book.mustStand((await Promise.all(phones.map((phone) => phone.written()))).flat())
  await askedAgain(phones[seed % phones.length]!, book)
  const kept = [...book.kept.values()]
  const entitled = Object.fromEntries([...new Set(kept.flatMap((each) => each.dossier_id ?? []))].map((id) => [id, book.entitled(id)]))
  // of these a restored server may have had the last copy: then the dossier says that it waits for them
  const let_go = book.restored ? [...book.pagesLetGo] : []
  return {
    unit_id: ground.unit_id,
    kept,
    entitled,
    desk: book.desk,
    seen,
    refused,
    let_go,
    restored: book.restored,
    violations: book.violations,
  }
}

/** The phone itself first: whoever signs in next takes over what it holds. */
const everybody = (phone: SimPhone): Promise<string[]> =>
  phone.quietly(async (base) => (await base.device.principals()).sort((a, b) => Number(a !== phone.device) - Number(b !== phone.device)))

async function become(phone: SimPhone, who: string): Promise<boolean> {
  await phone.openAll()
  const { base } = phone.tabs[0] ?? phone.tab
  const paused = await base.pausedBy(who)
  for (let tries = 0; tries < 50; tries += 1) {
    const front = await base.device.current()
    if (front === who && (tries > 0 || paused === undefined)) break
    if (front !== phone.device) await phone.signOut()
    await phone.openAll()
    if (who === phone.device) break
    await phone.signIn(phone.people.find((person) => person.principal === who)!)
  }
  phone.principal = await base.device.current()
  return phone.principal === who
}

/** Sends until nothing waits any more; promises the operations that were refused and are shown as such. */
async function drained(phone: SimPhone, book: Book): Promise<string[]> {
  const { base, loop } = phone.tabs[0]!
  const store = base.store(phone.principal)
  let open: OpRecord[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    phone.pass(HOUR)
    loop.wake("tap")
    await loop.settled()
    const all = await operations(store)
    open = all.filter((op) => op.state !== "archived")
    const waits =
      !open.every(({ state }) => state === "set_aside" || state === "quarantined") || lostPerhaps(all, base.device.epoch).length > 0
    if (!waits && !(await draftsWait(store, base.device.epoch))) break
  }
  const shown = new Map((await outboxItems(base, phone.principal)).map((item) => [item.id, item]))
  // what belongs to a dossier that somebody has to look at waits with it (F14)
  const waiting = new Set(open.filter((op) => bringsDossier(op) && op.state !== "acknowledged").map((op) => op.dossier_id))
  const consents = stuckConsents(open)
  const waitsForConsent = (op: OpRecord): boolean => op.state === "held" && consents.has(mandateOf(op) ?? "")
  for (const op of open) {
    if (op.kind !== "dossier.submit" && waiting.has(op.dossier_id)) continue
    const item = shown.get(op.op_id)
    if (item !== undefined && waitsForConsent(op)) continue
    if (item === undefined && op.state !== "acknowledged")
      book.violated("hidden_refusal", `${op.kind} ${op.op_id} is ${op.state} and in no outbox`)
    else if (item !== undefined && !SAID.has(item.state))
      book.violated("lost_operation", `${op.kind} ${op.op_id} stays ${op.state} (${op.reason ?? "no reason"}) on a good line`)
  }
  await pagesArrived(store, open, shown, book)
  const said = (op: OpRecord): boolean =>
    waitsForConsent(op) || SAID.has(shown.get(op.op_id)?.state ?? "") || (shown.has(op.op_id) && waiting.has(op.dossier_id))
  return open.filter(said).map((op) => op.op_id)
}

/** Every page of what the server has is there, and one that is not is shown. */
async function pagesArrived(store: Store, open: readonly OpRecord[], shown: ReadonlyMap<string, unknown>, book: Book): Promise<void> {
  const acknowledged = new Set(open.filter((op) => op.state === "acknowledged").map((op) => op.op_id))
  for (const page of await files(store)) {
    if (page.op_id === undefined || !acknowledged.has(page.op_id) || page.state === "stored") continue
    if (!shown.has(page.attachment_id)) book.violated("hidden_refusal", `page ${page.attachment_id} is ${page.state} and in no outbox`)
    book.violated("bytes", `page ${page.attachment_id} stays ${page.state} (${page.reason ?? "no reason"}) on a good line`)
  }
}

const mandateOf = (op: OpRecord): string | null | undefined => (JSON.parse(op.text) as Operation).mandate_id

/** Consents that an officer looks at, or that were refused: what was made under them is seen to wait. */
function stuckConsents(open: readonly OpRecord[]): ReadonlySet<unknown> {
  const stuck = open.filter((op) => op.kind === "mandate.grant" && (op.state === "quarantined" || op.state === "set_aside"))
  return new Set(stuck.map((op) => (JSON.parse(op.text) as Operation).payload?.["mandate_id"]))
}

async function draftsWait(store: Store, epoch: string | undefined): Promise<boolean> {
  const copies = new Map((await store.all(COPIES)).map(({ value }) => [value.draft_id, value]))
  return (await store.all(DRAFTS)).some(({ value }) => needsCopy(value, copies.get(value.id), epoch))
}

/** Her drafts as they stand, those that were sent, and why the server does not take one. */
async function draftsSeen(store: Store): Promise<Record<string, unknown>[]> {
  const copies = new Map((await store.all(COPIES)).map(({ value }) => [value.draft_id, value]))
  return (await store.all(DRAFTS)).map(({ value }) => ({
    id: value.id,
    frozen: value.frozen !== undefined,
    text: textOf(value),
    fault: copies.get(value.id)?.fault ?? null,
  }))
}

async function heard(phone: SimPhone): Promise<void> {
  const { loop } = phone.tabs[0]!
  loop.wake("tap")
  await loop.settled()
}

/** What she in front is shown, once she has heard everything. */
async function sees(phone: SimPhone): Promise<Record<string, unknown>> {
  await heard(phone)
  const { base } = phone.tabs[0]!
  const { principal } = phone
  const store = base.store(principal)
  const dossiers = (await phone.shown()).filter((each) => each.owner === principal)
  return {
    principal,
    device: phone.device,
    handed_over: principal === phone.device && phone.handedOver,
    dossiers: dossiers.map(({ id, body: { version, state, awaiting_files } }) => ({ id, version, state, awaiting_files })),
    drafts: await draftsSeen(store),
    messages: (await store.all(MESSAGES)).map(({ value }) => value.message_id),
    mandates: (await store.all(MANDATES)).map(({ value }) => value.mandate_id),
  }
}

/** F85: identical copies of what it sent, at the same instant, all get the same verdict, and it is the first one. */
async function askedAgain(phone: SimPhone, book: Book): Promise<void> {
  const { base } = phone.tabs[0]!
  const wire = (await operations(base.store(phone.principal)))
    // what was refused and forgotten by a restored server is judged anew
    .filter((op) => op.reason !== "replaced" && !(book.restored && UNSENT.has(op.state)))
    .slice(-10)
    .map(({ text, sha256, signature }) => ({ text, sha256, signature }))
  const server = await base.device.server()
  const token = await base.token(phone.principal)
  if (wire.length === 0 || server === undefined || token === undefined) return
  const answers = await Promise.all(Array.from({ length: ASKED }, () => base.api.push(wire, token, server.server_id)))
  const said = new Map<string, Set<string>>()
  for (const answer of answers) {
    for (const result of answer.ok ? answer.value.results : []) {
      const verdict = `${result.status} ${result.code ?? ""}`
      said.set(result.op_id!, (said.get(result.op_id!) ?? new Set()).add(verdict))
      if (result.status === "applied") book.violated("applied_twice", `${result.op_id!} was applied by a late copy`)
    }
  }
  for (const [op, verdicts] of said)
    if (verdicts.size > 1) book.violated("untruthful", `copies of ${op} got ${[...verdicts].join(" and ")}`)
}
