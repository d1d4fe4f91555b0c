/* Somebody takes a dossier over with the slip that was given to her. */
import { claim } from "../../../src/core/sync/claims.ts"
import type { Actor } from "./actor.ts"

export const claimIt: Actor = {
  name: "claim",
  weight: 3,
  act: async (phone) => {
    const { slips } = phone.book
    const { base } = phone.tab
    if (slips.length === 0 || (await base.token(phone.principal)) === undefined) return
    const { dossier_id, ...words } = phone.dice.pick(slips)
    // the answer may be lost: from here she may hear of it
    phone.book.claim(dossier_id, phone.principal)
    await claim(base, phone.principal, words)
  },
}
