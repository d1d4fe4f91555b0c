/* The calls of the room of units. */
import type { UnitChangeIn, UnitFullOut, UnitPreviewOut, UnitTreeOut } from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { call, post } from "../desk/api.ts"

const ROOT = "/api/desk/admin/units"

export const unitCalls = {
  tree: (): Promise<Result<UnitTreeOut>> => call(ROOT),
  one: (id: string): Promise<Result<UnitFullOut>> => call(`${ROOT}/${id}`),
  preview: (body: UnitChangeIn): Promise<Result<UnitPreviewOut>> => post(`${ROOT}/preview`, body),
  takeBack: (unit: string, act: string, reason: string): Promise<Result<UnitFullOut>> =>
    post(`${ROOT}/${unit}/acts/${act}/take-back`, { reason }),
  save: (body: UnitChangeIn, seen: string): Promise<Result<UnitFullOut>> => post(ROOT, { ...body, seen }),
}
