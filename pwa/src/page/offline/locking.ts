/* The screen's lock of a person who has a PIN. Two things that are not the same: the screen is covered when nobody has touched
   it for a while, or when the app was hidden longer than a grace; the key is forgotten when its own time ends, or when somebody
   else comes to the front. In between a covered phone goes on sending. */
import { StoreError } from "../../core/db/open.ts"
import type { PhoneRules } from "../../core/contract/types.ts"
import { closeStore } from "../../core/sync/locking.ts"
import { FIRST_RULES, phoneRules } from "../../core/sync/rules.ts"
import type { News } from "../../core/sync/world.ts"
import type { LockShown } from "../app/client.ts"
import { cell } from "../ui/watch.ts"
import type { Parts } from "./parts.ts"

/** So long the app may be out of sight: somebody reads a message, or looks for a paper. */
const HIDDEN_GRACE = 2 * 60_000
const LOOK_EVERY = 5000
/** Other tabs need not hear of every touch. */
const TELL_EVERY = 20_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE

export class ScreenLock {
  readonly shown = cell<LockShown>("nothing")
  readonly #parts: Parts
  #rules: PhoneRules = FIRST_RULES
  #dark = false
  #touched = 0
  #told = 0
  #hiddenAt: number | undefined
  /** When this key was opened, by two clocks: one may be set, the other may sleep. */
  #opened: { readonly steady: number; readonly wall: number } | undefined
  /** Our own camera or file chooser is open: the person is away because we sent her. */
  #choosing = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#touched = this.#now()
  }

  /** Looks at who is in front; called whenever that, a key or a PIN may have changed. */
  look(): void {
    const { base, front, me } = this.#parts
    const closed = base.locked(front)
    if (closed) this.#opened = undefined
    else this.#opened ??= { steady: this.#now(), wall: base.world.now() }
    if (!base.vault.guarded(front)) this.#dark = false
    const person = me.get()
    const owes = person?.principal === front && person.roles.length > 0 && !base.vault.guarded(front)
    this.shown.set(closed || this.#dark ? "unlock" : owes ? "set_pin" : "nothing")
  }

  /** Covers the screen, and those of the other tabs unless they are looked at; the key stays until its time ends. */
  cover(everywhere = true): void {
    if (!this.#parts.base.vault.guarded(this.#parts.front)) return
    this.#dark = true
    if (everywhere) this.#parts.base.world.tell({ kind: "screen", covered: true })
    this.look()
  }

  /** The right PIN was given, or a new one set. */
  uncover(): void {
    this.#dark = false
    this.#touched = this.#now()
    this.#opened = undefined
    this.#parts.base.world.tell({ kind: "screen", covered: false })
    this.look()
  }

  heard(news: News): void {
    if (news.kind !== "screen") return
    if (news.covered === true && this.#parts.base.vault.guarded(this.#parts.front)) this.#dark = true
    if (news.covered === false) this.#dark = false
    if (news.covered !== true) this.#touched = this.#now()
    this.look()
  }

  /** Begins to watch touches, hiding and time; the answer stops that. */
  watch(): () => void {
    const stop = new AbortController()
    const { signal } = stop
    const touch = (event: Event): void => this.#touch(event)
    for (const kind of ["pointerdown", "keydown", "input", "scroll"])
      addEventListener(kind, touch, { signal, passive: true, capture: true })
    addEventListener("click", (event) => this.#clicked(event), { signal, capture: true })
    for (const kind of ["change", "cancel"]) addEventListener(kind, (event) => this.#chosen(event), { signal, capture: true })
    document.addEventListener("visibilitychange", () => this.#visibility(), { signal })
    const timer = setInterval(() => this.#tick(), LOOK_EVERY)
    void this.#learn()
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }

  #now(): number {
    return this.#parts.base.world.steady?.() ?? performance.now()
  }

  #touch(event: Event): void {
    const now = this.#now()
    this.#touched = now
    // whoever touches the page again has come back from the camera; the touch that opens it comes before its click
    if (event.type === "pointerdown" || event.type === "keydown") this.#choosing = false
    if (this.#dark || now - this.#told < TELL_EVERY) return
    this.#told = now
    this.#parts.base.world.tell({ kind: "screen" })
  }

  #clicked(event: Event): void {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") this.#choosing = true
  }

  #chosen(event: Event): void {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") {
      this.#choosing = false
      this.#touched = this.#now()
    }
  }

  #visibility(): void {
    if (document.visibilityState === "hidden") {
      this.#hiddenAt = this.#now()
      return
    }
    this.#tick()
    this.#hiddenAt = undefined
    if (this.#choosing) this.#touched = this.#now()
  }

  #tick(): void {
    const { base, front } = this.#parts
    if (!base.vault.guarded(front)) return
    this.#expire(front)
    if (this.#dark || this.#choosing || base.locked(front)) return
    const now = this.#now()
    const idle = now - this.#touched > this.#rules.lock_minutes * MINUTE
    const away = this.#hiddenAt !== undefined && now - this.#hiddenAt > HIDDEN_GRACE && now - this.#touched > HIDDEN_GRACE
    if (idle || away) this.cover(idle)
  }

  #expire(front: string): void {
    if (this.#opened === undefined) return
    const { world } = this.#parts.base
    const age = Math.max(this.#now() - this.#opened.steady, world.now() - this.#opened.wall)
    if (age > this.#rules.key_hours * HOUR) void closeStore(this.#parts.base, front).catch(ignoreLocked)
  }

  async #learn(): Promise<void> {
    this.#rules = await phoneRules(this.#parts.base)
  }
}

function ignoreLocked(error: unknown): void {
  if (!(error instanceof StoreError)) throw error
}
