/* What the screens ask of the phone's own store and of the loop that sends. page/offline makes one; features know only this. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import type { Bundle, CodeList, FormDef } from "../../core/contract/catalogue.ts"
import type { Result } from "../../core/contract/result.ts"
import type { SecondFactor, ServerOut, UnitOut } from "../../core/contract/types.ts"
import type { DraftStore } from "../../core/db/drafts.ts"
import type { FileStore } from "../../core/db/files.ts"
import type { Draft } from "../../core/db/records.ts"
import type { Json } from "../../core/domain/forms/types.ts"
import type { TermsSeen } from "../../core/domain/terms.ts"
import type { SlipState } from "../../core/sync/status.ts"
import type { Watch } from "../ui/watch.ts"

export type { SlipState } from "../../core/sync/status.ts"
export type { Draft, DraftFile } from "../../core/db/records.ts"

/** What a part of the store a screen may wait for. */
export type Shelf = "drafts" | "bundle" | "units" | "dossiers" | "outbox" | "messages"

export interface Store {
  drafts: DraftStore
  files: FileStore
  bundle(): Promise<Bundle | undefined>
  form(hash: string): Promise<FormDef | undefined>
  list(name: string): Promise<CodeList | undefined>
  units(): Promise<readonly UnitOut[]>
  /** Tells of every change to a shelf, whoever made it: this tab, another tab, the loop, the service worker. */
  watch(shelf: Shelf, changed: () => void): () => void
}

export interface SyncStatus {
  kind: "all_sent" | "with_officer" | "only_here" | "sending" | "needs_you" | "offline" | "captive"
  /** Dossiers that are not wholly with the server; for `needs_you` those that wait for the person. */
  count: number
  oldest?: string
  done?: number
  /** While sending: out of how many. For `all_sent`: how many this phone ever sent, so that zero can be said otherwise. */
  total?: number
  bytes?: number
}

export interface Slip {
  dossier_id: string
  local_code: string
  claim_secret: string
  /** The text inside the QR code. */
  qr: string
  state: SlipState
  parts: { form: boolean; files_done: number; files_total: number; bytes_left: number }
  /** What the slip says besides, kept with it so that it can be shown and printed without anything else. */
  procedure?: string
  title?: string
  unit_id?: string
  made_at?: string
  second_factor?: SecondFactor
  /** When the counter showed that it had read it off this phone. */
  scanned_at?: string
}

export interface SubmitExtras {
  notice: { version: string; hash: string; shown_at: string }
  second_factor: SecondFactor
  terms?: TermsSeen
  submitter_authority?: string
  wishes?: { return: "phone" | "office" | "post" }
}

export interface Session {
  /** `device:<uuid>` or `person:<uuid>`. */
  principal: string
  name?: string
  /** Unread messages. */
  unread: number
  /** The server has ended this person's session: what is here stays, nothing new comes before she signs in again. */
  ended?: boolean
}

/** What stands before the screens: nothing, the lock, or a PIN that must be set first. */
export type LockShown = "nothing" | "unlock" | "set_pin"

export interface Preferences {
  /** Photos go only over Wi-Fi. */
  wifi_only: boolean
}

export interface Client {
  /** The office has blocked this phone as lost: nothing on it is shown. */
  blocked: Watch<boolean>
  store: Store
  sync: Watch<SyncStatus>
  online: boolean
  server: ServerOut | undefined
  session: Watch<Session>
  lock: Watch<LockShown>
  preferences: { get(): Preferences; set(change: Partial<Preferences>): void }
  /** One transaction: freezes the draft, writes the operation, queues the bytes. */
  submit(draft: Draft, extras: SubmitExtras): Promise<Result<Slip>>
  /** Sends what the office asked for about a dossier: new answers by path, with the pages of the draft. */
  supplement(draft: Draft, answers: Readonly<Record<string, Json>>): Promise<Result<undefined>>
  /** The slip of a dossier made on this phone; undefined for one that was not. */
  slip(dossier_id: string): Promise<Slip | undefined>
  syncNow(): void
  catalogue: {
    refresh(): Promise<Result<undefined>>
    /** Fetches the form if it is not here; false when it is not here and cannot be fetched now. */
    ensureForm(ref: string): Promise<boolean>
    ensureList(name: string): Promise<boolean>
  }
  /** A new release waits. Applied only when a person says so. */
  update: { ready: Watch<boolean>; coming: Watch<boolean>; apply(): void }
}

let present: Client | undefined

/** Makes the screens use this client from now on. */
export function provideClient(client: Client): void {
  present = client
}

/** The one client of this page. Screens are shown only once there is one. */
export function useClient(): Client {
  if (present === undefined) throw new Error("no client was provided")
  return present
}

/** Who the server is, as soon as this phone has met it. */
export function useServer(): ServerOut | undefined {
  const client = useClient()
  const [, met] = useState(client.server)
  useEffect(() => {
    const look = (): void => met(client.server)
    look()
    return client.store.watch("units", look)
  }, [client])
  return client.server
}

export type Stored<T> = { state: "opening" } | { state: "here"; value: T } | { state: "failed"; retry: () => void }

/** What a screen reads from the store, read again whenever one of the shelves changes. */
export function useStored<T>(read: () => Promise<T>, shelves: readonly Shelf[], key = ""): Stored<T> {
  const { store } = useClient()
  const [found, setFound] = useState<Stored<T>>({ state: "opening" })
  const reading = useRef(read)
  reading.current = read
  const load = useCallback(() => {
    let wanted = true
    reading.current().then(
      (value) => wanted && setFound({ state: "here", value }),
      () => wanted && setFound({ state: "failed", retry: () => void load() }),
    )
    return () => {
      wanted = false
    }
  }, [])
  const watched = shelves.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is another thing to read
  useEffect(() => {
    let stop = load()
    const again = (): void => {
      stop()
      stop = load()
    }
    const unwatch = watched === "" ? [] : watched.split(",").map((shelf) => store.watch(shelf as Shelf, again))
    return () => {
      stop()
      for (const each of unwatch) each()
    }
  }, [store, watched, key, load])
  return found
}
