/* How this person likes the app on this phone. Nothing here is about anybody's papers, so it may stand beside the store. */
import { LANGS, speak, type Lang } from "../i18n/lang.ts"
import { cell, type Watch } from "../ui/watch.ts"

export const THEMES = ["system", "light", "dark"] as const
export type Theme = (typeof THEMES)[number]
export const TEXT_SIZES = [0, 1, 2, 3] as const
export type TextSize = (typeof TEXT_SIZES)[number]

export interface Settings {
  readonly lang: Lang
  readonly theme: Theme
  readonly text: TextSize
  /** The unit chosen last: the counter offered first. */
  readonly unit?: string
}

const NAME = "cua-lang.settings"
const FIRST: Settings = { lang: "vi", theme: "system", text: 0 }

const oneOf = <T>(all: readonly T[], value: unknown): T | undefined => all.find((each) => each === value)

/** What was kept, with everything unknown put back to its first value. */
function read(): Settings {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME) ?? "{}") as Partial<Record<keyof Settings, unknown>>
    return {
      lang: oneOf(LANGS, kept.lang) ?? FIRST.lang,
      theme: oneOf(THEMES, kept.theme) ?? FIRST.theme,
      text: oneOf(TEXT_SIZES, kept.text) ?? FIRST.text,
      ...(typeof kept.unit === "string" && { unit: kept.unit }),
    }
  } catch {
    return FIRST
  }
}

const present = cell<Settings>(FIRST)
export const settings: Watch<Settings> = present

function apply(next: Settings): void {
  const root = document.documentElement
  speak(next.lang)
  root.lang = next.lang
  root.dataset["text"] = String(next.text)
  if (next.theme === "system") delete root.dataset["theme"]
  else root.dataset["theme"] = next.theme
  present.set(next)
}

/** Applies what was kept; called once before the first screen. */
export function startSettings(): void {
  apply(read())
}

/** Changes the look at once and keeps it; a phone that cannot keep it still obeys for now. */
export function changeSettings(change: Partial<Settings>): void {
  const next = { ...present.get(), ...change }
  apply(next)
  try {
    localStorage.setItem(NAME, JSON.stringify(next))
  } catch {
    return
  }
}
