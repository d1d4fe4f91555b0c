import type { ComponentChildren } from "preact"
import { Icon } from "./Icon.tsx"
import { doneIcon, infoIcon, warnIcon } from "./icons.ts"

export type BannerKind = "info" | "wait" | "done" | "plain"

const drawn: Record<BannerKind, string> = { info: infoIcon, wait: warnIcon, done: doneIcon, plain: infoIcon }

interface Props {
  kind?: BannerKind
  icon?: string
  children: ComponentChildren
  /** Said aloud by screen readers when it appears. */
  live?: boolean
  tight?: boolean
}

/** A sentence that matters, set apart from the text around it. */
export function Banner({ kind = "info", icon, children, live, tight }: Props) {
  return (
    <div class={`note${kind === "info" ? "" : ` note--${kind}`}${tight ? " tight" : ""}`} role={live ? "status" : undefined}>
      <Icon d={icon ?? drawn[kind]} />
      <div>{children}</div>
    </div>
  )
}
