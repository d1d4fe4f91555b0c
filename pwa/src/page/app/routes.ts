/* Every address of the app and the page that answers it. A page is `features/<feature>/<Name>Page.tsx` with a default export
   taking PageProps; it is fetched when first visited. Add a line here for a new one. */
import type { ComponentType } from "preact"
import HomePage from "../features/catalogue/HomePage.tsx"

export interface PageProps {
  params: Readonly<Record<string, string>>
  search: URLSearchParams
}

interface Route {
  /** `:name` takes one part of the path, a last `*` takes the rest (as `params.rest`). */
  readonly path: string
  readonly page: string
  /** Names of the parameters that make it another page; by default every other address is another page. */
  readonly same?: readonly string[]
}

const ROUTES: readonly Route[] = [
  { path: "/", page: "catalogue/Home" },
  { path: "/thu-tuc", page: "catalogue/Procedures" },
  { path: "/thu-tuc/:code", page: "catalogue/Procedure" },
  { path: "/viec/:event", page: "catalogue/LifeEvent" },
  { path: "/quet", page: "catalogue/Scan" },
  { path: "/bat-dau/:code", page: "apply/Start" },
  { path: "/lam/:draft", page: "apply/Fill", same: ["draft"] },
  { path: "/lam/:draft/:step", page: "apply/Fill", same: ["draft"] },
  { path: "/phieu/:dossier", page: "apply/Slip" },
  { path: "/ho-so", page: "dossiers/List" },
  { path: "/ho-so/:id", page: "dossiers/Dossier" },
  { path: "/ho-so/:dossier/bo-sung", page: "apply/Supplement" },
  { path: "/ho-so/:dossier/quay", page: "counter/Show" },
  { path: "/gui-di", page: "outbox/Outbox" },
  { path: "/bo-nho", page: "storage/Storage" },
  { path: "/thong-bao", page: "account/Inbox" },
  { path: "/thong-bao/*", page: "account/Inbox" },
  { path: "/vao/vneid", page: "account/Vneid" },
  { path: "/toi/cho-dung-lai", page: "account/Allowances" },
  { path: "/toi", page: "account/Me" },
  { path: "/toi/*", page: "account/Me", same: [] },
  { path: "/quay", page: "counter/Beside" },
  { path: "/hang-doi/:unit", page: "queue/Door" },
  { path: "/bang-goi/:unit", page: "queue/Board" },
  { path: "/so/:ticket", page: "queue/Ticket" },
  { path: "/hen/:unit", page: "queue/Book" },
  { path: "/tra-cuu", page: "track/Track" },
  { path: "/t/:code", page: "track/Track" },
  { path: "/giup/dien-thoai", page: "phones/Phones" },
  { path: "/giup", page: "help/Help", same: [] },
  { path: "/giup/*", page: "help/Help", same: [] },
  { path: "/ban", page: "desk/Desk", same: [] },
  { path: "/ban/*", page: "desk/Desk", same: [] },
  { path: "/:unit/:code", page: "catalogue/Procedure" },
]

type PageModule = { default: ComponentType<PageProps> }

const modules = import.meta.glob<PageModule>(["../features/*/*Page.tsx", "!../features/catalogue/HomePage.tsx"])

export interface Match {
  readonly page: string
  readonly params: Readonly<Record<string, string>>
  /** Addresses with the same key are one page that goes on living. */
  readonly key: string
}

function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/")
  const parts = path.split("/")
  const rest = wanted.at(-1) === "*"
  if (rest ? parts.length < wanted.length : parts.length !== wanted.length) return undefined
  const params: Record<string, string> = {}
  for (const [n, want] of wanted.entries()) {
    const part = parts[n] ?? ""
    if (want === "*") params["rest"] = parts.slice(n).join("/")
    else if (want.startsWith(":")) params[want.slice(1)] = part
    else if (want !== part) return undefined
  }
  return params
}

/** The page of an address, if the app has one. */
export function match(path: string): Match | undefined {
  for (const route of ROUTES) {
    const params = paramsOf(route.path, path)
    if (params === undefined) continue
    const key = route.same === undefined ? `${route.page} ${path}` : [route.page, ...route.same.map((name) => params[name])].join(" ")
    return { page: route.page, params, key }
  }
  return undefined
}

const loaded = new Map<string, ComponentType<PageProps>>([["catalogue/Home", HomePage]])

/** The page itself if it has been fetched before. */
export const pageNow = (page: string): ComponentType<PageProps> | undefined => loaded.get(page)

/** Fetches a page; undefined where this build has none. Rejects when it cannot be fetched now. */
export async function loadPage(page: string): Promise<ComponentType<PageProps> | undefined> {
  const load = modules[`../features/${page}Page.tsx`]
  const found = loaded.get(page) ?? (await load?.())?.default
  if (found) loaded.set(page, found)
  return found
}
