import type { ComponentChildren } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { t as phones } from "../../app/phones-words.ts"
import { common } from "../../i18n/common.ts"
import { time } from "../../i18n/format.ts"
import { Icon } from "../../ui/Icon.tsx"
import { folderIcon, listIcon, networkIcon, noSignalIcon, pauseIcon, peopleIcon, phoneIcon, searchIcon } from "../../ui/icons.ts"
import { coinIcon, inboxIcon } from "../../ui/icons-work.ts"
import { Mark } from "../../ui/Mark.tsx"
import { useWatch } from "../../ui/watch.ts"
import { desk, heard, me } from "./api.ts"
import { forgetAll } from "./kept.ts"
import { useHeldCount } from "./heldCount.ts"
import { held } from "./words-held.ts"
import { rescued } from "./words-rescue.ts"
import { t, word } from "./words.ts"

export type Room = "work" | "fees" | "calls" | "held" | "phones" | "rescue" | "catalogue"

const ROOMS: readonly { room: Room; href: string; icon: string; needs: string }[] = [
  { room: "work", href: "/ban", icon: inboxIcon, needs: "dossiers.read" },
  { room: "fees", href: "/ban/thu-phi", icon: coinIcon, needs: "payments.read" },
  { room: "calls", href: "/ban/can-goi", icon: peopleIcon, needs: "calls" },
  { room: "held", href: "/ban/cho-xet", icon: pauseIcon, needs: "quarantine.read" },
  { room: "phones", href: "/ban/dien-thoai", icon: phoneIcon, needs: "devices.block" },
  { room: "rescue", href: "/ban/cuu-ho", icon: folderIcon, needs: "dossiers.receive" },
  { room: "catalogue", href: "/ban/danh-muc", icon: listIcon, needs: "catalogue.review" },
]

/** The rooms this person's role opens. */
export const openRooms = (permissions: readonly string[]): readonly Room[] =>
  ROOMS.filter((each) => permissions.includes(each.needs)).map((each) => each.room)

/** Rooms with words of their own are named by these. */
function named(room: Room): string {
  if (room === "held") return held().title
  if (room === "phones") return phones().title
  return room === "rescue" ? rescued().title : word(room)
}

const initials = (name: string): string =>
  name
    .split(" ")
    .slice(-2)
    .map((part) => part.charAt(0))
    .join("")

function Find({ q, onFind }: { q: string; onFind: (q: string) => void }) {
  const [text, setText] = useState(q)
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select")
      if (event.key !== "/" || typing) return
      event.preventDefault()
      box.current?.focus()
    }
    addEventListener("keydown", listen)
    return () => removeEventListener("keydown", listen)
  }, [])
  useEffect(() => {
    const wait = setTimeout(() => text !== q && onFind(text), 250)
    return () => clearTimeout(wait)
  }, [text, q, onFind])
  return (
    <search class="office__find">
      <Icon d={searchIcon} small />
      <input
        ref={box}
        type="search"
        value={text}
        placeholder={t().find}
        aria-label={t().find}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <kbd>/</kbd>
    </search>
  )
}

/** Whether the server answers, as it was last heard. */
function Net() {
  const last = useWatch(heard)
  return (
    <span class={`office__net${last ? "" : " office__net--off"}`} role="status">
      <Icon d={last ? networkIcon : noSignalIcon} small />
      <span>{last ? t().updated(time(last)) : t().noNet}</span>
    </span>
  )
}

interface Props {
  room: Room
  q: string
  onFind: (q: string) => void
  demo: boolean
  children: ComponentChildren
}

/** The office's frame: unit and search on top, the rooms at the side. */
export function Frame({ room, q, onFind, demo, children }: Props) {
  const who = useWatch(me)
  const permissions = who?.permissions ?? []
  const role = who?.roles[0]
  const waiting = useHeldCount(permissions.includes("quarantine.read"))
  const leave = (): void => {
    forgetAll()
    void desk.signOut()
  }
  return (
    <div class="desk">
      <a class="skip" href="#main">
        {common().skip}
      </a>
      {demo && <aside class="desk__demo">{common().demo}</aside>}
      <div class="office">
        <header class="office__top">
          <a class="office__mark" href="/" aria-label={t().toResidents}>
            <Mark />
          </a>
          <span class="office__unit">
            {role?.unit_name} <span>{t().counter}</span>
          </span>
          {permissions.includes("dossiers.read") && <Find q={q} onFind={onFind} />}
          <Net />
          <span class="office__me">
            <span class="face" aria-hidden="true">
              {initials(who?.name ?? "")}
            </span>
            <span>
              <b>{who?.name}</b>
              <button type="button" class="office__leave" onClick={leave}>
                {t().signOut}
              </button>
            </span>
          </span>
        </header>
        <nav class="rail" aria-label={t().rooms}>
          {ROOMS.filter((each) => permissions.includes(each.needs)).map((each) => (
            <a key={each.room} href={each.href} aria-current={each.room === room ? "page" : undefined}>
              <Icon d={each.icon} />
              {named(each.room)}
              {each.room === "held" && waiting > 0 && (
                <b class="rail__count">
                  <span aria-hidden="true">{waiting}</span>
                  <span class="vh">{held().waiting(waiting)}</span>
                </b>
              )}
            </a>
          ))}
          <a class="push" href="/">
            <Icon d={folderIcon} />
            {common().app}
          </a>
        </nav>
        {children}
      </div>
    </div>
  )
}
