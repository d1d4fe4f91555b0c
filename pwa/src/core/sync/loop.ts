/* The phone's loop. One tab works at a time; each round sends operations, then asks for news, then sends bytes,
   for the person in front first and then for everybody else with something unsent. What stops a round decides when the
   next one is; a tap and a change of network start one at once. */
import type { Fault, Result } from "../contract/result.ts"
import { fail, ok } from "../contract/result.ts"
import type { ServerOut } from "../contract/types.ts"
import { forgetOld } from "../db/forget.ts"
import { archiveWhole, files, GOING_FILE, lostPerhaps, nothingIsOnItsWay, operations } from "../db/operations.ts"
import { StoreError } from "../db/open.ts"
import { makeRoom } from "../db/room.ts"
import { drop } from "../db/store.ts"
import { CURSOR, SESSION } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { blockOf, leave, noteBlocked, stillKnown, type Block } from "./blocked.ts"
import { sendBytes } from "./bytes.ts"
import { claimAgain, claimLate } from "./claims.ts"
import { pagesOfDrafts } from "./ahead.ts"
import { sendDrafts } from "./draftsync.ts"
import { firstUses } from "./firstuse.ts"
import { heal } from "./heal.ts"
import { hurry } from "./hurry.ts"
import { finishLeaving } from "./leaving.ts"
import { pull } from "./pull.ts"
import { ASKED, push, type Stop } from "./push.ts"
import { revoked, toRevoke } from "./revoke.ts"
import { deviceToken, registerDevice, settle, SYNC_LOCK } from "./session.ts"
import { Pace } from "./uploads.ts"
import { isLater, roundWait } from "./wait.ts"
import type { Phase } from "./world.ts"

export type Reason = "start" | "visible" | "online" | "saved" | "minute" | "push" | "tap" | "background" | "timer"

/** After a save the person may still be typing. */
const AFTER_SAVE = 5000
/** The way may be another one now, or a person does not want to wait. */
const RESETS: ReadonlySet<Reason> = new Set(["tap", "online"])
/** How often a blocked phone asks whether it was found, and tries to hand over the rest. */
const LEAVING = 5 * 60 * 1000
/** These do not shorten the wait after a failure. */
const PATIENT: ReadonlySet<Reason> = new Set(["saved", "minute"])
const LINE_DOWN: ReadonlySet<string> = new Set(["offline", "captive", "other_server"])

/** A session, and whose things it may carry. */
interface Carrier {
  readonly sender: string
  readonly principals: ReadonlySet<string>
}

const nothing = (): Promise<undefined> => Promise.resolve(undefined)

export class Loop {
  readonly #base: Base
  readonly #pace = new Pace()
  readonly #hear: (phase: Phase) => void
  readonly #progress: () => void
  #phase: Phase = "resting"
  #failures = 0
  #running: Promise<void> | undefined
  #again = false
  #forced = false
  readonly #tidied = new Set<string>()
  #stopped = false
  #callOff: (() => void) | undefined

  constructor(base: Base, hear: (phase: Phase) => void = () => undefined, progress: () => void = () => undefined) {
    this.#base = base
    this.#hear = hear
    this.#progress = progress
    base.reached = (yes) => this.#reached(yes)
  }

  get phase(): Phase {
    return this.#phase
  }

  /** Something may have changed: a round starts now, or after a save a little later. */
  wake(reason: Reason): void {
    if (this.#stopped) return
    if (RESETS.has(reason)) this.#failures = 0
    if (reason === "tap") this.#forced = true
    if (this.#failures > 0 && PATIENT.has(reason)) return
    if (reason === "saved") this.#later(AFTER_SAVE)
    else void this.run()
  }

  /** Promises that a whole round has ended; joins the one that runs, and makes sure that one begins after this call. */
  run(): Promise<void> {
    if (this.#running !== undefined) {
      this.#again = true
      return this.#running
    }
    this.#callOff?.()
    const running = this.#rounds().finally(() => {
      this.#running = undefined
    })
    this.#running = running
    return running
  }

