/* What the phone offers to its screens beyond the resident's own way (page/app/client.ts): dossiers, messages, the outbox,
   help for others, accounts. Everything a screen shows is read from the phone's store; only `account`, `track`,
   `claim` and the first opening of a document need the network, and say so by a fault (`offline`, `captive`). */
import type { Result } from "../../core/contract/result.ts"
import type {
  DossierOut,
  MandateOut,
  MeOut,
  MessageOut,
  RestoreOut,
  SessionOut,
  SignInWaysOut,
  TrackOut,
  VneidReturn,
} from "../../core/contract/types.ts"
import type { InApp } from "../../core/domain/inapp.ts"
import type { NewMandate } from "../../core/sync/acts.ts"
import type { OutboxItem } from "../../core/sync/outbox.ts"
import type { Allowances } from "../../core/sync/allowances.ts"
import type { SeenBy } from "../../core/sync/seenby.ts"
import type { RefusedAct } from "../../core/sync/refused.ts"
import type { AtCounter } from "./counter.ts"
import type { DraftsOfPhones } from "./drafts.ts"
import type { Locks } from "./locks.ts"
import type { Client, Draft } from "../app/client.ts"
import type { PhonesSource } from "../app/phones.ts"
import type { Watch } from "../ui/watch.ts"
import type { Authorship } from "../../core/sync/authorship.ts"
import type { StorageNotice } from "./notices.ts"
import type { PhotoRoom } from "./photoroom.ts"
import type { Private } from "./private.ts"
import type { Comeback } from "./watching.ts"

export type { DraftPlace } from "./drafts.ts"
export type { NewMandate } from "../../core/sync/acts.ts"
export type { RefusedAct } from "../../core/sync/refused.ts"
export { DISCARD_WORD, type OutboxAct, type OutboxItem, type OutboxState } from "../../core/sync/outbox.ts"

/** A message, and whether it was read, here or elsewhere. */
export type InboxMessage = MessageOut & { readonly read: boolean }

export interface OpenedDocument {
  readonly bytes: ArrayBuffer
  readonly type: string
  /** True where it came from the phone itself. */
  readonly kept: boolean
}

/** A rescue file in parts that can be carried one by one. */
export interface Rescue {
  /** What people call it: the same on all parts. */
  readonly code: string
  readonly count: number
  /** Dossiers, and acts that belong to none. */
  readonly things: number
  /** The nth part, counted from 1. */
  part(number: number): Promise<{ readonly name: string; readonly bytes: ArrayBuffer }>
}

export type PushState = "unsupported" | "denied" | "off" | "on"

export type { StorageNotice } from "./notices.ts"
export type { PhotoRoom } from "./photoroom.ts"
export type { Comeback } from "./watching.ts"

export interface StorageState {
  /** The browser promised not to clear this on its own. */
  readonly persisted: boolean
  readonly used?: number
  readonly quota?: number
  /** More than four fifths of what there is are used, or the browser refused to keep as much as a photo. */
  readonly low: boolean
  /** Whether this is most likely a private window: everything goes when it is closed. */
  readonly private_window: Private
  /** The app around this page, where it is no browser of its own. */
  readonly in_app: InApp | undefined
  readonly dossiers: number
  readonly dossiers_most: number
  /** Four fifths of what this phone keeps. */
  readonly dossiers_many: boolean
  /** That the time without contact is nearly over, or is over, after which an officer looks at what comes from here. */
  readonly authorship?: Authorship | undefined
  /** Bytes of letters and results that the server gives again. */
  readonly freeable: number
}

