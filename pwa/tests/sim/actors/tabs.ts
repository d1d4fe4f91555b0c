/* The app is opened once more beside itself. */
import type { Actor } from "./actor.ts"

export const openAnotherTab: Actor = { name: "open_tab", weight: 3, act: (phone) => phone.openTab() }
