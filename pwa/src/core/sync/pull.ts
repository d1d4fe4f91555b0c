/* What the server tells this principal: page by page, each page kept with its cursor in one transaction, so that a cut
   costs at most a page. A cursor the server no longer takes starts a new round; what the round does not bring again goes
   only when the round is complete, and drafts and operations are never touched. */
import type { Fault } from "../contract/result.ts"
import type { ChangesOut, DossierOut, Operation } from "../contract/types.ts"
import { doubtAcknowledged, lostPerhaps, operations, UNSENT } from "../db/operations.ts"
import { putSetting, setting } from "../db/settings.ts"
import { drop, put, type Change, type Store, type Table } from "../db/store.ts"
import { CURSOR, DOSSIERS, MANDATES, MESSAGES } from "../db/tables.ts"
import type { CursorRecord, OpRecord } from "../db/records.ts"
import type { Base } from "./base.ts"
import { takeDraft, takeGone } from "./draftsync.ts"
import { askAgain, letGo, scopeChanges } from "./scope.ts"
import { takenOver } from "./taken.ts"
import { toldBy } from "./told.ts"

type Item = ChangesOut["changes"][number]

/** After the news a round is over; what waits for an officer is asked about in the next. */
const SOON = 1000

const NOBODYS: ReadonlySet<string> = new Set()

const START: CursorRecord = { cursor: "", epoch: "", round: 0, resyncing: false, at: "" }

/** Fetches every page there is; undefined when the end was reached. */
export async function pull(base: Base, principal: string, token: string, serverId: string): Promise<Fault | undefined> {
  const store = base.store(principal)
  let restarted = false
  for (;;) {
    const at = (await setting(store, CURSOR)) ?? START
    const asked = base.world.now()
    const answer = await base.api.changes(at.cursor, token, serverId, await toldBy(base, principal))
    if (!answer.ok) {
      if (answer.status !== 410 || restarted) return answer
      restarted = true
      await restart(store, at)
      continue
    }
    await base.device.learnClock(answer.value.server_time, asked, base.world.now())
    await base.device.learnEpoch(answer.value.epoch)
    await keepPage(base, store, at, answer.value, base.world.now())
    await askAgain(store, dossiersOf(answer.value), base.world.now() + SOON)
    if (answer.value.more) continue
    if (at.resyncing) await finishRound(store, at.round)
    await letGo(store)
    return undefined
  }
}

/** The next page begins a new round from the start. What this server forgot it may have lost, so it is offered again. */
async function restart(store: Store, at: CursorRecord): Promise<void> {
  await doubtAcknowledged(store)
  await store.write([putSetting(CURSOR, { ...at, cursor: "", round: at.round + 1, resyncing: true })])
}

async function keepPage(base: Base, store: Store, at: CursorRecord, page: ChangesOut, now: number): Promise<void> {
  const changes: Change[] = []
  const others = store === base.store(base.device.principal) ? new Set((await takenOver(store)).map((each) => each.id)) : NOBODYS
  for (const item of page.changes) {
    if (others.has(about(item))) continue
    // these are merged with what is written here, each by itself; again after a cut they change nothing
    if (item.kind === "draft") await takeDraft(base, store, item.body)
    else if (item.kind === "gone") await takeGone(base, store, item.id, item.body)
    else changes.push(...(await changesOf(store, item, at.round, page.epoch, base.serverNow())))
  }
  const cursor: CursorRecord = { ...at, cursor: page.cursor, epoch: page.epoch, at: new Date(now).toISOString() }
  await store.write([...changes, putSetting(CURSOR, cursor)])
}

/** Which draft or dossier something is told of. */
const about = (item: Item): string => (item.kind === "message" ? (item.body.dossier_id ?? "") : item.id)

async function changesOf(store: Store, item: Item, round: number, epoch: string, now: number): Promise<Change[]> {
  switch (item.kind) {
    case "dossier":
      return dossierChanges(store, item.body, epoch, round, now)
    case "message": {
      const old = await store.get(MESSAGES, item.id)
      return [put(MESSAGES, { ...old?.value, message_id: item.id, body: item.body, round })]
    }
    case "scope":
      return scopeChanges(store, item)
    case "mandate":
      return [put(MANDATES, { mandate_id: item.id, body: item.body, round })]
    default:
      // a later server tells of what this release does not know yet
      return []
  }
}

const dossiersOf = (page: ChangesOut): ReadonlySet<string> =>
  new Set(page.changes.filter((item) => item.kind === "dossier").map((item) => item.id))

/** A copy the server gave outside the feed, as with a verdict. */
export async function keepDossier(store: Store, body: DossierOut, epoch: string, now: number): Promise<void> {
  const at = (await setting(store, CURSOR)) ?? START
  await store.write(await dossierChanges(store, body, epoch, at.round, now))
}

async function dossierChanges(store: Store, body: DossierOut, epoch: string, round: number, now: number): Promise<Change[]> {
  const old = await store.get(DOSSIERS, body.dossier_id)
  // a verdict that was stored long ago may be older than what the feed has told since
  const older = old?.value.epoch === epoch && old.value.body.version > body.version
  const kept = older ? old.value.body : body
  const { seen_by, typed_word } = old?.value ?? {}
  const row = { dossier_id: body.dossier_id, body: kept, epoch, seen_at: new Date(now).toISOString(), round }
  return [put(DOSSIERS, { ...row, ...(seen_by !== undefined && { seen_by }), ...(typed_word !== undefined && { typed_word }) })]
}

/** The round is complete: what it did not bring again is no longer this principal's, unless something of it is unsent, or
    the server was restored and some phone, this one or another, has still to give it back. */
async function finishRound(store: Store, round: number): Promise<void> {
  const at = (await setting(store, CURSOR)) ?? START
  const all = await operations(store)
  const open = [...all.filter((op) => UNSENT.has(op.state)), ...lostPerhaps(all, at.epoch)]
  const busy = new Set(open.flatMap((op) => [op.dossier_id, mandateOf(op)]))
  for (const held of await store.all(DOSSIERS)) if (held.value.epoch !== at.epoch) busy.add(held.value.dossier_id)
  const gone: Change[] = [
    ...(await stale(store, DOSSIERS, round)).filter((change) => !busy.has(change.id)),
    ...(await stale(store, MESSAGES, round)),
    ...(await stale(store, MANDATES, round)).filter((change) => !busy.has(change.id)),
  ]
  await store.write([...gone, putSetting(CURSOR, { ...at, resyncing: false })])
}

const mandateOf = (op: OpRecord): string | null => (JSON.parse(op.text) as Operation).mandate_id ?? null

async function stale<T extends { round: number }>(store: Store, kind: Table<T>, round: number): Promise<Change[]> {
  const all = await store.all(kind)
  return all.filter((held) => held.value.round < round).map((held) => drop(kind, kind.id(held.value), held.rev))
}
