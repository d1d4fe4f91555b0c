/* The phone's loop. One tab works at a time; each round sends operations, then asks for news, then sends bytes,
   for the person in front first and then for everybody else with something unsent. What stops a round decides when the
   next one is; a tap and a change of network start one at once. */
import type { Fault, Result } from "../contract/result.ts"
import { fail, ok } from "../contract/result.ts"
import type { ServerOut } from "../contract/types.ts"
import { forgetOld } from "../db/forget.ts"
import { archiveWhole, changeFile, changeOp, files, GOING, GOING_FILE, nothingIsOnItsWay, operations } from "../db/operations.ts"
import { keepSetting } from "../db/settings.ts"
import { drop } from "../db/store.ts"
import { CURSOR, PAUSE, SESSION } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { claimLate } from "./claims.ts"
import { pull } from "./pull.ts"
import { push, type Stop } from "./push.ts"
import { deviceToken, registerDevice, SYNC_LOCK } from "./session.ts"
import { Pace, upload } from "./uploads.ts"
import { backOff } from "./wait.ts"
import type { Phase } from "./world.ts"

export type Reason = "start" | "visible" | "online" | "saved" | "minute" | "push" | "tap" | "background" | "timer"

/** After a save the person may still be typing. */
const AFTER_SAVE = 5000
/** The way may be another one now, or a person does not want to wait. */
const RESETS: ReadonlySet<Reason> = new Set(["tap", "online"])
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
  #started = false
  #stopped = false
  #callOff: (() => void) | undefined

  constructor(base: Base, hear: (phase: Phase) => void = () => undefined, progress: () => void = () => undefined) {
    this.#base = base
    this.#hear = hear
    this.#progress = progress
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
      this.#set("working")
      const stop = await this.#everybody(forced)
      await this.#rest(stop)
    } catch {
      // the phone's own store failed: nothing was lost, the next round tries again
      await this.#rest(fail("storage_failed"))
    }
  }

  async #prepare(forced: boolean): Promise<void> {
    const { device } = this.#base
    for (const principal of await device.principals()) {
      const store = this.#base.store(principal)
      await nothingIsOnItsWay(store)
      if (forced) await this.#hurry(principal)
      if (!this.#started) await forgetOld(store, this.#base.world.now())
    }
    this.#started = true
  }

  /** A person asked: waiting ends, and a pause is tried once more. */
  async #hurry(principal: string): Promise<void> {
    const store = this.#base.store(principal)
    const pausedBy = await this.#base.pausedBy(principal)
    if (pausedBy !== undefined && pausedBy !== "signed_out") await keepSetting(store, PAUSE, null)
    for (const op of await operations(store)) {
      if (GOING.has(op.state) && op.next_at > 0) await changeOp(store, op.op_id, (old) => ({ ...old, next_at: 0 }))
    }
    for (const file of await files(store)) {
      if (GOING_FILE.has(file.state) && file.next_at > 0) await changeFile(store, file.attachment_id, (old) => ({ ...old, next_at: 0 }))
    }
  }

  async #everybody(forced: boolean): Promise<Stop> {
    const server = await this.#server()
    if (!server.ok) return server
    await this.#revoke()
    const front = await this.#base.device.current()
    for (const principal of await this.#base.device.principals()) {
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
    const { api, device } = this.#base
    for (const token of await device.toRevoke()) {
      const answer = await api.signOut(token)
      if (answer.ok || answer.status !== undefined) await device.revoked(token)
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
    const first = await news()
    if (first !== undefined) return first
    const stored = await this.#bytes(owner, carriers, forced)
    await archiveWhole(base.store(owner), base.world.now())
    if (typeof stored !== "number") return stored
    return stored > 0 ? news() : undefined
  }

  /** Whose sessions carry what is in this store: its owner's also carries what the device made before she signed in;
      where she is signed out, the device's carries its own. */
  async #carriers(owner: string, front: boolean): Promise<Carrier[]> {
    const device = this.#base.device.principal
    const store = this.#base.store(owner)
    const open = [
      ...(await operations(store)).filter((op) => GOING.has(op.state)),
      ...(await files(store)).filter((file) => GOING_FILE.has(file.state)),
    ]
    if (!front && open.length === 0) return []
    const signedIn = (await this.#base.token(owner)) !== undefined && (await this.#base.pausedBy(owner)) === undefined
    if (owner === device || signedIn) return [{ sender: owner, principals: new Set([owner, device]) }]
    return open.some((thing) => thing.principal === device) ? [{ sender: device, principals: new Set([device]) }] : []
  }

  async #bytes(owner: string, carriers: readonly Carrier[], forced: boolean): Promise<number | Fault> {
    const { device, world } = this.#base
    if (!forced && world.metered() && (await device.uploadsOn()) === "wifi") return 0
    let stored = 0
    for (const { sender, principals } of carriers) {
      const work = async (token: string): Promise<Stop> => {
        const round = await upload({ base: this.#base, owner, principals, token, pace: this.#pace, progress: this.#progress })
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
    await this.#base.pause(sender, stop.code)
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
      this.#later(Math.max(stop.wait ?? 0, backOff(this.#failures, random)))
      return
    }
    this.#failures = 0
    const next = await this.#nextMoment()
    if (next !== undefined) this.#later(Math.max(next - this.#base.world.now(), 1000))
  }

  async #phaseAfter(stop: Stop): Promise<Phase> {
    if (stop === undefined) {
      const pausedBy = await this.#base.pausedBy(await this.#base.device.current())
      return pausedBy === undefined ? "resting" : "paused"
    }
    if (stop.status === 426) return "update"
    if (LINE_DOWN.has(stop.code)) return stop.code === "offline" ? "offline" : "captive"
    return "waiting"
  }

  /** When something that failed by itself is due again. */
  async #nextMoment(): Promise<number | undefined> {
    const moments: number[] = []
    for (const principal of await this.#base.device.principals()) {
      const store = this.#base.store(principal)
      moments.push(...(await operations(store)).filter((op) => GOING.has(op.state)).map((op) => op.next_at))
      moments.push(...(await files(store)).filter((file) => GOING_FILE.has(file.state)).map((file) => file.next_at))
    }
    const ahead = moments.filter((moment) => moment > this.#base.world.now())
    return ahead.length === 0 ? undefined : Math.min(...ahead)
  }

  #later(ms: number): void {
    this.#callOff?.()
    this.#callOff = this.#base.world.after(ms, () => this.wake("timer"))
  }

  #set(phase: Phase): void {
    if (phase === this.#phase) return
    this.#phase = phase
    this.#hear(phase)
  }
}