export interface Phone extends Client {
  readonly drafts: DraftsOfPhones
  readonly dossiers: {
    /** Dossiers the server has told of, the last one changed first. */
    list(): Promise<DossierOut[]>
    get(dossier_id: string): Promise<DossierOut | undefined>
    /** Why it is no longer this person's to see, where it stays for reading until what was made here has gone. */
    out(dossier_id: string): Promise<{ reason: string; at: string } | undefined>
    /** Asks for everything this person allowed to be filled in again, and keeps the answer. Needs the network. */
    allowances(): Promise<Result<undefined>>
    /** What the phone kept of it, with what was taken back here since. */
    allowancesKept(): Promise<Allowances | undefined>
    /** Takes back that what was said there may be filled in again; kept on the phone until it can be sent. */
    endReuse(dossier_id: string): Promise<Result<undefined>>
    /** Takes a dossier back; kept at once, sent when it can be. */
    withdraw(dossier_id: string, reason: string, instead_of?: string): Promise<Result<undefined>>
    /** Says that the draft of the result is right, or what is wrong with it; kept at once, sent when it can be. */
    confirm(dossier_id: string, agrees: boolean, reason: string): Promise<Result<undefined>>
    /** What was typed about that draft and not sent yet; it is kept while it is typed, over a reload too. */
    typed(dossier_id: string): Promise<string>
    keepTyped(dossier_id: string, text: string): Promise<void>
    /** Acts on this dossier that were refused, with what was written in them; the last one first. */
    refused(dossier_id: string): Promise<RefusedAct[]>
    /** Lets a refused act go; what was written in it is kept for a time. */
    letGo(op_id: string): Promise<Result<undefined>>
    /** A letter, receipt or result: from the phone where it was opened before, else fetched and kept. Opening an
        electronic result is told to the office (`result.open`). */
    open(dossier_id: string, document_id: string): Promise<Result<OpenedDocument>>
    /** Whether a document can be shown without a network. */
    has(document_id: string): Promise<boolean>
    /** Who of the office and who helped looked at it, and why. Needs the network. */
    looks(dossier_id: string): Promise<Result<SeenBy>>
    /** What the phone kept of it. */
    looksKept(dossier_id: string): Promise<SeenBy | undefined>
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
    /** Makes a rescue file of everything unsent, or of one thing with what it needs: sealed for the office, without a
        network. Nothing here changes by it. */
    rescue(id?: string): Promise<Result<Rescue>>
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
    signInWithPassword(given: { username: string; password: string; new?: string }): Promise<Result<MeOut>>
    /** What else the sign-in page may offer; needs a network. */
    ways(): Promise<Result<SignInWaysOut>>
    /** Where to go to sign in through the identity provider; only this phone can come back from there. */
    beginVneid(): Promise<Result<{ url: string }>>
    signInWithVneid(came: VneidReturn): Promise<Result<MeOut>>
    changePassword(given: { old: string; new: string }): Promise<Result<undefined>>
    /** Unsent work answers `unsent_left` unless `keep` says to leave it on the phone until this person signs in again. */
    signOut(given?: { keep?: boolean }): Promise<Result<undefined>>
    /** Signs out and deletes everything of this person from the phone; `typed` must be DISCARD_WORD. */
    leaveNothing(typed: string): Promise<Result<undefined>>
    /** Hands out what is unsent as files sealed to the office; `stopped` where the person took none of them after all. */
    rescue(): Promise<Result<{ code: string }>>
    sessions(): Promise<Result<readonly SessionOut[]>>
    endSession(session_id: string): Promise<Result<undefined>>
    /** How many other people have unsent work on this phone; nothing else is told of them. */
    others(): Promise<number>
  }
  /** PINs, the lock, and the people of this phone. */
  readonly locks: Locks
  /** Phones that a lead may block when they are lost; needs the network. */
  readonly phones: PhonesSource
  /** What this phone shows at the counter. */
  readonly counter: AtCounter
  /** Takes a dossier over with its slip. */
  claim(given: { local_code: string; claim_secret: string; factor: string }): Promise<Result<{ dossier_id: string }>>
  track(code: string, factor: string): Promise<Result<TrackOut>>
  readonly push: {
    state(): Promise<PushState>
    subscribe(): Promise<Result<undefined>>
    unsubscribe(): Promise<Result<undefined>>
  }
  readonly storage: {
    state(): Promise<StorageState>
    /** The one thing about storage to say on every screen. */
    readonly notice: Watch<StorageNotice | undefined>
    /** What was cleared, what the server knows of it, and what is here now. */
    comeback(): Promise<Comeback>
    /** Takes back what this browser held before; the factor follows one of its dossiers. Needs the network. */
    restore(factor: string): Promise<Result<RestoreOut>>
    understood(): Promise<void>
    /** Whether a photo would be kept, found out by keeping and letting go as much; `anew`: also where it was just found out. */
    roomForPhoto(anew?: boolean): Promise<PhotoRoom>
    /** Lets go what the server gives again; promises how many bytes. */
    free(): Promise<number>
  }
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
