/* One of the people of this phone signs in, or goes and leaves what is unsent; or hands it to the next without that. */
import type { Actor } from "./actor.ts"

export const comeOrGo: Actor = {
  name: "come_or_go",
  weight: 6,
  act: async (phone) => {
    if (phone.principal !== phone.device && phone.dice.often(0.6)) await phone.signOut()
    else if (phone.principal === phone.device) await phone.signIn(phone.dice.pick(phone.people))
  },
}

export const changePlaces: Actor = {
  name: "change_places",
  weight: 3,
  act: (phone) => phone.changePlaces(),
}
