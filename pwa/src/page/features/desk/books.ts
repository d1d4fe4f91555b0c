/* What the office asks about its books: the register, control slips, printed sheets, files, titles and numbers. */
import type {
  DeskDossierOut,
  ExportIn,
  ExportOut,
  ExportsOut,
  RegisterChosen,
  RegisterOut,
  SheetOut,
  SheetsOut,
  SlipOut,
  StyleIn,
  StylesOut,
} from "../../../core/contract/openapi.gen.ts"
import { ok, type Result } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { bytes, call, post } from "./api.ts"

/** What is chosen of the register; nothing chosen is an empty text. */
export type Chosen = Required<Pick<RegisterChosen, "since" | "until" | "procedure" | "channel" | "state">> & { unit_id?: string }

const REGISTERS = "/api/desk/registers"
const EXPORTS = "/api/desk/exports"
const STYLES = "/api/desk/letter-styles"
const slip = (id: string): string => `/api/desk/dossiers/${id}/control-slip`

export const books = {
  register: (chosen: Chosen, page: number): Promise<Result<RegisterOut>> =>
    call<RegisterOut>(`${REGISTERS}?${new URLSearchParams({ ...chosen, page: String(page) }).toString()}`),
  sheets: (unit: string | undefined): Promise<Result<SheetsOut>> =>
    call<SheetsOut>(`${REGISTERS}/sheets?${new URLSearchParams(unit === undefined ? {} : { unit_id: unit }).toString()}`),
  print: (chosen: Chosen, op: string): Promise<Result<SheetOut>> => post<SheetOut>(`${REGISTERS}/sheets`, { ...chosen, op_id: op }),
  sheet: (id: string): Promise<Result<Blob>> => bytes(`${REGISTERS}/sheets/${id}`),
  slip: (id: string): Promise<Result<SlipOut>> => call<SlipOut>(slip(id)),
  printSlip: (id: string, op: string): Promise<Result<SheetOut>> => post<SheetOut>(slip(id), { op_id: op }),
  exports: (): Promise<Result<ExportsOut>> => call<ExportsOut>(EXPORTS),
  ask: (what: Omit<ExportIn, "op_id">): Promise<Result<ExportOut>> => post<ExportOut>(EXPORTS, { ...what, op_id: uuid7() }),
  one: (id: string): Promise<Result<ExportOut>> => call<ExportOut>(`${EXPORTS}/${id}`),
  cancel: (id: string): Promise<Result<ExportOut>> => call<ExportOut>(`${EXPORTS}/${id}`, { method: "DELETE" }),
  file: (id: string): Promise<Result<Blob>> => bytes(`${EXPORTS}/${id}/file`),
  styles: (unit: string | undefined): Promise<Result<StylesOut>> =>
    call<StylesOut>(`${STYLES}?${new URLSearchParams(unit === undefined ? {} : { unit_id: unit }).toString()}`),
  setStyle: (body: StyleIn): Promise<Result<StylesOut>> => post<StylesOut>(STYLES, body),
  void: (
    dossier: string,
    paper: string,
    body: { op_id: string; seen: number; reason: string; again: boolean },
  ): Promise<Result<DeskDossierOut>> => post<DeskDossierOut>(`/api/desk/dossiers/${dossier}/documents/${paper}/void`, body),
}

/** Gives a file to the browser to keep, under its name. */
export function keepFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement("a")
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Fetches a file that is ready and gives it to the browser. */
export async function take(file: ExportOut): Promise<Result<undefined>> {
  const found = await books.file(file.export_id)
  if (!found.ok) return found
  keepFile(found.value, file.name)
  return ok(undefined)
}
