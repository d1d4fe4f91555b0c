import type { ComponentType } from "preact"
import { useEffect, useState } from "preact/hooks"
import { common } from "../i18n/common.ts"
import { ButtonLink } from "../ui/Button.tsx"
import { searchIcon } from "../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../ui/States.tsx"
import { useWatch } from "../ui/watch.ts"
import { Blocked } from "./Blocked.tsx"
import { useClient } from "./client.ts"
import { here, type Place } from "./router.ts"
import { loadPage, match, pageNow, type PageProps } from "./routes.ts"
import { Screen } from "./Screen.tsx"
import { settings } from "./settings.ts"

interface Shown {
  key: string
  Page: ComponentType<PageProps>
  params: Readonly<Record<string, string>>
  search: URLSearchParams
}

/** How long the page before may stay while the next one is fetched, before bones take its place. */
const PATIENCE = 300

const none: Readonly<Record<string, string>> = {}

function shownNow(at: Place): Shown | undefined {
  const found = match(at.path)
  if (found === undefined) return { key: "404", Page: NotFound, params: none, search: at.search }
  const Page = pageNow(found.page)
  return Page && { key: found.key, Page, params: found.params, search: at.search }
}

/** Nothing but one sentence on a phone that the office has blocked; else the page of the present address. */
export function App() {
  return useWatch(useClient().blocked) ? <Blocked /> : <Pages />
}

/** The page of the present address. Until it has arrived the page before stays, then bones; a failure says so and offers another try. */
function Pages() {
  const at = useWatch(here)
  const { lang } = useWatch(settings)
  const [shown, setShown] = useState<Shown | undefined>(() => shownNow(at))
  const now = shownNow(at)
  useEffect(() => {
    const known = shownNow(at)
    if (known) return void setShown(known)
    let wanted = true
    const show = (Page: ComponentType<PageProps>, key: string): void => {
      if (wanted) setShown({ key, Page, params: match(at.path)?.params ?? none, search: at.search })
    }
    const bones = setTimeout(() => show(Opening, "opening"), PATIENCE)
    loadPage(match(at.path)?.page ?? "")
      .then((Page) => show(Page ?? NotFound, match(at.path)?.key ?? "404"))
      .catch(() => show(CannotOpen, "failed"))
      .finally(() => clearTimeout(bones))
    return () => {
      wanted = false
      clearTimeout(bones)
    }
  }, [at])
  const { key, Page, params, search } = now ?? shown ?? { key: "opening", Page: Opening, params: none, search: at.search }
  return <Page key={`${lang} ${key}`} params={params} search={search} />
}

function Opening() {
  return (
    <Screen title={common().opening}>
      <Skeleton title rows={4} />
    </Screen>
  )
}

function NotFound() {
  return (
    <Screen title={common().notFound}>
      <h1 class="vh">{common().notFound}</h1>
      <Empty icon={searchIcon} title={common().notFound} actions={<ButtonLink href="/">{common().toHome}</ButtonLink>}>
        {common().notFoundMore}
      </Empty>
    </Screen>
  )
}

function CannotOpen() {
  return (
    <Screen title={common().cannotOpen}>
      <h1 class="vh">{common().cannotOpen}</h1>
      <Failed title={common().cannotOpen} onRetry={() => location.reload()}>
        {navigator.onLine ? common().cannotOpenMore : common().noNetworkPart}
      </Failed>
    </Screen>
  )
}
