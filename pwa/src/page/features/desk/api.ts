/* The office's calls. The desk is an online room: it asks the server, says plainly when there is none, and keeps what was typed. */
import type {
  CallsOut,
  ChargesOut,
  DeskDossierOut,
  HeldCountOut,
  HeldListOut,
  InboxOut,
  MeOut,
  PaymentOut,
  PhonesOut,
  Problem,
  QuarantinedOut,
  RescueOut,
  ReviewOut,
  StumblingOut,
} from "../../../core/contract/openapi.gen.ts"
import { fail, ok, type Result } from "../../../core/contract/result.ts"
import type { PhonesSource } from "../../app/phones.ts"
import { cell, type Cell } from "../../ui/watch.ts"

/** Who sits at this desk; null while nobody does, undefined before the first answer. */
export const me: Cell<MeOut | null | undefined> = cell<MeOut | null | undefined>(undefined)

/** When the server last answered; undefined while it cannot be reached. */
export const heard: Cell<string | undefined> = cell<string | undefined>(undefined)

interface Ask {
  method?: "GET" | "POST" | "DELETE"
  body?: unknown
  form?: FormData
  file?: Blob
}

function headers(ask: Ask): Headers {
  const found = new Headers({ Accept: "application/json" })
  const csrf = me.get()?.csrf
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
  if (answer.status === 401) me.set(null)
  return fail(told.code, {
    say: told.say,
    status: answer.status,
    errors: (told.errors ?? []).map((each) => ({ ...each, params: each.params ?? {} })),
    params: told,
  })
}

async function call<T>(path: string, ask: Ask = {}): Promise<Result<T>> {
  const sent = await send(path, ask)
  if (!sent.ok) return sent
  if (!sent.value.ok) return problem(sent.value)
  if (sent.value.status === 204) return ok(undefined as T)
  const told: unknown = await sent.value.json().catch(() => undefined)
  return told === undefined ? fail("unavailable") : ok(told as T)
}

const post = <T>(path: string, body: unknown): Promise<Result<T>> => call<T>(path, { method: "POST", body })

/** The bytes of a paper or a document, with the type the server gives them. */
async function bytes(path: string): Promise<Result<Blob>> {
  const sent = await send(path, {})
  if (!sent.ok) return sent
  return sent.value.ok ? ok(await sent.value.blob()) : problem(sent.value)
}

const dossier = (id: string): string => `/api/desk/dossiers/${id}`

const HELD = "/api/desk/quarantine"

export type Decision = "adopted" | "refused"

export interface Move {
  op_id: string
  move: string
  seen: number
  reason: string
  data: Record<string, unknown>
}

export interface CodeItem {
  value: string
  label: { vi: string; en?: string }
}

export const desk = {
  async who(): Promise<void> {
    const found = await call<MeOut>("/api/me")
    if (found.ok) me.set(found.value.permissions.includes("desk") ? found.value : null)
    else if (found.code !== "offline") me.set(null)
  },
  async signIn(username: string, password: string): Promise<Result<MeOut>> {
    const found = await post<MeOut | { me: MeOut }>("/api/sign-in/password", { username, password, where: "desk" })
    if (!found.ok) return found
    const known = "me" in found.value ? found.value.me : found.value
    if (!known.permissions.includes("desk")) {
      await post("/api/sign-out", {})
      return fail("forbidden")
    }
    me.set(known)
    return ok(known)
  },
  async signOut(): Promise<void> {
    await call("/api/sign-out", { method: "POST", body: {} })
    me.set(null)
  },
  inbox: (query: URLSearchParams): Promise<Result<InboxOut>> => call<InboxOut>(`/api/desk/inbox?${query}`),
  dossier: (id: string): Promise<Result<DeskDossierOut>> => call<DeskDossierOut>(dossier(id)),
  move: (id: string, move: Move): Promise<Result<DeskDossierOut>> => post<DeskDossierOut>(`${dossier(id)}/moves`, move),
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
  assign: (id: string, body: Record<string, unknown>): Promise<Result<PaymentOut>> =>
    post<PaymentOut>(`/api/desk/payments/${id}/assign`, body),
  calls: (): Promise<Result<CallsOut>> => call<CallsOut>("/api/desk/calls"),
  callDone: (id: string, body: Record<string, unknown>): Promise<Result<unknown>> => post(`/api/desk/calls/${id}/done`, body),
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
  review: (): Promise<Result<ReviewOut>> => call<ReviewOut>("/api/catalogue/review"),
  list: (name: string, hash: string): Promise<Result<{ items: CodeItem[] }>> =>
    call<{ items: CodeItem[] }>(`/api/catalogue/lists/${name}/${hash}`),
  bundle: (): Promise<Result<{ lists: Record<string, string> }>> => call<{ lists: Record<string, string> }>("/api/catalogue/bundle"),
}
