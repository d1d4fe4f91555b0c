import type { ComponentChildren } from "preact"
import { common } from "../i18n/common.ts"
import { Banner } from "./Banner.tsx"
import { Button } from "./Button.tsx"
import { Icon } from "./Icon.tsx"
import { clockIcon, noSignalIcon, retryIcon, warnIcon } from "./icons.ts"

/** The shape of a list that is still coming. */
export function Skeleton({ rows = 3, title }: { rows?: number; title?: boolean }) {
  return (
    <div aria-busy="true" aria-label={common().opening} role="status">
      {title && <i class="bone bone--title" />}
      <div class={title ? "card list tight" : "card list"}>
        {Array.from({ length: rows }, (_, n) => (
          <div class="item" key={n}>
            <span class="item__body">
              <i class="bone" />
              <i class="bone" />
              <i class="bone" />
            </span>
          </div>
        ))}
      </div>
    </div>
  )
}

/** Nothing here yet, and what to do about it. */
export function Empty({
  icon,
  title,
  children,
  actions,
}: {
  icon: string
  title: string
  children?: ComponentChildren
  actions?: ComponentChildren
}) {
  return (
    <div class="card void">
      <span class="void__arch">
        <Icon d={icon} />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div class="row">{actions}</div>}
    </div>
  )
}

/** Something could not be opened: what it means for the person, and a way on. */
export function Failed({
  title,
  children,
  onRetry,
  code,
}: {
  title: string
  children?: ComponentChildren
  onRetry?: () => void
  code?: string
}) {
  return (
    <div class="mend" role="alert">
      <h2 class="mend__head">
        <Icon d={warnIcon} small />
        {title}
      </h2>
      <div class="mend__body">
        {children && <p>{children}</p>}
        {onRetry && (
          <Button kind="mend" icon={retryIcon} onPress={onRetry}>
            {common().tryAgain}
          </Button>
        )}
        {code && <p class="small muted">{common().readCode(code)}</p>}
      </div>
    </div>
  )
}

/** Not on this phone and no network to fetch it. */
export function NotHere({ children }: { children: ComponentChildren }) {
  return (
    <Banner kind="plain" icon={noSignalIcon} live>
      {children}
    </Banner>
  )
}

/** What is shown may no longer be true. */
export function TooOld({ children }: { children: ComponentChildren }) {
  return (
    <Banner kind="wait" icon={clockIcon}>
      {children}
    </Banner>
  )
}
