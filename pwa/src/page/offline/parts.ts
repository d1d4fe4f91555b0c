/* What the page holds of the phone: the core's parts, and the values that screens watch. */
import type { MeOut, ServerOut } from "../../core/contract/types.ts"
import { draftStore, type DraftStore, type IdMaker } from "../../core/db/drafts.ts"
import { fileStore, type FileStore } from "../../core/db/files.ts"
import { setting } from "../../core/db/settings.ts"
import type { Store } from "../../core/db/store.ts"
import { MESSAGES, SESSION } from "../../core/db/tables.ts"
import { uuid7 } from "../../core/domain/ids.ts"
import { Base } from "../../core/sync/base.ts"
import { blockOf } from "../../core/sync/blocked.ts"
import { Catalogue, formsOf } from "../../core/sync/catalogue.ts"
import { finishLeaving } from "../../core/sync/leaving.ts"
import { Loop } from "../../core/sync/loop.ts"
import { noteUnsent, sealAll } from "../../core/sync/locking.ts"
import { settle } from "../../core/sync/session.ts"
import { queueOf, statusOf } from "../../core/sync/status.ts"
import type { News, Phase, World } from "../../core/sync/world.ts"
import type { Session, Shelf, SyncStatus } from "../app/client.ts"
import { cell } from "../ui/watch.ts"
import { ScreenLock } from "./locking.ts"
import { patient } from "./patient.ts"
import { PhotosRoom } from "./photoroom.ts"

/** What is kept where, as screens name it. */
const SHELVES: Readonly<Record<string, readonly Shelf[]>> = {
  drafts: ["drafts"],
  copies: ["drafts"],
  kept: ["drafts"],
  files: ["outbox"],
  operations: ["outbox", "dossiers"],
  slips: ["outbox", "dossiers"],
  dossiers: ["dossiers"],
  mandates: ["dossiers"],
  documents: ["dossiers"],
  messages: ["messages"],
}
/** Milliseconds a new tab waits for the keys of another one before it asks for the PIN. */
const KEYS_COME_WITHIN = 300
const WATCHED: ReadonlySet<string> = new Set(["operations", "files", "messages", "settings"])
const ALL_SHELVES: readonly Shelf[] = ["drafts", "bundle", "units", "dossiers", "outbox", "messages"]

export class Parts {
  readonly base: Base
  readonly loop: Loop
  readonly catalogue: Catalogue
  readonly sync = cell<SyncStatus>({ kind: "all_sent", count: 0 })
  readonly session = cell<Session>({ principal: "", unread: 0 })
  readonly me = cell<MeOut | undefined>(undefined)
  readonly superseded = cell(false)
  /** The office has blocked this phone as lost. */
  readonly blocked = cell(false)
  readonly lock: ScreenLock
  readonly photos = new PhotosRoom()
  server: ServerOut | undefined
  wifiOnly = false
  #front: string
  readonly #drafts = new Map<string, DraftStore>()
  readonly #files = new Map<string, FileStore>()
  readonly #watchers = new Map<Shelf, Set<() => void>>()
  #waiting: { readonly principal: string; readonly done: () => void }[] = []
  #leaving: (() => void)[] = []
  #phase: Phase = "resting"
  /** The token of the session that is over. A pause is lifted to try once more: until a round has ended well the session is as
      over as before, and whoever types her password keeps the page she types it on. */
  #over: string | undefined
  #looking: Promise<void> | undefined

  constructor(base: Base, front: string) {
    this.base = base
    this.#front = front
    this.catalogue = new Catalogue(base, (shelf) => this.changed([shelf]))
    this.loop = new Loop(base, (phase) => base.world.tell({ kind: "phase", phase }))
    this.lock = new ScreenLock(this)
  }

  /** Opens the phone's stores; `world` is told to report to these parts. */
  static async open(makeWorld: (heard: (news: News) => void) => World): Promise<Parts> {
    const early: News[] = []
    let hear = (news: News): void => void early.push(news)
    const base = await Base.open(makeWorld((news) => hear(news)))
    const parts = new Parts(base, await base.device.current())
    hear = (news) => parts.#heard(news)
    if (base.locked(parts.front)) await parts.#askForKeys()
    void finishLeaving(base).catch(() => undefined)
    void settle(base).catch(() => undefined)
    void sealAll(base).catch(() => undefined)
    parts.blocked.set((await blockOf(base)) !== undefined)
    parts.server = await base.device.server()
    parts.wifiOnly = (await base.device.uploadsOn()) === "wifi"
    await parts.look()
    return parts
  }

  /** The principal the screens speak for. */
  get front(): string {
    return this.#front
  }

