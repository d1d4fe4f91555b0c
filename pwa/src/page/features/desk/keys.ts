/* Keys of the desk: letters that work anywhere but where somebody types, and never inside a composition of an input method. */
import { useEffect } from "preact/hooks"

/** Whether a key may act: nobody types, no input method composes, no modifier is held but shift. */
export function mayAct(event: KeyboardEvent): boolean {
  if (event.isComposing || event.key === "Process" || event.key === "Unidentified" || event.defaultPrevented) return false
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const at = event.target
  if (!(at instanceof HTMLElement)) return true
  return at.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]") === null
}

/** The name under which a key is listed: the letter in small, or `Shift+X`. */
export const named = (event: KeyboardEvent): string => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return event.shiftKey && /^[a-z]$|^Arrow/.test(key) ? `Shift+${key}` : key
}

type Act = (event: KeyboardEvent) => void

/** Keys of a screen while it is shown; each says by returning nothing that it has acted. */
export function useKeys(keys: Readonly<Record<string, Act | undefined>>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const act = mayAct(event) ? keys[named(event)] : undefined
      if (!act) return
      event.preventDefault()
      act(event)
    }
    addEventListener("keydown", listen)
    return () => removeEventListener("keydown", listen)
  })
}
