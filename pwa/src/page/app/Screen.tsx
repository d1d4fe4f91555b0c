import type { ComponentChildren } from "preact"
import { useEffect, useState } from "preact/hooks"
import { common } from "../i18n/common.ts"
import { Button } from "../ui/Button.tsx"
import { Icon } from "../ui/Icon.tsx"
import { backIcon, bellIcon, folderIcon, homeIcon, listIcon, meIcon, retryIcon } from "../ui/icons.ts"
import { Mark } from "../ui/Mark.tsx"
import { Page } from "../ui/Page.tsx"
import { useWatch } from "../ui/watch.ts"
import { useClient, useServer } from "./client.ts"
import { HelpingStrip } from "./HelpingStrip.tsx"
import { here, keptScroll } from "./router.ts"
import { StorageLine } from "./StorageLine.tsx"
import { SyncLine } from "./SyncLine.tsx"
import { t } from "./words.ts"

export type PlaceName = "home" | "procedures" | "dossiers" | "inbox" | "me"

const places = [
  ["home", "/", homeIcon],
  ["procedures", "/thu-tuc", listIcon],
  ["dossiers", "/ho-so", folderIcon],
  ["inbox", "/thong-bao", bellIcon],
  ["me", "/toi", meIcon],
] as const

interface Props {
  /** Names the tab and the history entry; the page shows its own h1. */
  title: string
  back?: { href: string; label?: string }
  barTitle?: string
  /** Stands at the end of the top bar in place of its title. */
  tool?: ComponentChildren
  /** Replaces the top bar. */
  top?: ComponentChildren
  /** Which of the five places this screen belongs to; they show unless the screen is a task with an action. */
  place?: PlaceName
  action?: ComponentChildren
  /** Task pages say "saved" under the button instead of the sync sentence. */
  quiet?: boolean
  kind?: string
  children: ComponentChildren
}

/** One screen in the frame of the app: bars, sync sentence, demo mark, update notice; moves the focus when the address changes. */
export function Screen({ title, back, barTitle, tool, top, place, action, quiet, kind, children }: Props) {
  useArrival(title)
  const line = quiet ? null : <SyncLine />
  return (
    <Page
      rail={action === undefined}
      kind={kind}
      top={
        <>
          <DemoMark />
          <HelpingStrip />
          {top ?? <Bar back={back} title={barTitle} tool={tool} />}
          {line}
          {line && <StorageLine />}
          {action === undefined && <UpdateNotice />}
        </>
      }
      foot={
        action === undefined ? (
          <Places at={place} />
        ) : (
          <footer class="thumb">
            <div>{action}</div>
          </footer>
        )
      }
    >
      {children}
    </Page>
  )
}

/** Names the page and puts reader and keyboard at its title; going back returns to where the page was left. */
function useArrival(title: string): void {
  const at = useWatch(here)
  useEffect(() => {
    document.title = `${title} · ${common().app}`
  }, [title])
  useEffect(() => {
    if (at.by === "open") return
    const y = at.by === "pop" ? keptScroll() : 0
    scrollTo(0, y)
    const retries = y > 0 ? [50, 200, 500].map((wait) => setTimeout(() => scrollTo(0, y), wait)) : []
    const heading = document.querySelector<HTMLElement>("h1") ?? document.querySelector<HTMLElement>("main")
    if (heading && !heading.hasAttribute("tabindex")) heading.tabIndex = -1
    if (!document.activeElement?.closest("[data-keep-focus]")) heading?.focus({ preventScroll: true })
    return () => {
      for (const retry of retries) clearTimeout(retry)
    }
  }, [at])
}

function Bar({ back, title, tool }: { back: Props["back"]; title: string | undefined; tool: ComponentChildren }) {
  return (
    <header class="bar">
      {back ? (
        <a class="back" href={back.href} data-back>
          <Icon d={backIcon} />
          {back.label ?? common().back}
        </a>
      ) : (
        <Mark />
      )}
      {tool ?? <span class={back ? "bar__title" : "bar__title bar__title--start"}>{title ?? common().app}</span>}
    </header>
  )
}

function Places({ at }: { at: PlaceName | undefined }) {
  const { unread } = useWatch(useClient().session)
  return (
    <nav class="nav" aria-label={common().places}>
      {places.map(([name, href, icon]) => (
        <a key={name} href={href} aria-current={name === at ? "page" : undefined}>
          <Icon d={icon} />
          {common()[name]}
          {name === "inbox" && unread > 0 && (
            <span class="nav__dot">
              <span aria-hidden="true">{unread > 9 ? "9+" : unread}</span>
              <span class="vh">{common().newOnes(unread)}</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  )
}

function DemoMark() {
  return useServer()?.demo ? <aside class="demo">{common().demo}</aside> : null
}

let putOff = false

/** Asked where nothing is being filled in; never applied by itself. */
function UpdateNotice() {
  const { update } = useClient()
  const ready = useWatch(update.ready)
  const coming = useWatch(update.coming)
  const [later, setLater] = useState(putOff)
  if (!ready || later) return null
  return (
    <div class="update" role="status">
      <span>{t().updateReady}</span>
      <Button icon={retryIcon} busy={coming} onPress={() => update.apply()}>
        {coming ? t().updateComes : t().updateNow}
      </Button>
      {!coming && (
        <Button
          kind="quiet"
          onPress={() => {
            putOff = true
            setLater(true)
          }}
        >
          {t().updateLater}
        </Button>
      )}
    </div>
  )
}