  /** Promises that no round runs; begins none. */
  async settled(): Promise<void> {
    await this.#running
  }

  stop(): void {
    this.#stopped = true
    this.#callOff?.()
  }

  async #rounds(): Promise<void> {
    for (let more = true; more; more = this.#wantsMore()) {
      this.#again = false
      const forced = this.#forced
      this.#forced = false
      await this.#base.world.alone(SYNC_LOCK, () => this.#round(forced))
    }
  }

  #wantsMore(): boolean {
    return this.#again && !this.#stopped && (this.#failures === 0 || this.#forced)
  }

  async #round(forced: boolean): Promise<void> {
    try {
      await this.#prepare(forced)
      const block = await blockOf(this.#base)
      if (block !== undefined) return void (await this.#leave(block))
      this.#set("working")
      const stop = await this.#everybody(forced)
      if (stop?.code === "device_blocked") return void this.#blocked()
      await this.#rest(stop)
    } catch (error) {
      // the phone's own store failed: nothing was lost, the next round tries again; one that was locked meanwhile is left out then
      await this.#rest(error instanceof StoreError && error.code === "locked" ? undefined : fail("storage_failed"))
    }
  }

  /** The office has blocked this phone: nothing more is shown, and the next round begins to leave. */
  #blocked(): void {
    this.#set("blocked")
    this.#again = true
  }

  async #leave(block: Block): Promise<void> {
    this.#set("blocked")
    const left = await leave(this.#base, block)
    if (left.ok && left.value === "free") {
      this.#again = true
      return void this.#set("resting")
    }
    if (!left.ok) this.#failures += 1
    if (!this.#stopped) this.#later(left.ok ? LEAVING : roundWait(this.#failures, this.#base.world.random))
  }

  async #prepare(forced: boolean): Promise<void> {
    await finishLeaving(this.#base)
    // what an answer on its way brought to the phone itself while somebody signed in
    if (!this.#base.locked(await this.#base.device.current())) await settle(this.#base)
    for (const principal of await this.#base.unlocked()) {
      const store = this.#base.store(principal)
      await nothingIsOnItsWay(store)
      if (forced) await hurry(this.#base, principal)
    }
  }

  async #everybody(forced: boolean): Promise<Stop> {
    const server = await this.#server()
    if (!server.ok) return server
    const used = await firstUses(this.#base)
    if (!used.ok) return used
    await this.#revoke()
    const front = await this.#base.device.current()
    if (this.#base.locked(front)) {
      const unknown = await this.#as(this.#base.device.principal, (token) => stillKnown(this.#base, token, server.value.server_id))
      if (unknown !== undefined) return unknown
    }
    for (const principal of await this.#base.unlocked()) {
      const stop = await this.#principal(principal, principal === front, server.value, forced)
      if (stop !== undefined) return stop
    }
    return undefined
  }

  /** Who the server is; asked once, and again when another one answers under the same address. */
  async #server(): Promise<Result<ServerOut>> {
    const { api, device } = this.#base
    const known = await device.server()
    if (known !== undefined) return ok(known)
    const answer = await api.server()
    if (answer.ok) await device.keepServer(answer.value)
    return answer
  }

  async #revoke(): Promise<void> {
    for (const token of await toRevoke(this.#base)) {
      const answer = await this.#base.api.signOut(token)
      const heard = answer.ok || (answer.status !== undefined && answer.status < 500 && answer.status !== 429)
      if (heard) await revoked(this.#base, token)
    }
  }

  /** One principal's store: first what it made, then news, then bytes, then news of what the bytes completed. */
  async #principal(owner: string, front: boolean, server: ServerOut, forced: boolean): Promise<Stop> {
    const base = this.#base
    const carriers = await this.#carriers(owner, front)
    for (const { sender, principals } of carriers) {
      const stop = await this.#as(sender, (token) => push({ base, owner, principals, token, serverId: server.server_id }))
      if (stop !== undefined) return stop
    }
    await claimLate(base, owner)
    const news = (): Promise<Stop> => (front ? this.#as(owner, (token) => pull(base, owner, token, server.server_id)) : nothing())
    const first = (await news()) ?? (front ? await this.#as(owner, (token) => sendDrafts(base, owner, token)) : undefined)
    if (first !== undefined) return first
    const claimed = front ? await claimAgain(base, owner) : 0
    const healed = await this.#heal(owner, carriers, server)
    if (typeof healed !== "number") return healed
    const stored = await this.#bytes(owner, carriers, server.server_id, forced)
    await archiveWhole(base.store(owner), base.device.knownMoment)
    await this.#tidy(owner)
    if (typeof stored !== "number") return stored
    const last = stored + healed + claimed > 0 ? await news() : undefined
    return last ?? (front ? this.#as(owner, (token) => pagesOfDrafts(base, owner, token)) : undefined)
  }

  /** What a restored server may have lost is offered to it again. */
  async #heal(owner: string, carriers: readonly Carrier[], server: ServerOut): Promise<number | Fault> {
    let healed = 0
    for (const { sender, principals } of carriers) {
      const work = async (token: string): Promise<Stop> => {
        const round = await heal({ base: this.#base, owner, principals, token, serverId: server.server_id })
        healed += round.healed
        return round.stop
      }
      const stop = await this.#as(sender, work)
      if (stop !== undefined) return stop
    }
    return healed
  }

  /** Once after each start, and only when the server has told its clock: a clock that jumped must not forget early. */
  async #tidy(owner: string): Promise<void> {
    const { knownNow } = this.#base.device
    if (knownNow === undefined || this.#tidied.has(owner)) return
    this.#tidied.add(owner)
    await forgetOld(this.#base.store(owner), knownNow)
    await makeRoom(this.#base.store(owner))
  }

  /** Whose session carries what is in this store: its owner's, with what the device made before she signed in. Where she
      is signed out everything of hers waits for her: what the device's session sent would be adopted by whoever signs in
      on this phone next. */
  async #carriers(owner: string, front: boolean): Promise<Carrier[]> {
    const device = this.#base.device.principal
    const store = this.#base.store(owner)
    const ops = await operations(store)
    const open = [
      ...ops.filter((op) => ASKED.has(op.state)),
      ...lostPerhaps(ops, this.#base.device.epoch),
      ...(await files(store)).filter((file) => GOING_FILE.has(file.state)),
    ]
    if (!front && open.length === 0) return []
    const pausedBy = await this.#base.pausedBy(owner)
    // her account was closed: what she made is handed on by the phone she made it on
    if (pausedBy === "account_closed") return [{ sender: device, principals: new Set([owner]) }]
    const signedIn = (await this.#base.token(owner)) !== undefined && pausedBy === undefined
    return owner === device || signedIn ? [{ sender: owner, principals: new Set([owner, device]) }] : []
  }

  async #bytes(owner: string, carriers: readonly Carrier[], serverId: string, forced: boolean): Promise<number | Fault> {
    const { device, world } = this.#base
    if (!forced && world.metered() && (await device.uploadsOn()) === "wifi") return 0
    const elsewhere = (): boolean => this.#wantsMore()
    const order = { base: this.#base, owner, serverId, pace: this.#pace, progress: this.#progress, elsewhere }
    let stored = 0
    for (const { sender, principals } of carriers) {
      const work = async (token: string): Promise<Stop> => {
        const round = await sendBytes({ ...order, principals, token })
        stored += round.stored
        return round.stop
      }
      const stop = await this.#as(sender, work)
      if (stop !== undefined) return stop
    }
    return stored
  }

  /** Does something with a sender's session. A refused session pauses that sender alone; the others go on. */
  async #as(sender: string, work: (token: string) => Promise<Stop>): Promise<Stop> {
    const { device } = this.#base
    if ((await this.#base.pausedBy(sender)) !== undefined) return undefined
    const token = sender === device.principal ? await deviceToken(this.#base) : ok(await this.#base.token(sender))
    if (!token.ok) return this.#refused(sender, token)
    if (token.value === undefined) return undefined
    const stop = await work(token.value)
    if (stop?.status === 401 && sender === device.principal) return this.#renew(sender, work)
    if (stop?.code === "other_server") return this.#otherServer()
    return this.#refused(sender, stop)
  }

  /** The device proves itself by its key, so an ended session of its own is no reason to stop. */
  async #renew(sender: string, work: (token: string) => Promise<Stop>): Promise<Stop> {
    const token = await registerDevice(this.#base)
    return this.#refused(sender, token.ok ? await work(token.value) : token)
  }

  async #refused(sender: string, stop: Stop): Promise<Stop> {
    if (stop?.status !== 401 && stop?.status !== 403) return stop
    if (stop.code === "device_blocked") {
      await noteBlocked(this.#base)
      return stop
    }
    await this.#base.pause(sender, stop.code)
    if (stop.code === "account_closed") this.#again = true
    return undefined
  }

  /** Another server answers under this address: where it says so itself, feeds and sessions start anew, and what is
      unsent, or was, stays here. */
  async #otherServer(): Promise<Stop> {
    const { api, device } = this.#base
    const answer = await api.server()
    if (!answer.ok) return answer
    const known = await device.server()
    if (known?.server_id === answer.value.server_id) return fail("captive")
    await device.keepServer(answer.value)
    for (const principal of await device.principals()) {
      await this.#base.store(principal).write([drop(CURSOR.kind, CURSOR.key), drop(SESSION.kind, SESSION.key)])
    }
    this.#again = true
    return undefined
  }

  async #rest(stop: Stop): Promise<void> {
    this.#set(await this.#phaseAfter(stop))
    if (this.#stopped) return
    if (stop !== undefined) {
      this.#failures += 1
      const { random } = this.#base.world
      this.#later(roundWait(this.#failures, random, stop.wait))
      return
    }
    this.#failures = 0
    const next = await this.#nextMoment()
    if (next !== undefined) this.#later(Math.max(next - this.#base.world.now(), 1000))
  }

  async #phaseAfter(stop: Stop): Promise<Phase> {
    if (stop === undefined) {
      const front = await this.#base.device.current()
      const pausedBy = this.#base.locked(front) ? undefined : await this.#base.pausedBy(front)
      return pausedBy === undefined ? "resting" : "paused"
    }
    if (stop.status === 426) return "update"
    if (LINE_DOWN.has(stop.code)) return stop.code === "offline" ? "offline" : "captive"
    return "waiting"
  }

  /** When something that failed by itself is due again. */
  async #nextMoment(): Promise<number | undefined> {
    const moments: number[] = []
    for (const principal of await this.#base.unlocked()) {
      const store = this.#base.store(principal)
      const ops = await operations(store)
      const open = [...ops.filter((op) => ASKED.has(op.state)), ...lostPerhaps(ops, this.#base.device.epoch)]
      moments.push(...open.map((op) => op.next_at))
      moments.push(...(await files(store)).filter((file) => GOING_FILE.has(file.state)).map((file) => file.next_at))
    }
    const ahead = moments.filter((moment) => isLater(moment, this.#base.world.now()))
    return ahead.length === 0 ? undefined : Math.min(...ahead)
  }

  #later(ms: number): void {
    this.#callOff?.()
    this.#callOff = this.#base.world.after(ms, () => this.wake("timer"))
  }

  /** While a round runs the screens are told when nothing passes, long before the line is given up. */
  #reached(yes: boolean): void {
    if (this.#running === undefined) return
    if (!yes && this.#phase === "working") this.#set("offline")
    if (yes && this.#phase === "offline") this.#set("working")
  }

  #set(phase: Phase): void {
    if (phase === this.#phase) return
    this.#phase = phase
    this.#hear(phase)
  }
}
