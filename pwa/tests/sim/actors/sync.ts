/* Every tab tries to send and to hear. */
import type { Actor } from "./actor.ts"

export const sync: Actor = { name: "sync", weight: 28, act: (phone) => phone.sync() }
