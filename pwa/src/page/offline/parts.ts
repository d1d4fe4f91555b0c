/* What the page holds of the phone: the core's parts, and the values that screens watch. */
import type { MeOut, ServerOut } from "../../core/contract/types.ts"
import { draftStore, type DraftStore } from "../../core/db/drafts.ts"
import { fileStore, type FileStore } from "../../core/db/files.ts"
import { setting } from "../../core/db/settings.ts"
import type { Store } from "../../core/db/store.ts"
import { MESSAGES, SESSION } from "../../core/db/tables.ts"
import { uuid7 } from "../../core/domain/ids.ts"
import { Base } from "../../core/sync/base.ts"
import { Catalogue } from "../../core/sync/catalogue.ts"
import { Loop } from "../../core/sync/loop.ts"
import { settle } from "../../core/sync/session.ts"
import { queueOf, statusOf } from "../../core/sync/status.ts"
import type { News, Phase, World } from "../../core/sync/world.ts"
import type { Session, Shelf, SyncStatus } from "../app/client.ts"
import { cell } from "../ui/watch.ts"

/** What is kept where, as screens name it. */
const SHELVES: Readonly<Record<string, readonly Shelf[]>> = {
  drafts: ["drafts"],
  files: ["outbox"],
  operations: ["outbox", "dossiers"],
  slips: ["outbox", "dossiers"],
  dossiers: ["dossiers"],
  mandates: ["dossiers"],
  documents: ["dossiers"],
  messages: ["messages"],
}
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
  server: ServerOut | undefined
  wifiOnly = false
  #front: string
  readonly #drafts = new Map<string, DraftStore>()
  readonly #files = new Map<string, FileStore>()
  readonly #watchers = new Map<Shelf, Set<() => void>>()
  #phase: Phase = "resting"
  #looking: Promise<void> | undefined

  constructor(base: Base, front: string) {
    this.base = base
    this.#front = front
    this.catalogue = new Catalogue(base, (shelf) => this.changed([shelf]))
    this.loop = new Loop(base, (phase) => base.world.tell({ kind: "phase", phase }))
  }

  /** Opens the phone's stores; `world` is told to report to these parts. */
  static async open(makeWorld: (heard: (news: News) => void) => World): Promise<Parts> {
    const early: News[] = []
    let hear = (news: News): void => void early.push(news)
    const base = await Base.open(makeWorld((news) => hear(news)))
    const parts = new Parts(base, await base.device.current())
    hear = (news) => parts.#heard(news)
    void settle(base).catch(() => undefined)
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
    return ofPrincipal(this.#drafts, this.#front, () => draftStore(this.store, this.#maker()))
  }

  get files(): FileStore {
    return ofPrincipal(this.#files, this.#front, () => fileStore(this.store, this.#maker()))
  }

  get online(): boolean {
    return navigator.onLine && this.#phase !== "offline" && this.#phase !== "captive"
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
    const ended = paused !== undefined && paused !== "signed_out"
    setIfOther(this.session, { principal: this.#front, unread, ...(me && { name: me.name }), ...(ended && { ended }) })
    setIfOther(this.sync, statusOf(queue, this.#phase, paused !== undefined))
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
        void this.look()
        return
      case "principal":
        void this.changeFront()
        return
      case "superseded":
        this.superseded.set(true)
    }
  }

  /** Somebody else is in front now, here or in another tab. */
  async changeFront(): Promise<void> {
    this.#front = await this.base.device.current()
    await this.look()
    this.changed(ALL_SHELVES)
  }

  #maker(): { newId: () => string; now: () => number } {
    return { newId: () => uuid7(), now: this.base.world.now }
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
