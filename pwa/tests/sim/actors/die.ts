/* A tab dies in the middle of sending, or in the middle of saving. */
import type { Actor } from "./actor.ts"
import { newDraft } from "./write.ts"
import { send } from "./send.ts"

export const dieSending: Actor = {
  name: "die_sending",
  weight: 5,
  act: async (phone) => {
    await phone.die((tab) => tab.loop.wake("tap"), phone.dice.below(300))
    if (phone.tabs.length === 0) await phone.openTab()
  },
}

export const dieSaving: Actor = {
  name: "die_saving",
  weight: 4,
  act: async (phone) => {
    const only = [phone.tabs[0]!]
    for (const tab of phone.tabs.slice(1)) tab.loop.stop()
    phone.tabs = only
    await phone.die(() => (phone.dice.often(0.5) ? newDraft(phone) : send.act(phone)), phone.dice.below(60))
    await phone.openTab()
  },
}
