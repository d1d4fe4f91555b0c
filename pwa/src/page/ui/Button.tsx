import type { ComponentChildren, RefObject } from "preact"
import { Icon } from "./Icon.tsx"

export type ButtonKind = "main" | "plain" | "mend" | "quiet" | "link"

interface Props {
  children: ComponentChildren
  kind?: ButtonKind | undefined
  icon?: string | undefined
  wide?: boolean | undefined
  onPress: () => void
  /** A reason makes the button refuse; the reason is read with it and must also stand beside it. */
  refuses?: string | undefined
  busy?: boolean | undefined
  label?: string | undefined
  describedBy?: string | undefined
  buttonRef?: RefObject<HTMLButtonElement>
}

const classes = (kind: ButtonKind, wide?: boolean): string => `btn${kind === "plain" ? "" : ` btn--${kind}`}${wide ? " btn--wide" : ""}`

/** Something to press. Never greyed out silently: a button that cannot be pressed says why. */
export function Button({ children, kind = "plain", icon, wide, onPress, refuses, busy, label, describedBy, buttonRef }: Props) {
  const still = refuses !== undefined || busy === true
  return (
    <button
      type="button"
      ref={buttonRef ?? null}
      class={classes(kind, wide)}
      aria-disabled={refuses === undefined ? undefined : true}
      aria-busy={busy}
      aria-label={label}
      aria-describedby={describedBy}
      title={refuses}
      onClick={() => {
        if (!still) onPress()
      }}
    >
      {icon && <Icon d={icon} />}
      {children}
    </button>
  )
}

interface LinkProps {
  children: ComponentChildren
  href: string
  kind?: ButtonKind | undefined
  icon?: string | undefined
  wide?: boolean | undefined
  replace?: boolean | undefined
}

/** A way to another screen that looks like a button. */
export function ButtonLink({ children, href, kind = "plain", icon, wide, replace }: LinkProps) {
  return (
    <a class={classes(kind, wide)} href={href} data-replace={replace}>
      {icon && <Icon d={icon} />}
      {children}
    </a>
  )
}
