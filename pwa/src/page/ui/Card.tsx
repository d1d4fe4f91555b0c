import type { ComponentChildren } from "preact"
import { Icon } from "./Icon.tsx"
import { nextIcon } from "./icons.ts"

/** A hairline on paper around things that belong together. */
export function Card({ children, list, pad, label }: { children: ComponentChildren; list?: boolean; pad?: boolean; label?: string }) {
  const kind = `card${list ? " list" : ""}${pad ? " card--pad" : ""}`
  return label === undefined ? (
    <div class={kind}>{children}</div>
  ) : (
    <section class={kind} aria-label={label}>
      {children}
    </section>
  )
}

/** One row of a list that leads somewhere. */
export function Item({
  href,
  name,
  children,
  lead,
}: {
  href: string
  name: ComponentChildren
  children?: ComponentChildren
  lead?: ComponentChildren
}) {
  return (
    <a class="item" href={href}>
      {lead}
      <span class="item__body">
        <b class="item__name">{name}</b>
        {children}
      </span>
      <Icon d={nextIcon} small />
    </a>
  )
}

export type ChipKind = "plain" | "phone" | "sent" | "done" | "mend"

/** A state in two or three words, with its drawing. */
export function Chip({ kind = "plain", icon, children }: { kind?: ChipKind; icon: string; children: ComponentChildren }) {
  return (
    <span class={kind === "plain" ? "chip" : `chip chip--${kind}`}>
      <Icon d={icon} />
      {children}
    </span>
  )
}

/** How far something is, as a bar; without a label for eyes alone, where the words beside it say the same. */
export function Meter({ part, label, kind, live }: { part: number; label?: string; kind?: "done" | "wait"; live?: boolean }) {
  const percent = Math.round(Math.max(0, Math.min(1, part)) * 100)
  const bar = <i style={{ width: `${percent}%` }} />
  const name = kind === undefined ? "meter" : `meter meter--${kind}`
  if (label === undefined) {
    return (
      <span class={name} aria-hidden="true">
        {bar}
      </span>
    )
  }
  return live ? (
    <span class={name} role="progressbar" aria-label={label} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
      {bar}
    </span>
  ) : (
    <span class={name} role="img" aria-label={label}>
      {bar}
    </span>
  )
}
