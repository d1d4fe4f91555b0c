/* Time passes, and clocks are set. */
import type { Actor } from "./actor.ts"

const MINUTE = 60 * 1000
const DAY = 24 * 60 * MINUTE
const YEAR = 365 * DAY

export const letTimePass: Actor = {
  name: "time",
  weight: 7,
  act: async (phone) => {
    phone.pass(phone.dice.often(0.1) ? DAY + phone.dice.below(2 * DAY) : 1000 + phone.dice.below(15 * MINUTE))
    await phone.settled()
  },
}

/** By hand, by a flat battery, by the network: years ahead or back. */
export const setTheClock: Actor = {
  name: "clock",
  weight: 1,
  act: (phone) => {
    phone.setClock(Date.now() + phone.dice.pick([-3, -1, 0, 0, 1, 3]) * YEAR)
    return Promise.resolve()
  },
}
