/* The calls about second steps and sessions of one's own. */
import type {
  CodesOut,
  DigestsOut,
  EnrolmentOut,
  FactorOut,
  MeOut,
  SessionsOut,
  SignInWaysOut,
  StaffFactorsOut,
} from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { bytes, call, post } from "./api.ts"

export const trusted = {
  ways: (): Promise<Result<SignInWaysOut>> => call<SignInWaysOut>("/api/sign-in/ways"),
  beginVneid: (): Promise<Result<{ url: string }>> => post<{ url: string }>("/api/sign-in/vneid", { where: "desk" }),
  digests: (): Promise<Result<DigestsOut>> => call<DigestsOut>("/api/desk/digests"),
  digestPage: (day: string): Promise<Result<Blob>> => bytes(`/api/desk/digests/page?day=${day}`),
  factor: (): Promise<Result<FactorOut>> => call<FactorOut>("/api/second-factor"),
  enrol: (): Promise<Result<EnrolmentOut>> => post<EnrolmentOut>("/api/second-factor/enrolment", {}),
  confirm: (code: string): Promise<Result<CodesOut>> => post<CodesOut>("/api/second-factor/confirmation", { code }),
  prove: (code: string): Promise<Result<undefined>> => post<undefined>("/api/second-factor/proof", { code }),
  newCodes: (): Promise<Result<CodesOut>> => post<CodesOut>("/api/second-factor/codes", {}),
  me: (): Promise<Result<MeOut>> => call<MeOut>("/api/me"),
  sessions: (): Promise<Result<SessionsOut>> => call<SessionsOut>("/api/sessions"),
  endSession: (id: string): Promise<Result<undefined>> => call<undefined>(`/api/sessions/${id}`, { method: "DELETE" }),
  staff: (): Promise<Result<StaffFactorsOut>> => call<StaffFactorsOut>("/api/staff/second-factors"),
  reset: (id: string, reason: string): Promise<Result<undefined>> => post<undefined>(`/api/staff/${id}/second-factor/reset`, { reason }),
}
