/* The workbench's calls: filters, labels, snippets, what lies beside a dossier, look-alikes, moves of many. */
import type {
  BesideOut,
  DeskDossierOut,
  FilterIn,
  FiltersOut,
  LabelsOut,
  LookReasonIn,
  LookReasonsOut,
  ManyOut,
  SnippetIn,
  SnippetsOut,
  TwinIn,
  TwinOut,
} from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { call } from "./api.ts"

const dossier = (id: string): string => `/api/desk/dossiers/${id}`

export const bench = {
  lookReasons: (): Promise<Result<LookReasonsOut>> => call<LookReasonsOut>("/api/desk/look-reasons"),
  sayWhy: (id: string, body: LookReasonIn): Promise<Result<undefined>> =>
    call<undefined>(`${dossier(id)}/look-reason`, { method: "POST", body }),
  filters: (): Promise<Result<FiltersOut>> => call<FiltersOut>("/api/desk/filters"),
  keepFilter: (id: string, body: FilterIn): Promise<Result<FiltersOut>> =>
    call<FiltersOut>(`/api/desk/filters/${id}`, { method: "PUT", body }),
  dropFilter: (id: string): Promise<Result<FiltersOut>> => call<FiltersOut>(`/api/desk/filters/${id}`, { method: "DELETE" }),
  labels: (): Promise<Result<LabelsOut>> => call<LabelsOut>("/api/desk/labels"),
  snippets: (): Promise<Result<SnippetsOut>> => call<SnippetsOut>("/api/desk/snippets"),
  keepSnippet: (id: string, body: SnippetIn): Promise<Result<SnippetsOut>> =>
    call<SnippetsOut>(`/api/desk/snippets/${id}`, { method: "PUT", body }),
  dropSnippet: (id: string): Promise<Result<SnippetsOut>> => call<SnippetsOut>(`/api/desk/snippets/${id}`, { method: "DELETE" }),
  beside: (id: string): Promise<Result<BesideOut>> => call<BesideOut>(`${dossier(id)}/beside`),
  note: (id: string, body: { note_id: string; text: string }): Promise<Result<BesideOut>> =>
    call<BesideOut>(`${dossier(id)}/notes`, { method: "POST", body }),
  strike: (id: string, note: string, reason: string): Promise<Result<BesideOut>> =>
    call<BesideOut>(`${dossier(id)}/notes/${note}/strike`, { method: "POST", body: { reason } }),
  putLabels: (id: string, labels: readonly string[]): Promise<Result<BesideOut>> =>
    call<BesideOut>(`${dossier(id)}/labels`, { method: "PUT", body: { labels } }),
  twins: (id: string, other: string): Promise<Result<TwinOut>> => call<TwinOut>(`${dossier(id)}/twins/${other}`),
  decideTwins: (id: string, other: string, body: TwinIn): Promise<Result<DeskDossierOut>> =>
    call<DeskDossierOut>(`${dossier(id)}/twins/${other}`, { method: "POST", body }),
  many: (dossier_ids: readonly string[]): Promise<Result<ManyOut>> =>
    call<ManyOut>("/api/desk/many", { method: "POST", body: { dossier_ids } }),
}
