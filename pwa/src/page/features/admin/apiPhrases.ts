/* The calls of the room of phrases. */
import type { LabelOut, PhrasesOut, ReasonRowOut } from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { call, post } from "../desk/api.ts"

const ROOT = "/api/desk/admin/phrases"

export interface ReasonBody {
  unit_id: string
  use: ReasonRowOut["use"]
  value: string | null
  kind: "paper" | "answer" | null
  procedure: string
  label: string
  label_en: string
  hint: string
  basis: string
  ended: boolean
  since: string
}

export const phrases = {
  read: (unit: string): Promise<Result<PhrasesOut>> => call(unit ? `${ROOT}?unit_id=${unit}` : ROOT),
  reason: (body: ReasonBody): Promise<Result<PhrasesOut>> => post(`${ROOT}/reasons`, body),
  order: (unit_id: string, use: string, values: readonly string[]): Promise<Result<PhrasesOut>> =>
    post(`${ROOT}/order`, { unit_id, use, values }),
  snippet: (id: string, body: { unit_id: string; name: string; text: string }): Promise<Result<PhrasesOut>> =>
    call(`${ROOT}/snippets/${id}`, { method: "PUT", body }),
  dropSnippet: (id: string, unit: string): Promise<Result<PhrasesOut>> =>
    call(`${ROOT}/snippets/${id}?unit_id=${unit}`, { method: "DELETE" }),
  label: (id: string, body: { unit_id: string; name: string; colour: LabelOut["colour"]; retired: boolean }): Promise<Result<PhrasesOut>> =>
    call(`${ROOT}/labels/${id}`, { method: "PUT", body }),
}
