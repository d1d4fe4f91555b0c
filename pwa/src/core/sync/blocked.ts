/* This phone was reported lost and the office has blocked it. What it still holds unsent is handed over first, proven by
   the phone's own signatures, since its sessions are over; a store that is locked goes as it is, for the office to open.
   Then everything of everybody on it goes. */
import { ok, type Result } from "../contract/result.ts"
import { files, GOING_FILE, operations, UNSENT } from "../db/operations.ts"
import type { OpRecord } from "../db/records.ts"
import { keepSetting, setting } from "../db/settings.ts"
import { table, type Table } from "../db/store.ts"
import type { Setting } from "../db/tables.ts"
import { wipeEverything } from "../db/wipe.ts"
import type { Base } from "./base.ts"
import { giveLocked } from "./giving.ts"
import { handOver } from "./handover.ts"
import type { Stop } from "./push.ts"
import { registerDevice } from "./session.ts"
import { Pace, upload } from "./uploads.ts"

/** Since when this phone knows that it is blocked, and whether it is empty. */
export interface Block {
  readonly at: string
  /** How often it has tried to hand over the rest. */
  readonly tries?: number
  readonly wiped: boolean
}

const BLOCK: { readonly key: string; readonly kind: Table<Setting<Block | null>> } = {
  key: "blocked",
  kind: table<Setting<Block | null>>("settings", (kept) => kept.key),
}

/** So long what cannot be handed over is tried again before the phone is wiped all the same: it is in strange hands. */
const PATIENCE = 3 * 24 * 60 * 60 * 1000
/** And at least so often: a clock that is set right may make minutes into years. */
const TRIES = 12

export async function blockOf(base: Base): Promise<Block | undefined> {
  return (await setting(base.device.store, BLOCK)) ?? undefined
}

/** The server has said that this phone is blocked: from here on nothing on it is shown. */
export async function noteBlocked(base: Base): Promise<void> {
  const known = await blockOf(base)
  if (known !== undefined) return
  await keepSetting(base.device.store, BLOCK, { at: new Date(base.world.now()).toISOString(), wiped: false })
}

/** While the person in front is locked out nobody speaks to the server for her: the phone itself asks, so that it hears of
    a block. What else the server would tell it is left for later. */
export async function stillKnown(base: Base, token: string, serverId: string): Promise<Stop> {
  const answer = await base.api.changes("", token, serverId, {}, 1)
  return answer.ok ? undefined : answer
}

/** One round of a blocked phone. Promises whether it may be used again, because the office has found it; otherwise what is
    unsent goes to the office, and once that is there, or has been tried long enough, everything on the phone is wiped. */
export async function leave(base: Base, block: Block): Promise<Result<"free" | "blocked">> {
  const asked = await registerDevice(base)
  if (asked.ok) {
    await keepSetting(base.device.store, BLOCK, null)
    return ok("free")
  }
  if (asked.code !== "device_blocked") return asked
  if (block.wiped) return ok("blocked")
  const whole = await giveAll(base)
  const waited = base.world.now() - Date.parse(block.at)
  const tries = (block.tries ?? 0) + 1
  if ((whole.ok && whole.value) || (waited > PATIENCE && tries >= TRIES)) {
    await wipeEverything(base)
    await keepSetting(base.device.store, BLOCK, { ...block, wiped: true })
    return ok("blocked")
  }
  await keepSetting(base.device.store, BLOCK, { ...block, tries })
  return whole.ok ? ok("blocked") : whole
}

/** Promises whether the office has everything that was unsent here. */
async function giveAll(base: Base): Promise<Result<boolean>> {
  let whole = true
  for (const principal of await base.device.principals()) {
    const given = await (base.locked(principal) ? giveLocked(base, principal) : giveOpen(base, principal))
    if (!given.ok) return given
    whole = whole && given.value
  }
  return ok(whole)
}

async function giveOpen(base: Base, principal: string): Promise<Result<boolean>> {
  const given = await handOver(base, principal)
  if (!given.ok) return given
  const pages = await upload({
    base,
    owner: principal,
    principals: new Set([principal, base.device.principal]),
    token: undefined,
    pace: new Pace(),
    progress: () => undefined,
    urgent: () => Promise.resolve(false),
  })
  return pages.stop ?? ok(await nothingLeft(base, principal))
}

/** Refused for good counts as heard: the office has said that it does not want it. */
const heard = (op: OpRecord): boolean => op.state === "quarantined" || op.state === "set_aside"

async function nothingLeft(base: Base, principal: string): Promise<boolean> {
  const store = base.store(principal)
  const open = (await operations(store)).filter((op) => UNSENT.has(op.state))
  const aside = new Set(open.filter((op) => op.state === "set_aside").map((op) => op.op_id))
  const wanted = (await files(store)).filter((page) => GOING_FILE.has(page.state) && page.reason !== "page_not_awaited")
  return open.every(heard) && wanted.every((page) => aside.has(page.op_id ?? ""))
}
