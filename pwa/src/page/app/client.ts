/* What the screens ask of the phone's own store and of the loop that sends. page/offline makes one; features know only this. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import { type Answers } from "../../core/domain/forms/index.ts"
import { type Watch } from "../ui/watch.ts"
import { type Bundle, type CodeList, type FormDef, type Unit } from "./catalogue.ts"

export interface DraftFile {
  attachment_id: string
  paper: string
  page: number
  sha256: string
  size: number
  type: string
  name?: string
  thumb?: ArrayBuffer
  warn?: ("dark" | "blurred")[]
}

export interface Draft {
  id: string
  procedure: string
  form_ref: string
  unit_id: string
  answers: Answers
  files: DraftFile[]
  at: { section: string; field?: string }
  checklist: string[]
  for: "self" | "other"
  mandate_id?: string
  created_at: string
  saved_at: string
  title?: string
}

/** What a part of the store a screen may wait for. */
export type Shelf = "drafts" | "bundle" | "units" | "dossiers" | "outbox" | "messages"

export interface Store {
  drafts: {
    list(): Promise<Draft[]>
    get(id: string): Promise<Draft | undefined>
    /** Keeps the draft and bumps `saved_at`; the kept draft comes back. */
    save(draft: Draft): Promise<Draft>
    remove(id: string, reason: string): Promise<void>
  }
  files: {
    put(attachment_id: string, bytes: ArrayBuffer, meta: { type: string; sha256: string }): Promise<void>
    get(attachment_id: string): Promise<ArrayBuffer | undefined>
    remove(attachment_id: string): Promise<void>
  }
  bundle(): Promise<Bundle | undefined>
  form(hash: string): Promise<FormDef | undefined>
  list(name: string): Promise<CodeList | undefined>
  units(): Promise<Unit[]>
  /** Tells of every change to a shelf, whoever made it: this tab, another tab, the loop, the service worker. */
  watch(shelf: Shelf, changed: () => void): () => void
}

export interface SyncStatus {
  kind: "all_sent" | "only_here" | "sending" | "needs_you" | "offline" | "captive"
  /** Dossiers that are not wholly with the server. */
  count: number
  oldest?: string
  done?: number
  total?: number
  bytes?: number
}

export interface Slip {
  dossier_id: string
  local_code: string
  claim_secret: string
  /** The text inside the QR code. */
  qr: string
  state: string
  parts: { form: boolean; files_done: number; files_total: number; bytes_left: number }
  /** What the slip says besides, kept with it so that it can be shown and printed without anything else. */
  procedure?: string
  title?: string
  unit_id?: string
  saved_at?: string
  bytes?: number
  word?: string
}

export interface SubmitExtras {
  notice: { version: string; hash: string; shown_at: string }
  second_factor: { kind: "id" | "phone" | "word"; last4: string }
  wishes?: { return: "phone" | "office" | "post" }
}

export type Result<T> = { ok: true; value: T } | { ok: false; code: string; params?: Record<string, unknown> }

export interface ServerInfo {
  server_id: string
  demo: boolean
  public_url: string
}

export interface Session {
  /** `device:<uuid>` or `person:<uuid>`. */
  principal: string
  name?: string
  /** Unread messages. */
  unread: number
}

export interface Preferences {
  /** Photos go only over Wi-Fi. */
  wifi_only: boolean
}

export interface Client {
  store: Store
  sync: Watch<SyncStatus>
  online: boolean
  server: ServerInfo | undefined
  session: Watch<Session>
  preferences: { get(): Preferences; set(change: Partial<Preferences>): void }
  /** One transaction: freezes the draft, writes the operation, queues the bytes. */
  submit(draft: Draft, extras: SubmitExtras): Promise<Result<Slip>>
  /** The slip of a dossier made on this phone; undefined for one that was not. */
  slip(dossier_id: string): Promise<Slip | undefined>
  syncNow(): void
  catalogue: {
    refresh(): Promise<Result<void>>
    /** Fetches the form if it is not here; false when it is not here and cannot be fetched now. */
    ensureForm(ref: string): Promise<boolean>
    ensureList(name: string): Promise<boolean>
  }
  /** A new release waits. Applied only when a person says so. */
  update: { ready: Watch<boolean>; apply(): void }
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
