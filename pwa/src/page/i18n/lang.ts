/** A sentence of the catalogue, in Vietnamese and perhaps in other languages. */
export interface Text {
  readonly vi: string
  readonly en?: string | undefined
}

export const LANGS = ["vi", "en"] as const
export type Lang = (typeof LANGS)[number]

let present: Lang = "vi"

/** The language the screens speak now. */
export const lang = (): Lang => present

/** Makes every word asked for from now on come in this language. The app renders anew by itself. */
export function speak(next: Lang): void {
  present = next
}

/** A catalogue's sentence in the present language; Vietnamese where nobody has translated it. */
export function say(text: Text | undefined): string {
  if (text === undefined) return ""
  return (present === "en" ? text.en : undefined) ?? text.vi
}
