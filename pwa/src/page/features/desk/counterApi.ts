/* The office's calls at a sitting. */
import type {
  GivenBeforeIn,
  GivenBeforeOut,
  ConfirmedOut,
  EndReuseIn,
  FiledOut,
  SaidIn,
  ShownIn,
  SittingIn,
  SittingOut,
} from "../../../core/contract/openapi.gen.ts"
import { fail, ok, type Result } from "../../../core/contract/result.ts"
import { call, me, post } from "./api.ts"

const at = (id: string, what = ""): string => `/api/counter/sittings/${id}${what}`

export const sittings = {
  begin: (body: SittingIn): Promise<Result<SittingOut>> => post<SittingOut>("/api/counter/sittings", body),
  read: (id: string): Promise<Result<SittingOut>> => call<SittingOut>(at(id)),
  show: (id: string, shown: ShownIn): Promise<Result<SittingOut>> => post<SittingOut>(at(id, "/shown"), shown),
  sendCode: (id: string, phone: string): Promise<Result<SittingOut>> => post<SittingOut>(at(id, "/codes"), { phone }),
  confirm: (id: string, code: string): Promise<Result<ConfirmedOut>> => post<ConfirmedOut>(at(id, "/confirm"), { code }),
  file: (id: string, text: string, compared: readonly string[]): Promise<Result<FiledOut>> =>
    post<FiledOut>(at(id, "/dossier"), { text, compared }),
  before: (id: string, whose: GivenBeforeIn): Promise<Result<GivenBeforeOut>> => post<GivenBeforeOut>(at(id, "/before"), whose),
  endReuse: (id: string, which: EndReuseIn): Promise<Result<GivenBeforeOut>> => post<GivenBeforeOut>(at(id, "/before/end"), which),
  sayReuse: (id: string, said: SaidIn): Promise<Result<SittingOut>> => post<SittingOut>(at(id, "/reuse"), said),
  unpair: (id: string): Promise<Result<SittingOut>> => post<SittingOut>(at(id, "/unpair"), {}),
  end: (id: string): Promise<Result<SittingOut>> => post<SittingOut>(at(id, "/end"), {}),
}

/** Sends a page of a paper in one piece; the office's line is a good one. */
export async function sendPage(id: string, page: { bytes: ArrayBuffer; type: string; sha256: string }): Promise<Result<undefined>> {
  const headers = new Headers({
    Accept: "application/json",
    "Content-Type": "application/offset+octet-stream",
    "Upload-Offset": "0",
    "Upload-Length": String(page.bytes.byteLength),
    "Upload-Sha256": page.sha256,
    "Upload-Type": page.type,
    "X-CSRF-Token": me.get()?.csrf ?? "",
  })
  try {
    const answer = await fetch(`/api/uploads/${id}`, { method: "PATCH", headers, body: page.bytes, credentials: "same-origin" })
    return answer.ok ? ok(undefined) : fail("unavailable", { status: answer.status })
  } catch {
    return fail("offline")
  }
}
