/* Where a draft is gone on with: what is filled in anew, and what the office asked for about a dossier it has. */
import type { Draft } from "./client.ts"

export const draftHref = ({ id, supplement }: Draft): string =>
  supplement === undefined ? `/lam/${id}` : `/ho-so/${supplement.dossier_id}/bo-sung`

/** Drafts of new dossiers. */
export const ofNewDossiers = (drafts: readonly Draft[]): Draft[] => drafts.filter((draft) => draft.supplement === undefined)
