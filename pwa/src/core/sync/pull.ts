/* What the server tells this principal: page by page, each page kept with its cursor in one transaction, so that a cut
   costs at most a page. A cursor the server no longer takes starts a new round; what the round does not bring again goes
   only when the round is complete, and drafts and operations are never touched. */
import type { Fault } from "../contract/result.ts"
import type { ChangesOut, DossierOut } from "../contract/types.ts"
import { operations, UNSENT } from "../db/operations.ts"
import { putSetting, setting } from "../db/settings.ts"
import { drop, put, type Change, type Store, type Table } from "../db/store.ts"
import { CURSOR, DOSSIERS, MANDATES, MESSAGES } from "../db/tables.ts"
import type { CursorRecord } from "../db/records.ts"
import type { Base } from "./base.ts"

type Item = ChangesOut["changes"][number]

const START: CursorRecord = { cursor: "", epoch: "", round: 0, resyncing: false, at: "" }

/** Fetches every page there is; undefined when the end was reached. */
export async function pull(base: Base, principal: string, token: string, serverId: string): Promise<Fault | undefined> {
  const store = base.store(principal)
  let restarted = false
  for (;;) {
    const at = (await setting(store, CURSOR)) ?? START
    const asked = base.world.now()
    const answer = await base.api.changes(at.cursor, token, serverId)
    if (!answer.ok) {
      if (answer.status !== 410 || restarted) return answer
      restarted = true
      await restart(store, at)
      continue
    }
    await base.device.learnClock(answer.value.server_time, asked, base.world.now())
    await keepPage(store, at, answer.value, base.world.now())
    if (answer.value.more) continue
    if (at.resyncing) await finishRound(store, at.round)
    return undefined
  }
}

/** The next page begins a new round from the start. */
async function restart(store: Store, at: CursorRecord): Promise<void> {
  await store.write([putSetting(CURSOR, { ...at, cursor: "", round: at.round + 1, resyncing: true })])
}

async function keepPage(store: Store, at: CursorRecord, page: ChangesOut, now: number): Promise<void> {
  const changes: Change[] = []
  for (const item of page.changes) changes.push(...(await changesOf(store, item, at.round, page.epoch, now)))
  const cursor: CursorRecord = { ...at, cursor: page.cursor, epoch: page.epoch, at: new Date(now).toISOString() }
  await store.write([...changes, putSetting(CURSOR, cursor)])
}

async function changesOf(store: Store, item: Item, round: number, epoch: string, now: number): Promise<Change[]> {
  switch (item.kind) {
    case "dossier":
      return dossierChanges(store, item.body, epoch, round, now)
    case "message": {
      const old = await store.get(MESSAGES, item.id)
      return [put(MESSAGES, { ...old?.value, message_id: item.id, body: item.body, round })]
    }
    case "mandate":
      return [put(MANDATES, { mandate_id: item.id, body: item.body, round })]
    default:
      // a later server tells of what this release does not know yet
      return []
  }
}

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
  return [put(DOSSIERS, { dossier_id: body.dossier_id, body: kept, epoch, seen_at: new Date(now).toISOString(), round })]
}

/** The round is complete: what it did not bring again is no longer this principal's, unless something of it is unsent. */
async function finishRound(store: Store, round: number): Promise<void> {
  const busy = new Set((await operations(store)).filter((op) => UNSENT.has(op.state)).map((op) => op.dossier_id))
  const gone: Change[] = [
    ...(await stale(store, DOSSIERS, round)).filter((change) => !busy.has(change.id)),
    ...(await stale(store, MESSAGES, round)),
    ...(await stale(store, MANDATES, round)),
  ]
  const at = (await setting(store, CURSOR)) ?? START
  await store.write([...gone, putSetting(CURSOR, { ...at, resyncing: false })])
}

async function stale<T extends { round: number }>(store: Store, kind: Table<T>, round: number): Promise<Change[]> {
  const all = await store.all(kind)
  return all.filter((held) => held.value.round < round).map((held) => drop(kind, kind.id(held.value), held.rev))
}
