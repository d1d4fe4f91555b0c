/* Whether the browser offers to put the app on the home screen. It says so once, early; the offer is kept until someone asks for it. */
import { cell, type Watch } from "../ui/watch.ts"

interface InstallOffer extends Event {
  prompt(): Promise<unknown>
  readonly userChoice: Promise<{ outcome: "accepted" | "dismissed" }>
}

export type Installing = "installed" | "offered" | "by_menu" | "by_share"

const isOffer = (event: Event): event is InstallOffer => "prompt" in event

function first(): Installing {
  if (matchMedia("(display-mode: standalone)").matches || "standalone" in navigator) {
    if (matchMedia("(display-mode: standalone)").matches || (navigator as { standalone?: boolean }).standalone === true) return "installed"
    return "by_share"
  }
  return "by_menu"
}

const present = cell<Installing>("by_menu")
let offer: InstallOffer | undefined

/** How the app can be installed here, as far as the browser has said. */
export const installing: Watch<Installing> = present

/** Listens for the browser's offer; called once before the first screen. */
export function startInstall(): void {
  present.set(first())
  addEventListener("beforeinstallprompt", (event) => {
    if (!isOffer(event)) return
    event.preventDefault()
    offer = event
    present.set("offered")
  })
  addEventListener("appinstalled", () => present.set("installed"))
}

/** Shows the browser's own question; nothing happens where there is no offer. */
export async function install(): Promise<void> {
  if (offer === undefined) return
  await offer.prompt()
  const { outcome } = await offer.userChoice
  offer = undefined
  present.set(outcome === "accepted" ? "installed" : "by_menu")
}
