/* Everything that may happen on a phone. */
import type { Dice } from "../dice.ts"
import type { Actor } from "./actor.ts"
import { claimIt } from "./claim.ts"
import { changePlaces, comeOrGo } from "./come.ts"
import { dieSaving, dieSending } from "./die.ts"
import { chooseOne, giveUp, haveBack } from "./drafts.ts"
import { endOthers } from "./end.ts"
import { helpSomebody } from "./help.ts"
import { lockUp, setAPin } from "./locks.ts"
import { readMessages } from "./read.ts"
import { send } from "./send.ts"
import { sync } from "./sync.ts"
import { openAnotherTab } from "./tabs.ts"
import { letTimePass, setTheClock } from "./time.ts"
import { withdrawOne } from "./withdraw.ts"
import { write } from "./write.ts"

export const ACTORS: readonly Actor[] = [
  write,
  send,
  chooseOne,
  giveUp,
  haveBack,
  withdrawOne,
  readMessages,
  helpSomebody,
  claimIt,
  sync,
  dieSending,
  dieSaving,
  openAnotherTab,
  comeOrGo,
  changePlaces,
  endOthers,
  setAPin,
  lockUp,
  letTimePass,
  setTheClock,
]

const ALL = ACTORS.reduce((sum, actor) => sum + actor.weight, 0)

export function anActor(dice: Dice): Actor {
  let at = dice() * ALL
  for (const actor of ACTORS) {
    at -= actor.weight
    if (at < 0) return actor
  }
  return ACTORS[0]!
}