  get store(): Store {
    return this.base.store(this.#front)
  }

  get drafts(): DraftStore {
    return ofPrincipal(this.#drafts, this.#front, () => patient(draftStore(this.store, this.#maker()), this.#opener()))
  }

  get files(): FileStore {
    return ofPrincipal(this.#files, this.#front, () => patient(fileStore(this.store, this.#maker()), this.#opener()))
  }

  get online(): boolean {
    return navigator.onLine && this.#phase !== "offline" && this.#phase !== "captive"
  }

  /** Promises that a principal's store is open; waits as long as it is locked. */
  opened(principal: string): Promise<void> {
    if (!this.base.locked(principal)) return Promise.resolve()
    return new Promise((done) => {
      this.#waiting.push({ principal, done })
    })
  }

  /** Promises whether the store was opened; false where somebody else came to the front instead. */
  async openedInFront(principal: string): Promise<boolean> {
    await Promise.race([
      this.opened(principal),
      new Promise<void>((left) => {
        this.#leaving.push(left)
      }),
    ])
    return !this.base.locked(principal) && this.#front === principal
  }

  watch(shelf: Shelf, changed: () => void): () => void {
    const watchers = this.#watchers.get(shelf) ?? new Set()
    this.#watchers.set(shelf, watchers.add(changed))
    return () => watchers.delete(changed)
  }

  changed(shelves: readonly Shelf[]): void {
    for (const shelf of new Set(shelves)) for (const tell of [...(this.#watchers.get(shelf) ?? [])]) tell()
  }

  /** Looks again at what the watched values are made of; calls close together are one look. */
  look(): Promise<void> {
    this.#looking ??= Promise.resolve().then(() => {
      this.#looking = undefined
      return this.#look()
    })
    return this.#looking
  }

  async #look(): Promise<void> {
    const front = this.#front
    if (this.base.locked(front)) return void this.#lookLocked()
    try {
      await this.#lookInside()
    } catch (error) {
      if (!this.base.locked(front)) throw error
      // it was locked while we looked
      this.#lookLocked()
    }
  }

  /** Of a locked store nothing shows. */
  #lookLocked(): void {
    this.me.set(undefined)
    setIfOther(this.session, { principal: this.#front, unread: 0 })
    setIfOther(this.sync, { kind: "all_sent", count: 0, total: 0 })
    this.lock.look()
  }

  async #lookInside(): Promise<void> {
    const { store } = this
    const [queue, session, messages, paused, server] = await Promise.all([
      queueOf(store),
      setting(store, SESSION),
      store.all(MESSAGES),
      this.base.pausedBy(this.#front),
      this.base.device.server(),
    ])
    const met = server?.server_id !== this.server?.server_id
    this.server = server
    // who the server is shows on every screen: its name, and that it is a demo
    if (met) this.changed(["units"])
    const me = session?.me?.person_id == null ? undefined : session.me
    if (this.me.get()?.principal !== me?.principal) this.me.set(me)
    const unread = messages.filter((held) => held.value.body.read_at === null && held.value.read_at === undefined).length
    const over = paused !== undefined && paused !== "signed_out"
    if (over) this.#over = session?.token
    const ended = over || (this.#over !== undefined && session?.token === this.#over)
    setIfOther(this.session, { principal: this.#front, unread, ...(me && { name: me.name }), ...(ended && { ended }) })
    setIfOther(this.sync, statusOf(queue, this.#phase, paused !== undefined))
    this.lock.look()
    await noteUnsent(this.base, this.#front)
  }

  /** Something about keys has changed, here or in another tab: who waited goes on, and everything is read again. */
  async keysChanged(): Promise<void> {
    const ready = this.#waiting.filter(({ principal }) => !this.base.locked(principal))
    this.#waiting = this.#waiting.filter((each) => !ready.includes(each))
    await this.look()
    for (const { done } of ready) done()
    this.changed(ALL_SHELVES)
    if (ready.length > 0) this.loop.wake("tap")
  }

  /** Another tab may have this person's store open; it answers at once or not at all. */
  async #askForKeys(): Promise<void> {
    this.base.world.tell({ kind: "ask_keys" })
    for (let tries = 0; tries < 10 && this.base.locked(this.#front); tries += 1)
      await new Promise<void>((done) => {
        this.base.world.after(KEYS_COME_WITHIN / 10, done)
      })
  }

  #heard(news: News): void {
    switch (news.kind) {
      case "written":
        if (news.principal !== this.#front) return
        this.changed(news.stores.flatMap((store) => SHELVES[store] ?? []))
        // a draft is saved at every change, and none of the watched values is made of drafts
        if (news.stores.some((store) => WATCHED.has(store))) void this.look()
        return
      case "phase":
        this.#phase = news.phase
        if (news.phase === "resting") this.#over = undefined
        this.blocked.set(news.phase === "blocked")
        void this.look()
        return
      case "principal":
        void this.changeFront()
        return
      case "superseded":
        this.superseded.set(true)
        return
      case "screen":
        this.lock.heard(news)
        return
      default:
        void this.base.heard(news).then((changed) => (changed ? this.keysChanged() : undefined))
    }
  }

  /** Somebody else is in front now, here or in another tab. */
  async changeFront(): Promise<void> {
    const before = this.#front
    this.#front = await this.base.device.current()
    if (before !== this.#front) for (const left of this.#leaving.splice(0)) left()
    await this.look()
    this.changed(ALL_SHELVES)
  }

  #opener(): () => Promise<void> {
    const principal = this.#front
    return () => this.opened(principal)
  }

  #maker(): IdMaker {
    return { newId: () => uuid7(), now: this.base.world.now, device: this.base.device.id, forms: formsOf(this.catalogue) }
  }
}

function ofPrincipal<T>(known: Map<string, T>, principal: string, make: () => T): T {
  const found = known.get(principal) ?? make()
  known.set(principal, found)
  return found
}

function setIfOther<T>(watched: { get(): T; set(value: T): void }, next: T): void {
  if (JSON.stringify(watched.get()) !== JSON.stringify(next)) watched.set(next)
}
