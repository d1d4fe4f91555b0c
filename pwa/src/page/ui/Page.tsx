import type { ComponentChildren } from "preact"
import { common } from "../i18n/common.ts"

interface Props {
  /** Where the five places stand beside the page on wide screens. */
  rail?: boolean
  top: ComponentChildren
  foot: ComponentChildren
  kind?: string | undefined
  children: ComponentChildren
}

/** The frame of a screen: a skip link, what is on top, one main, one bar at the thumb. */
export function Page({ rail, top, foot, kind, children }: Props) {
  return (
    <>
      <a class="skip" href="#main">
        {common().skip}
      </a>
      <div class={`app${rail ? " app--rail" : ""}${kind ? ` app--${kind}` : ""}`}>
        {top}
        <main class={`main${kind ? ` ${kind}` : ""}`} id="main" tabIndex={-1}>
          {children}
        </main>
        {foot}
      </div>
    </>
  )
}
