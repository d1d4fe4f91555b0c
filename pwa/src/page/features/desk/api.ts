/* The office's calls. The desk is an online room: it asks the server, says plainly when there is none, and keeps what was typed. */
import type {
  AnswerIn,
  AskedOut,
  AskIn,
  CallsOut,
  ChargesOut,
  CompetentOut,
  DeskDossierOut,
  ExpressIn,
  ExpressListOut,
  HeldCountOut,
  HeldListOut,
  InboxOut,
  MeOut,
  OfficesOut,
  PaymentOut,
  PhonesOut,
  PosterSetIn,
  PosterSetOut,
  Problem,
  QuarantinedOut,
  RelaxationIn,
  RelaxationOut,
  RelaxationsOut,
  ReceptionRuleIn,
  ReceptionRuleOut,
  ReceptionRulesOut,
  RescueOut,
  ReviewOut,
  ScanOut,
  StumblingOut,
  TakeBackIn,
  WantedListOut,
  WantedOut,
} from "../../../core/contract/openapi.gen.ts"
import { fail, ok, type Result } from "../../../core/contract/result.ts"
import type { PhonesSource } from "../../app/phones.ts"
import { cell, type Cell } from "../../ui/watch.ts"
import { forgetAll } from "./kept.ts"
import { byItself } from "./presence.ts"
import { known, mends, remember, until, waits } from "./proving.ts"

/** Who sits at this desk; null while nobody does, undefined before the first answer. */
export const me: Cell<MeOut | null | undefined> = cell<MeOut | null | undefined>(undefined)

/** When the server last answered; undefined while it cannot be reached. */
export const heard: Cell<string | undefined> = cell<string | undefined>(undefined)

/** Of somebody who has given the password and not yet all: her session's token against forged requests. */
let entering: string | null | undefined

interface Ask {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  body?: unknown
  form?: FormData
  file?: Blob
}

function headers(ask: Ask): Headers {
  const found = new Headers({ Accept: "application/json" })
  const csrf = entering ?? me.get()?.csrf
  if (byItself()) found.set("Session-Rests", "1")
  if (csrf) found.set("X-CSRF-Token", csrf)
  if (ask.body !== undefined) found.set("Content-Type", "application/json")
  if (ask.file !== undefined) found.set("Content-Type", "application/octet-stream")
  return found
}

async function send(path: string, ask: Ask): Promise<Result<Response>> {
  const init: RequestInit = { method: ask.method ?? "GET", headers: headers(ask), credentials: "same-origin" }
  const whole = ask.form ?? ask.file
  if (whole) init.body = whole
  else if (ask.body !== undefined) init.body = JSON.stringify(ask.body)
  try {
    const answer = await fetch(path, init)
    heard.set(new Date().toISOString())
    return ok(answer)
  } catch {
    heard.set(undefined)
    return fail("offline")
  }
}

async function problem(answer: Response): Promise<Result<never>> {
  const told = (await answer.json().catch(() => undefined)) as (Problem & Record<string, unknown>) | undefined
  if (told?.code === undefined) return fail("unavailable", { status: answer.status })
  if (told.code === "account_closed") me.set(null)
  return fail(told.code, {
    say: told.say,
    status: answer.status,
    errors: (told.errors ?? []).map((each) => ({ ...each, params: each.params ?? {} })),
    params: told,
  })
}

/** A refusal that the person can mend is put to her; the same request goes again once she has. */
async function mended<T>(refusal: Result<never>, again: () => Promise<Result<T>>): Promise<Result<T>> {
  const needs = refusal.ok ? undefined : mends(refusal.code, Boolean(me.get()))
  if (refusal.ok || needs === undefined) return refusal
  const about = refusal.params?.["dossier_id"]
  return (await until(needs, typeof about === "string" ? about : "")) ? again() : refusal
}

/** One call of the office; what went wrong comes back as a code. */
export async function call<T>(path: string, ask: Ask = {}): Promise<Result<T>> {
  const sent = await send(path, ask)
  if (!sent.ok) return sent
  if (!sent.value.ok) return mended(await problem(sent.value), () => call<T>(path, ask))
  if (sent.value.status === 204) return ok(undefined as T)
  const told: unknown = await sent.value.json().catch(() => undefined)
  return told === undefined ? fail("unavailable") : ok(told as T)
}

export const post = <T>(path: string, body: unknown): Promise<Result<T>> => call<T>(path, { method: "POST", body })

/** The bytes of a paper or a document, with the type the server gives them. */
export async function bytes(path: string): Promise<Result<Blob>> {
  const sent = await send(path, {})
  if (!sent.ok) return sent
  return sent.value.ok ? ok(await sent.value.blob()) : mended(await problem(sent.value), () => bytes(path))
}

/** What a session waits for before it opens a room: a code (`ask`), an app (`enrol`), then an own password (`choose`). */
export const lacks = (who: MeOut): string => who.second || (who.must_choose ? "choose" : "")

const mayEnter = (who: MeOut): boolean => lacks(who) !== "" || who.permissions.includes("desk")

const dossier = (id: string): string => `/api/desk/dossiers/${id}`

