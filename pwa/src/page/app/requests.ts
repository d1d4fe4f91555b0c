/* What the office asked for again about a dossier. */
import type { DossierOut, SupplementOut } from "../../core/contract/openapi.gen.ts"

/** The requests of a dossier; a copy that an earlier release kept has none. */
export const requestsOf = (dossier: DossierOut): readonly SupplementOut[] =>
  (dossier as Partial<Pick<DossierOut, "supplements">>).supplements ?? []

/** The request that waits for the owner. */
export const openRequest = (dossier: DossierOut): SupplementOut | undefined =>
  requestsOf(dossier).find((each) => each.status === "open" && each.answered_at === null)
