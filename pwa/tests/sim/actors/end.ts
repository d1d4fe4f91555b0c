/* Somebody ends her sessions on other phones: there everything is refused until she signs in again. */
import type { Actor } from "./actor.ts"

export const endOthers: Actor = {
  name: "end_others",
  weight: 3,
  act: async (phone) => {
    const { base } = phone.tab
    const token = await base.token(phone.principal)
    if (token === undefined || phone.principal === phone.device) return
    const open = await base.api.sessions(token)
    for (const session of open.ok ? open.value.sessions : []) if (!session.current) await base.api.endSession(session.session_id, token)
  },
}
