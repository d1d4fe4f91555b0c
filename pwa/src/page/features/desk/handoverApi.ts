/* The office's calls when results are handed over. */
import type { GiveIn, GiveOut, HandoverOut, WaitingOut } from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { call, post } from "./api.ts"

const HANDOVERS = "/api/desk/handovers"

export const handovers = {
  waiting: (q: string): Promise<Result<WaitingOut>> => call<WaitingOut>(`${HANDOVERS}?${new URLSearchParams({ q }).toString()}`),
  give: (body: GiveIn): Promise<Result<GiveOut>> => post<GiveOut>(HANDOVERS, body),
  record: (id: string): Promise<Result<HandoverOut>> => call<HandoverOut>(`${HANDOVERS}/${id}`),
}
