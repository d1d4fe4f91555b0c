/* A member of a village's group gets a resident's consent and files for her. */
import { grantMandate } from "../../../src/core/sync/acts.ts"
import { MANDATES } from "../../../src/core/db/tables.ts"
import type { Actor } from "./actor.ts"
import { sendIt } from "./send.ts"
import { newDraft } from "./write.ts"

const DAY = 24 * 60 * 60 * 1000

export const helpSomebody: Actor = {
  name: "help",
  weight: 8,
  act: async (phone) => {
    const person = phone.people.find((each) => each.principal === phone.principal)
    if (person?.helps !== true) return
    const { base } = phone.tab
    const known = (await base.store(phone.principal).all(MANDATES)).filter(({ value }) => value.body.revoked_at === null)
    const mandate = known.length > 0 && phone.dice.often(0.5) ? phone.dice.pick(known).value.mandate_id : await consent()
    const draft = mandate === undefined ? undefined : await newDraft(phone, mandate)
    if (draft !== undefined) await sendIt(phone, draft)

    async function consent(): Promise<string | undefined> {
      const { ground, principal } = phone
      // consent is given by the clock of the server, as the phone knows it
      const now = phone.now + base.device.clockOffset
      const given = await grantMandate(
        base,
        principal,
        {
          unit_id: ground.unit_id,
          resident_name: "Nguyễn Thị Hoa",
          resident_id_last4: "1234",
          resident_phone: null,
          text_version: ground.consent.version,
          text_hash: ground.consent.hash,
          purposes: ["type", "photograph", "see_status"],
          method: "witness",
          evidence: { witness: "Cà Văn Inh" },
          granted_at: new Date(now).toISOString(),
          expires_at: new Date(now + 30 * DAY).toISOString(),
        },
        person!.name,
      )
      if (!given.ok) phone.tally.count(`told:${given.code}`)
      return given.ok ? given.value.mandate_id : undefined
    }
  },
}
