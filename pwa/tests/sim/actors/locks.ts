/* People who share a phone put PINs before their stores, and lock them. */
import type { Actor } from "./actor.ts"

export const setAPin: Actor = {
  name: "pin",
  weight: 2,
  act: (phone) => phone.setPin(),
}

export const lockUp: Actor = {
  name: "lock",
  weight: 3,
  act: (phone) => phone.lockUp(),
}
