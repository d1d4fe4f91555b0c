/* The calls of the administrator's rooms. */
import type {
  AccountFullOut,
  AccountsOut,
  MovingOut,
  PointOut,
  PointsOut,
  SecretOut,
  StaffSheetOut,
  StaffTakenOut,
  TabletCodeOut,
  WaitingRoomOut,
  WaitingRoomsOut,
  YearOut,
} from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { bytes, call, post } from "../desk/api.ts"

const ROOT = "/api/desk/admin"

export type DayKind = "holiday" | "compensation" | "swap_off" | "swap_work"
export type Week = Record<string, [string, string][]>

export interface DaysBody {
  unit_id: string | null
  days: { day: string; kind: DayKind | null; name: string }[]
  source: string
  document: string | null
  document_date: string | null
}

export interface HoursBody {
  unit_id: string
  since: string
  hours: Week
  source: string
}

export interface YearBody {
  year: number
  status: "published" | "estimated"
  source: string
  document: string | null
}

export const admin = {
  year: (year: number): Promise<Result<YearOut>> => call(`${ROOT}/calendar?year=${year}`),
  previewDays: (body: DaysBody): Promise<Result<MovingOut>> => post(`${ROOT}/calendar/preview`, body),
  saveDays: (body: DaysBody, seen: string): Promise<Result<YearOut>> => post(`${ROOT}/calendar`, { ...body, seen }),
  saveYear: (body: YearBody): Promise<Result<YearOut>> => post(`${ROOT}/calendar/year`, body),
  hours: (): Promise<Result<PointsOut>> => call(`${ROOT}/hours`),
  previewHours: (body: HoursBody): Promise<Result<MovingOut>> => post(`${ROOT}/hours/preview`, body),
  saveHours: (body: HoursBody, seen: string): Promise<Result<PointOut>> => post(`${ROOT}/hours`, { ...body, seen }),
}

const WAITING = `${ROOT}/waiting-rooms`

export const waitingRooms = {
  list: (): Promise<Result<WaitingRoomsOut>> => call(WAITING),
  offer: (body: { tablet_id: string; unit_id: string; name: string }): Promise<Result<TabletCodeOut>> => post(`${WAITING}/tablets`, body),
  unpair: (id: string): Promise<Result<WaitingRoomOut>> => post(`${WAITING}/tablets/${id}/unpair`, {}),
}

const ACCOUNTS = `${ROOT}/accounts`
const SHEET = `${ROOT}/staff-sheet`

export interface RoleBody {
  unit_id: string
  role: string
}

export const people = {
  list: (q: string, closed: boolean): Promise<Result<AccountsOut>> =>
    call(`${ACCOUNTS}?${new URLSearchParams({ q, closed: String(closed) }).toString()}`),
  one: (id: string): Promise<Result<AccountFullOut>> => call(`${ACCOUNTS}/${id}`),
  add: (body: RoleBody & { name: string; username: string; phone: string | null }): Promise<Result<SecretOut>> => post(ACCOUNTS, body),
  change: (id: string, body: { name: string; phone: string | null }): Promise<Result<AccountFullOut>> =>
    call(`${ACCOUNTS}/${id}`, { method: "PATCH", body }),
  grant: (id: string, body: RoleBody): Promise<Result<AccountFullOut>> => post(`${ACCOUNTS}/${id}/roles`, body),
  revoke: (id: string, body: RoleBody): Promise<Result<AccountFullOut>> => post(`${ACCOUNTS}/${id}/roles/end`, body),
  close: (id: string, reason: string, handOver: boolean): Promise<Result<AccountFullOut>> =>
    post(`${ACCOUNTS}/${id}/close`, { reason, hand_over: handOver }),
  password: (id: string): Promise<Result<SecretOut>> => post(`${ACCOUNTS}/${id}/password`, {}),
  signOut: (id: string): Promise<Result<AccountFullOut>> => post(`${ACCOUNTS}/${id}/sign-out`, {}),
  example: (): Promise<Result<Blob>> => bytes(`${SHEET}/example`),
  previewSheet: (file: Blob): Promise<Result<StaffSheetOut>> => call(`${SHEET}/preview`, { method: "POST", file }),
  takeIn: (file: Blob, seen: string): Promise<Result<StaffTakenOut>> => call(`${SHEET}?seen=${seen}`, { method: "POST", file }),
}
