/* What the phone offers to its screens beyond the resident's own way (page/app/client.ts): dossiers, messages, the outbox,
   help for others, accounts. Everything a screen shows is read from the phone's store; only `account`, `track`,
   `claim` and the first opening of a document need the network, and say so by a fault (`offline`, `captive`). */
import type { Result } from "../../core/contract/result.ts"
import type { DossierOut, MandateOut, MeOut, MessageOut, SessionOut, TrackOut } from "../../core/contract/types.ts"
import type { NewMandate } from "../../core/sync/acts.ts"
import type { OutboxItem } from "../../core/sync/outbox.ts"
import type { Client, Draft } from "../app/client.ts"
import type { Watch } from "../ui/watch.ts"

export type { NewMandate } from "../../core/sync/acts.ts"
export { DISCARD_WORD, type OutboxAct, type OutboxItem, type OutboxState } from "../../core/sync/outbox.ts"

/** A message, and whether it was read, here or elsewhere. */
export type InboxMessage = MessageOut & { readonly read: boolean }

export interface OpenedDocument {
  readonly bytes: ArrayBuffer
  readonly type: string
  /** True where it came from the phone itself. */
  readonly kept: boolean
}

export type PushState = "unsupported" | "denied" | "off" | "on"

export interface StorageState {
  /** The browser promised not to clear this on its own. */
  readonly persisted: boolean
  readonly used?: number
  readonly quota?: number
  /** More than four fifths of what there is are used. */
  readonly low: boolean
  /** Most likely a private window: everything goes when it is closed. */
  readonly private_window: boolean
}

export interface Phone extends Client {
  readonly dossiers: {
    /** Dossiers the server has told of, the last one changed first. */
    list(): Promise<DossierOut[]>
    get(dossier_id: string): Promise<DossierOut | undefined>
    /** Takes a dossier back; kept at once, sent when it can be. */
    withdraw(dossier_id: string, reason: string): Promise<Result<undefined>>
    /** A letter, receipt or result: from the phone where it was opened before, else fetched and kept. Opening an
        electronic result is told to the office (`result.open`). */
    open(dossier_id: string, document_id: string): Promise<Result<OpenedDocument>>
    /** Whether a document can be shown without a network. */
    has(document_id: string): Promise<boolean>
    /** Bytes of a page: this phone's own, else the server's copy. */
    page(attachment_id: string, size?: "full" | "thumb"): Promise<Result<OpenedDocument>>
  }
  readonly messages: {
    /** The newest first. */
    list(): Promise<InboxMessage[]>
    get(message_id: string): Promise<InboxMessage | undefined>
    markRead(message_id: string): Promise<Result<undefined>>
  }
  readonly outbox: {
    list(): Promise<OutboxItem[]>
    /** Tries this item (or all) again now. */
    retry(id?: string): Promise<void>
    /** Makes a new draft from a sending that was refused, with its pages. */
    reopen(op_id: string): Promise<Result<Draft>>
    /** Gives an unsent item up for good. `typed` must be the word the screen asked for (DISCARD_WORD). */
    discard(id: string, typed: string): Promise<Result<undefined>>
  }
  readonly mandates: {
    list(): Promise<MandateOut[]>
    /** Records consent given to this helper; usable for filling at once, also offline. */
    grant(mandate: NewMandate): Promise<Result<{ mandate_id: string }>>
    /** Records only that somebody said no. */
    refuse(unit_id: string): Promise<Result<undefined>>
  }
  readonly account: {
    readonly me: Watch<MeOut | undefined>
    askCode(phone: string): Promise<Result<{ wait: number }>>
    signInWithCode(given: { phone: string; code: string; name?: string }): Promise<Result<MeOut>>
    signInWithPassword(given: { username: string; password: string }): Promise<Result<MeOut>>
    changePassword(given: { old: string; new: string }): Promise<Result<undefined>>
    /** Unsent work answers `unsent_left` unless `keep` says to leave it on the phone until this person signs in again. */
    signOut(given?: { keep?: boolean }): Promise<Result<undefined>>
    sessions(): Promise<Result<readonly SessionOut[]>>
    endSession(session_id: string): Promise<Result<undefined>>
    /** How many other people have unsent work on this phone; nothing else is told of them. */
    others(): Promise<number>
  }
  /** Takes a dossier over with its slip. */
  claim(given: { local_code: string; claim_secret: string; factor: string }): Promise<Result<{ dossier_id: string }>>
  track(code: string, factor: string): Promise<Result<TrackOut>>
  readonly push: {
    state(): Promise<PushState>
    subscribe(): Promise<Result<undefined>>
    unsubscribe(): Promise<Result<undefined>>
  }
  readonly storage: { state(): Promise<StorageState> }
}

let present: Phone | undefined

export function providePhone(made: Phone): void {
  present = made
}

/** The one phone of this page. */
export function phone(): Phone {
  if (present === undefined) throw new Error("the phone was not opened")
  return present
}
