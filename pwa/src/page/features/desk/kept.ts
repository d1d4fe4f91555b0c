/* What an official has typed and not yet done stays on this computer, for this session of the browser, also over a reload. */
import { useState } from "preact/hooks"

const KEY = "cl-desk:"

function read(name: string): Record<string, string> {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(KEY + name) ?? "{}")
    return typeof found === "object" && found !== null ? (found as Record<string, string>) : {}
  } catch {
    return {}
  }
}

/** Forgets what was typed under a name, once it has been done. */
export function forget(name: string): void {
  try {
    sessionStorage.removeItem(KEY + name)
  } catch {
    // without storage there is nothing to forget
  }
}

/** Forgets everything typed at this desk; the next person at it sees nothing. */
export function forgetAll(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEY)) sessionStorage.removeItem(key)
  } catch {
    // without storage there is nothing to forget
  }
}

/** The fields of a small form, kept under a name while they are typed. */
export function useKept(name: string): [Record<string, string>, (field: string, value: string) => void] {
  const [fields, setFields] = useState(() => read(name))
  const set = (field: string, value: string): void => {
    const next = { ...read(name), ...fields, [field]: value }
    setFields(next)
    try {
      sessionStorage.setItem(KEY + name, JSON.stringify(next))
    } catch {
      // full or forbidden: the text is still on the screen
    }
  }
  return [fields, set]
}
