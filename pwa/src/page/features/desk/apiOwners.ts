/* Who has a dossier, what people have to do, and what a unit decides about both. */
import type {
  AbsenceIn,
  AbsenceOut,
  DutiesOut,
  HandedOut,
  HandIn,
  LatestOut,
  LeavesIn,
  LeavingOut,
  OwnerOut,
  RuleIn,
  TaskCountOut,
  TasksOut,
  TimingIn,
} from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { call, post } from "./api.ts"

const dossier = (id: string): string => `/api/desk/dossiers/${id}`
const DUTIES = "/api/desk/duties"

export const owners = {
  latest: (id: string): Promise<Result<LatestOut>> => call<LatestOut>(`${dossier(id)}/latest`),
  of: (id: string): Promise<Result<OwnerOut>> => call<OwnerOut>(`${dossier(id)}/owner`),
  hand: (id: string, body: HandIn): Promise<Result<OwnerOut>> => post<OwnerOut>(`${dossier(id)}/owner`, body),
  tasks: (): Promise<Result<TasksOut>> => call<TasksOut>("/api/desk/tasks"),
  count: (): Promise<Result<TaskCountOut>> => call<TaskCountOut>("/api/desk/tasks/count"),
  done: (id: string, note: string): Promise<Result<TaskCountOut>> => post<TaskCountOut>(`/api/desk/tasks/${id}/done`, { note }),
  seen: (): Promise<Result<TaskCountOut>> => post<TaskCountOut>("/api/desk/tasks/seen", {}),
  duties: (): Promise<Result<DutiesOut>> => call<DutiesOut>(DUTIES),
  addRule: (body: RuleIn): Promise<Result<DutiesOut>> => post<DutiesOut>(`${DUTIES}/rules`, body),
  endRule: (id: string): Promise<Result<DutiesOut>> => post<DutiesOut>(`${DUTIES}/rules/${id}/end`, {}),
  timing: (body: TimingIn): Promise<Result<DutiesOut>> => post<DutiesOut>(`${DUTIES}/timing`, body),
  absence: (body: AbsenceIn): Promise<Result<AbsenceOut>> => post<AbsenceOut>(`${DUTIES}/absences`, body),
  endAbsence: (id: string): Promise<Result<HandedOut>> => post<HandedOut>(`${DUTIES}/absences/${id}/end`, {}),
  work: (unit: string, person: string, to: string): Promise<Result<LeavingOut>> =>
    call<LeavingOut>(`${DUTIES}/units/${unit}/people/${person}/work${to && `?${new URLSearchParams({ to })}`}`),
  handOver: (person: string, body: LeavesIn): Promise<Result<HandedOut>> => post<HandedOut>(`${DUTIES}/people/${person}/hand-over`, body),
  /** Hands over what lies with somebody and closes the account, as the administrator's room does. */
  close: (person: string, to: string | null, reason: string): Promise<Result<unknown>> =>
    post(`/api/desk/admin/accounts/${person}/close`, { reason, to, hand_over: true }),
}
