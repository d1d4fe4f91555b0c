/* The office's calls for digitising, and for papers that it holds already. */
import type { Chosen, DeskDossierOut, FileOut, LinkedOut, OffersOut, PageOut } from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import type { Cut } from "../../../core/domain/cutting.ts"
import { call, post } from "./api.ts"

interface Owner {
  readonly id_number: string
  readonly name: string
}

const sitting = (id: string, what: string): string => `/api/counter/sittings/${id}/${what}`
const dossier = (id: string, what: string): string => `/api/desk/dossiers/${id}/${what}`

function takeFile(file_id: string, file: File): Promise<Result<FileOut>> {
  const form = new FormData()
  form.set("file_id", file_id)
  form.set("file", file, file.name)
  return call<FileOut>("/api/desk/digitised-files", { method: "POST", form })
}

export const digitising = {
  take: takeFile,
  cut: (page_id: string, source_id: string, cut: Cut): Promise<Result<PageOut>> =>
    post<PageOut>("/api/desk/digitised-pages", { page_id, source_id, ...cut }),
  /** Forgets a page that went into no dossier; where that fails the server does it in a month. */
  forget: (id: string): Promise<Result<undefined>> => call<undefined>(`/api/uploads/${id}`, { method: "DELETE" }),
  attach: (
    id: string,
    body: {
      op_id: string
      seen: number
      pages: readonly { attachment_id: string; paper: string }[]
      compared: readonly string[]
      answers: readonly { item: string; paper: string }[]
      brought_by: string
    },
  ): Promise<Result<DeskDossierOut>> => post<DeskDossierOut>(dossier(id, "pages"), body),
  held: (id: string): Promise<Result<OffersOut>> => call<OffersOut>(dossier(id, "held")),
  reuse: (
    id: string,
    body: { op_id: string; seen: number; papers: readonly Chosen[]; answers: readonly { item: string; paper: string }[] },
  ): Promise<Result<DeskDossierOut>> => post<DeskDossierOut>(dossier(id, "reuses"), { ...body, asked: true }),
  heldAtSitting: (id: string, owner: Owner): Promise<Result<OffersOut>> => post<OffersOut>(sitting(id, "held"), { ...owner, asked: true }),
  reuseAtSitting: (id: string, owner: Owner, act_id: string, papers: readonly Chosen[]): Promise<Result<LinkedOut>> =>
    post<LinkedOut>(sitting(id, "reuses"), { ...owner, asked: true, act_id, papers }),
}
