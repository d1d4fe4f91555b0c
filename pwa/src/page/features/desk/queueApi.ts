/* The office's calls in the waiting room. */
import type {
  CallNextIn,
  CallNextOut,
  DeskQueueOut,
  DeskTicketOut,
  HandArriveIn,
  HandTicketIn,
  QueueActIn,
  TicketOut,
} from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { call, post } from "./api.ts"

const ROOT = "/api/desk/queue"

export const line = {
  read: (unit: string): Promise<Result<DeskQueueOut>> => call<DeskQueueOut>(unit ? `${ROOT}?unit_id=${unit}` : ROOT),
  next: (body: CallNextIn): Promise<Result<CallNextOut>> => post<CallNextOut>(`${ROOT}/next`, body),
  act: (id: string, body: QueueActIn): Promise<Result<DeskTicketOut>> => post<DeskTicketOut>(`${ROOT}/tickets/${id}/acts`, body),
  give: (body: HandTicketIn): Promise<Result<TicketOut>> => post<TicketOut>(`${ROOT}/tickets`, body),
  arrive: (body: HandArriveIn): Promise<Result<TicketOut>> => post<TicketOut>(`${ROOT}/arrivals`, body),
}
