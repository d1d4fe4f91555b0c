/* Watches over what this browser keeps for the app: looks at the marks when the app starts, asks the server what was here,
   and says the one thing about storage that matters most now. */
import { fail, ok, type Result } from "../../core/contract/result.ts"
import type { BeforeOut, RestoreOut } from "../../core/contract/types.ts"
import { keepSetting, setting } from "../../core/db/settings.ts"
import { table, type Table } from "../../core/db/store.ts"
import type { Setting } from "../../core/db/tables.ts"
import { lookAround, lost, understood, type Lost } from "../../core/sync/canary.ts"
import { asDevice, registerDevice } from "../../core/sync/session.ts"
import { holdsOf, type Holds } from "../../core/sync/told.ts"
import type { News } from "../../core/sync/world.ts"
import { installing } from "../app/install.ts"
import { cell } from "../ui/watch.ts"
import { noticeOf, type Before, type StorageNotice } from "./notices.ts"
import type { Parts } from "./parts.ts"
import { browserPlaces } from "./places.ts"
import { storageState } from "./storage.ts"

const DAY = 24 * 60 * 60 * 1000
/** The browser's cookie lives 400 days at most: a phone in use has it renewed long before. */
const RENEW = 60 * DAY

const key = <T>(name: string): { readonly key: string; readonly kind: Table<Setting<T>> } => ({
  key: name,
  kind: table<Setting<T>>("settings", (kept) => kept.key),
})
const BEFORE = key<Before>("before")
const INTRODUCED = key<string>("introduced")

/** Everything the screen about storage tells. */
export interface Comeback {
  readonly lost: Lost | undefined
  readonly before: BeforeOut | undefined
  readonly here: Holds
  readonly signed_in: boolean
}

export class Watching {
  readonly notice = cell<StorageNotice | undefined>(undefined)
  readonly #parts: Parts
  #fresh = false
  #looked = false
  #asking: Promise<void> | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Looks at the marks; before the loop begins, so that a new device is noticed as one. */
  async start(): Promise<void> {
    const { base } = this.#parts
    await base.device.keepInstalled(installing.get() === "installed").catch(() => undefined)
    const look = await lookAround(base, browserPlaces()).catch(() => undefined)
    this.#fresh = look?.fresh ?? false
    this.#looked = true
    if (look?.lost?.loss === "files") refill()
    await this.#say()
  }

  hear(news: News): void {
    if (news.kind === "principal") void this.ask(true)
    if (news.kind === "phase" && news.phase === "resting") void this.ask(this.#fresh)
  }

  /** Asks the server what was here, at most once a day unless something is amiss. */
  ask(now: boolean): Promise<void> {
    if (!this.#looked) return Promise.resolve()
    this.#asking ??= this.#ask(now).finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  async comeback(): Promise<Comeback> {
    const { base, front } = this.#parts
    const [found, before, here] = await Promise.all([lost(base), this.#before(), holdsOf(base, front)])
    return { lost: found, before: before?.answer, here, signed_in: front !== base.device.principal }
  }

  /** Takes back what this browser held; `factor` follows one of the dossiers. */
  async restore(factor: string): Promise<Result<RestoreOut>> {
    const { base, front, loop } = this.#parts
    if (front !== base.device.principal) return fail("not_the_device")
    const answer = await asDevice(base, (token) => base.api.restore(factor.trim(), token))
    if (!answer.ok) return answer
    await this.#ask(true)
    loop.wake("tap")
    return ok(answer.value)
  }

  /** A person has read what happened; it is not told again. */
  async understood(): Promise<void> {
    const { base } = this.#parts
    await understood(base)
    const before = await this.#before()
    if (before !== undefined) await keepSetting(base.device.store, BEFORE, { ...before, read_at: new Date(base.serverNow()).toISOString() })
    await this.#say()
  }

  async #ask(now: boolean): Promise<void> {
    const { base, front } = this.#parts
    const known = await this.#before()
    const fresh = known !== undefined && Math.abs(base.serverNow() - Date.parse(known.at)) < DAY
    if (fresh && !now) return
    this.#fresh = false
    if (front === base.device.principal) await this.#introduceAgain()
    const token = await base.token(front)
    if (front !== base.device.principal && token === undefined) return
    const asked = (by: string | undefined): Promise<Result<BeforeOut>> => base.api.before(by)
    const answer = front === base.device.principal ? await asDevice(base, asked) : await asked(token)
    if (answer.ok) {
      const at = new Date(base.serverNow()).toISOString()
      const read_at = known?.read_at
      await keepSetting(base.device.store, BEFORE, {
        principal: front,
        at,
        answer: answer.value,
        ...(read_at !== undefined && { read_at }),
      })
    }
    await this.#say()
  }

  async #introduceAgain(): Promise<void> {
    const { base } = this.#parts
    const last = await setting(base.device.store, INTRODUCED)
    if (last !== undefined && Math.abs(base.serverNow() - Date.parse(last)) < RENEW) return
    // the first introduction was the loop's
    const again = last === undefined ? ok("") : await registerDevice(base)
    if (again.ok) await keepSetting(base.device.store, INTRODUCED, new Date(base.serverNow()).toISOString())
  }

  async #before(): Promise<Before | undefined> {
    const { base, front } = this.#parts
    const kept = await setting(base.device.store, BEFORE)
    return kept?.principal === front ? kept : undefined
  }

  async #say(): Promise<void> {
    const { base, front } = this.#parts
    const [state, found, before, here] = await Promise.all([
      storageState(this.#parts),
      lost(base),
      this.#before(),
      holdsOf(base, front).catch(() => ({ drafts: 0, unsent: 0 })),
    ])
    const installed = installing.get() === "installed"
    this.notice.set(noticeOf({ state, lost: found, before, here, installed, signedIn: front !== base.device.principal }))
  }
}

/** The app's own files were cleared: the worker fetches them again, so that it opens without a network. */
function refill(): void {
  const { serviceWorker } = navigator as Partial<Navigator>
  serviceWorker?.controller?.postMessage({ type: "refill" })
}
