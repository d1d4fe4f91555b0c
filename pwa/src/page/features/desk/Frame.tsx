import type { ComponentChildren, RefObject } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { common } from "../../i18n/common.ts"
import { time } from "../../i18n/format.ts"
import { Icon } from "../../ui/Icon.tsx"
import { folderIcon, networkIcon, noSignalIcon, searchIcon } from "../../ui/icons.ts"
import { Mark } from "../../ui/Mark.tsx"
import { useWatch } from "../../ui/watch.ts"
import { desk, heard, me } from "./api.ts"
import { forgetAll } from "./kept.ts"
import { mayAct } from "./keys.ts"
import { useHeldCount } from "./heldCount.ts"
import { held } from "./words-held.ts"
import { useTodoCount } from "./todoCount.ts"
import { own } from "./words-owners.ts"
import { trust } from "./words-trust.ts"
import { named, ROOMS, type Room } from "./rooms.ts"
import { t } from "./words.ts"

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
      if (event.key !== "/" || !mayAct(event)) return
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

/** On a small screen the rooms are a strip wider than it: the open one is moved into sight. */
function useInSight(room: Room): RefObject<HTMLElement | null> {
  const strip = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another room is another mark on the same strip
  useEffect(() => {
    const open = strip.current?.querySelector<HTMLElement>("[aria-current]")
    if (open) strip.current?.scrollTo({ left: open.offsetLeft - (strip.current.clientWidth - open.clientWidth) / 2 })
  }, [room])
  return strip
}

/** The office's frame: unit and search on top, the rooms at the side. */
export function Frame({ room, q, onFind, demo, children }: Props) {
  const who = useWatch(me)
  const permissions = who?.permissions ?? []
  const role = who?.roles[0]
  const waiting = useHeldCount(permissions.includes("quarantine.read"))
  const todo = useTodoCount()
  const doors = useInSight(room)
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
              <button type="button" class="office__leave" onClick={() => desk.lock()}>
                {trust().lock}
              </button>
            </span>
          </span>
        </header>
        <nav class="rail" aria-label={t().rooms} ref={doors}>
          {ROOMS.filter((each) => permissions.includes(each.needs)).map((each) => (
            <a
              key={each.room}
              href={each.href}
              class={each.first ? "rail__first" : undefined}
              aria-current={each.room === room ? "page" : undefined}
            >
              <Icon d={each.icon} />
              {named(each.room)}
              {each.room === "todo" && todo > 0 && (
                <b class="rail__count">
                  <span aria-hidden="true">{todo}</span>
                  <span class="vh">{own().todoCount(todo)}</span>
                </b>
              )}
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
