/* Where the app is: the browser's own history, nothing more. Links are plain <a href>; this module follows them. */
import { cell, type Watch } from "../ui/watch.ts"

export interface Place {
  readonly path: string
  readonly search: URLSearchParams
  /** How we came: by a link, by back or forward, or by opening the app there. */
  readonly by: "push" | "pop" | "open"
}

interface Kept {
  /** How far the page was scrolled when it was left. */
  y?: number
  /** The path we came from, so that "back" goes back and does not pile up pages. */
  from?: string
}

const kept = (): Kept => (history.state ?? {}) as Kept

function look(by: Place["by"]): Place {
  const path = decodeURI(location.pathname).replace(/(.)\/+$/, "$1")
  return { path, search: new URLSearchParams(location.search), by }
}

const present = cell<Place>(look("open"))
export const here: Watch<Place> = present

/** Goes to a screen of the app. */
export function navigate(href: string, { replace = false }: { replace?: boolean } = {}): void {
  const from = present.get().path
  if (replace) history.replaceState({ ...kept(), y: 0 }, "", href)
  else {
    history.replaceState({ ...kept(), y: scrollY }, "")
    history.pushState({ from } satisfies Kept, "", href)
  }
  present.set(look("push"))
}

/** Goes one screen up: through the history if we came from there, else in place. */
export function goBack(href: string): void {
  if (kept().from === href) history.back()
  else navigate(href, { replace: true })
}

/** The scroll position this page had when it was left. */
export const keptScroll = (): number => kept().y ?? 0

function linkOf(event: MouseEvent): HTMLAnchorElement | undefined {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  if (!plain || event.defaultPrevented || !(event.target instanceof Element)) return undefined
  const link = event.target.closest("a")
  if (!link?.href || link.target || link.hasAttribute("download") || link.origin !== location.origin) return undefined
  return link.pathname.startsWith("/api/") ? undefined : link
}

function follow(event: MouseEvent): void {
  const link = linkOf(event)
  if (link === undefined) return
  const target = link.pathname + link.search
  const same = target === location.pathname + location.search
  event.preventDefault()
  if (link.hash && same) return void focusOn(link.hash.slice(1))
  if (link.dataset["back"] !== undefined) goBack(target)
  else navigate(target + link.hash, { replace: same || link.dataset["replace"] !== undefined })
}

/** Brings an element of the page into view and gives it the focus. */
export function focusOn(id: string): void {
  const element = document.getElementById(decodeURIComponent(id))
  if (element === null) return
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1
  element.focus({ preventScroll: true })
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches
  const block = element.closest("[data-field]") ?? element
  block.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" })
}

/** Starts to follow links and the back button. */
export function startRouter(): void {
  history.scrollRestoration = "manual"
  document.addEventListener("click", follow)
  addEventListener("popstate", () => present.set(look("pop")))
}
