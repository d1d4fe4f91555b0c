import type { ComponentChildren } from "preact"
import { useEffect, useId, useRef } from "preact/hooks"
import { common } from "../i18n/common.ts"
import { Icon } from "./Icon.tsx"
import { closeIcon } from "./icons.ts"

interface Props {
  title: string
  onClose: () => void
  children: ComponentChildren
  actions?: ComponentChildren
  /** For what stands side by side. */
  wide?: boolean
}

/** A question or a choice over the page. The page behind is still; Escape and the cross close it; focus returns by itself. */
export function Dialog({ title, onClose, children, actions, wide = false }: Props) {
  const box = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const element = box.current
    const before = document.activeElement
    if (element && !element.open) element.showModal()
    return () => {
      element?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      class={wide ? "sheet sheet--wide" : "sheet"}
      ref={box}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div class="sheet__head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="tool" onClick={onClose}>
          <Icon d={closeIcon} />
          <span class="vh">{common().close}</span>
        </button>
      </div>
      <div class="sheet__body">{children}</div>
      {actions && <div class="sheet__foot">{actions}</div>}
    </dialog>
  )
}
