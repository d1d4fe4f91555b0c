/* Messages are opened. */
import { MESSAGES } from "../../../src/core/db/tables.ts"
import { messageRead } from "../../../src/core/sync/acts.ts"
import type { Actor } from "./actor.ts"

export const readMessages: Actor = {
  name: "read",
  weight: 4,
  act: async (phone) => {
    const { base } = phone.tab
    const unread = (await base.store(phone.principal).all(MESSAGES)).filter(
      ({ value }) => value.body.read_at === null && value.read_at === undefined,
    )
    if (unread.length > 0) await messageRead(base, phone.principal, phone.dice.pick(unread).value.message_id)
  },
}
