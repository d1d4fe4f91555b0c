/* The owner takes a dossier back, whatever has become of it meanwhile. */
import { operations } from "../../../src/core/db/operations.ts"
import { withdraw } from "../../../src/core/sync/acts.ts"
import type { Actor } from "./actor.ts"

export const withdrawOne: Actor = {
  name: "withdraw",
  weight: 5,
  act: async (phone) => {
    const { base } = phone.tab
    const all = await operations(base.store(phone.principal))
    const taken = new Set(all.filter((op) => op.kind === "dossier.withdraw").map((op) => op.dossier_id))
    // who helped does not withdraw: it is the resident's
    const mine = all.filter((op) => op.kind === "dossier.submit" && !op.text.includes(`"mandate_id":"`) && !taken.has(op.dossier_id))
    if (mine.length > 0) await withdraw(base, phone.principal, phone.dice.pick(mine).dossier_id!, "Tôi đổi ý")
  },
}