const OPINIONS = "/api/desk/opinions"
const HELD = "/api/desk/quarantine"
const POSTERS = "/api/catalogue/poster-sets"
const RULES = "/api/desk/reception-rules"

export type Decision = "adopted" | "refused"

export interface Move {
  op_id: string
  move: string
  seen: number
  reason: string
  data: Record<string, unknown>
}

interface Text {
  vi: string
  en?: string
}

/** A procedure or a life event, as it is chosen from a list. */
export interface Named {
  key: string
  name: Text
}

export interface CodeItem {
  value: string
  label: Text
  kind?: string
  hint?: Text
  example?: string
}

export const desk = {
  async who(): Promise<void> {
    const found = await call<MeOut>("/api/me")
    if (found.ok) me.set(mayEnter(found.value) ? found.value : null)
    else if (found.code !== "offline") me.set(null)
  },
  /** The password was right; whether that is all, the answer says. Nothing opens before `enter`. */
  signIn: (username: string, password: string): Promise<Result<MeOut>> =>
    desk.opened("/api/sign-in/password", { username, password, where: "desk" }),
  /** Back from the identity provider. */
  signInByVneid: (came: object): Promise<Result<MeOut>> => desk.opened("/api/sign-in/vneid/return", came),
  async opened(path: string, given: object): Promise<Result<MeOut>> {
    const found = await post<MeOut | { me: MeOut }>(path, given)
    if (!found.ok) return found
    const who = "me" in found.value ? found.value.me : found.value
    entering = who.csrf ?? null
    return mayEnter(who) ? ok(who) : desk.leave()
  },
  /** No room here is hers. */
  async leave(): Promise<Result<never>> {
    await post("/api/sign-out", {})
    entering = undefined
    return fail("forbidden")
  },
  asWhom: (): Promise<Result<MeOut>> => call<MeOut>("/api/me"),
  /** A password of one's own in place of the one that was given. */
  choose: (next: string): Promise<Result<undefined>> => post("/api/password/choice", { new: next }),
  /** All was given: this person sits here now. What another had typed is forgotten. */
  async enter(): Promise<Result<MeOut>> {
    const found = await desk.asWhom()
    if (!found.ok) return found
    if (!mayEnter(found.value)) return desk.leave()
    entering = undefined
    const { person_id, name, username } = found.value
    const before = known()
    if (before && before.person_id !== person_id) forgetAll()
    remember(person_id && username ? { person_id, name, username } : undefined)
    me.set(found.value)
    return found
  },
  async signOut(): Promise<void> {
    remember(undefined)
    await call("/api/sign-out", { method: "POST", body: {} })
    me.set(null)
  },
  /** The screen is locked and the session ends; who comes back goes on where she was. */
  lock(): void {
    if (waits.get() === "lock") return
    void post("/api/sign-out", {})
    void until("lock")
  },
  inbox: (query: URLSearchParams): Promise<Result<InboxOut>> => call<InboxOut>(`/api/desk/inbox?${query}`),
  dossier: (id: string): Promise<Result<DeskDossierOut>> => call<DeskDossierOut>(dossier(id)),
  move: (id: string, move: Move): Promise<Result<DeskDossierOut>> => post<DeskDossierOut>(`${dossier(id)}/moves`, move),
  competentUnit: (id: string): Promise<Result<CompetentOut>> => call<CompetentOut>(`${dossier(id)}/competent-unit`),
  compare: (
    id: string,
    body: { op_id: string; seen: number; paper: string; compared: boolean; reason: string },
  ): Promise<Result<DeskDossierOut>> => post<DeskDossierOut>(`${dossier(id)}/originals`, body),
  result: (id: string, form: FormData): Promise<Result<DeskDossierOut>> =>
    call<DeskDossierOut>(`${dossier(id)}/results`, { method: "POST", form }),
  document: (id: string, documentId: string): Promise<Result<Blob>> => bytes(`${dossier(id)}/documents/${documentId}`),
  attachment: (id: string, size: "full" | "thumb"): Promise<Result<Blob>> => bytes(`/api/attachments/${id}?size=${size}`),
  charges: (): Promise<Result<ChargesOut>> => call<ChargesOut>("/api/desk/payments"),
  statementLine: (body: Record<string, unknown>): Promise<Result<PaymentOut>> =>
    post<PaymentOut>("/api/desk/payments/statement-lines", body),
  cash: (body: Record<string, unknown>): Promise<Result<PaymentOut>> => post<PaymentOut>("/api/desk/payments/cash", body),
  refund: (id: string, body: Record<string, unknown>): Promise<Result<PaymentOut>> =>
    post<PaymentOut>(`/api/desk/payments/${id}/refunds`, body),
  assign: (id: string, body: Record<string, unknown>): Promise<Result<PaymentOut>> =>
    post<PaymentOut>(`/api/desk/payments/${id}/assign`, body),
  calls: (): Promise<Result<CallsOut>> => call<CallsOut>("/api/desk/calls"),
  callDone: (id: string, body: Record<string, unknown>): Promise<Result<unknown>> => post(`/api/desk/calls/${id}/done`, body),
  scan: (sealed: string): Promise<Result<ScanOut>> => post<ScanOut>("/api/counter/scans", { sealed }),
  rescue: (file: Blob): Promise<Result<RescueOut>> => call<RescueOut>("/api/rescue", { method: "POST", file }),
  held: (done: boolean): Promise<Result<HeldListOut>> => call<HeldListOut>(`${HELD}?done=${done}`),
  heldCount: (): Promise<Result<HeldCountOut>> => call<HeldCountOut>(`${HELD}/count`),
  stumbling: (): Promise<Result<StumblingOut>> => call<StumblingOut>(`${HELD}/stumbling`),
  heldOne: (id: string): Promise<Result<QuarantinedOut>> => call<QuarantinedOut>(`${HELD}/${id}`),
  heldPage: (id: string, page: string): Promise<Result<Blob>> => bytes(`${HELD}/${id}/pages/${page}`),
  decideHeld: (id: string, body: { decision: Decision; reason: string }): Promise<Result<QuarantinedOut>> =>
    post<QuarantinedOut>(`${HELD}/${id}/decision`, body),
  phones: {
    list: (q) => call<PhonesOut>(`/api/phones?${new URLSearchParams({ q }).toString()}`),
    block: (id, reason) => post<undefined>(`/api/devices/${id}/block`, { reason }),
    unblock: (id, reason) => post<undefined>(`/api/devices/${id}/unblock`, { reason }),
  } satisfies PhonesSource,
  opinions: (id: string): Promise<Result<AskedOut>> => call<AskedOut>(`${dossier(id)}/opinions`),
  offices: (): Promise<Result<OfficesOut>> => call<OfficesOut>(`${OPINIONS}/offices`),
  askOpinion: (id: string, body: AskIn): Promise<Result<DeskDossierOut>> => post<DeskDossierOut>(`${dossier(id)}/opinions`, body),
  takeBack: (id: string, opinion: string, body: TakeBackIn): Promise<Result<DeskDossierOut>> =>
    post<DeskDossierOut>(`${dossier(id)}/opinions/${opinion}/take-back`, body),
  wanted: (done: boolean): Promise<Result<WantedListOut>> => call<WantedListOut>(`${OPINIONS}?done=${done}`),
  wantedOne: (id: string): Promise<Result<WantedOut>> => call<WantedOut>(`${OPINIONS}/${id}`),
  wantedPage: (id: string, page: string): Promise<Result<Blob>> => bytes(`${OPINIONS}/${id}/pages/${page}`),
  answerOpinion: (id: string, body: AnswerIn): Promise<Result<WantedOut>> => post<WantedOut>(`${OPINIONS}/${id}/answer`, body),
  relaxations: (): Promise<Result<RelaxationsOut>> => call<RelaxationsOut>("/api/desk/relaxations"),
  relax: (body: RelaxationIn): Promise<Result<RelaxationOut>> => post<RelaxationOut>("/api/desk/relaxations", body),
  endRelaxation: (id: string): Promise<Result<RelaxationOut>> => post<RelaxationOut>(`/api/desk/relaxations/${id}/end`, {}),
  express: (): Promise<Result<ExpressListOut>> => call<ExpressListOut>("/api/desk/express"),
  markExpress: (id: string, body: ExpressIn): Promise<Result<DeskDossierOut>> => post<DeskDossierOut>(`${dossier(id)}/express`, body),
  review: (): Promise<Result<ReviewOut>> => call<ReviewOut>("/api/catalogue/review"),
  makePosters: (body: Partial<PosterSetIn>): Promise<Result<PosterSetOut>> => post<PosterSetOut>(POSTERS, body),
  posterSet: (id: string): Promise<Result<PosterSetOut>> => call<PosterSetOut>(`${POSTERS}/${id}`),
  posterPdf: (id: string): Promise<Result<Blob>> => bytes(`${POSTERS}/${id}/pdf`),
  receptionRules: (): Promise<Result<ReceptionRulesOut>> => call<ReceptionRulesOut>(RULES),
  addReceptionRule: (body: ReceptionRuleIn): Promise<Result<ReceptionRuleOut>> => post<ReceptionRuleOut>(RULES, body),
  endReceptionRule: (id: string): Promise<Result<ReceptionRuleOut>> => post<ReceptionRuleOut>(`${RULES}/${id}/end`, {}),
  choices: async (): Promise<Result<{ procedures: Named[]; events: Named[] }>> => {
    const found = await call<{ procedures: { code: string; name: Text }[]; life_events: Named[] }>("/api/catalogue/bundle")
    if (!found.ok) return found
    const procedures = found.value.procedures.map(({ code, name }) => ({ key: code, name }))
    return ok({ procedures, events: found.value.life_events })
  },
  list: (name: string, hash: string): Promise<Result<{ items: CodeItem[] }>> =>
    call<{ items: CodeItem[] }>(`/api/catalogue/lists/${name}/${hash}`),
  bundle: (): Promise<Result<{ lists: Record<string, string> }>> => call<{ lists: Record<string, string> }>("/api/catalogue/bundle"),
}
