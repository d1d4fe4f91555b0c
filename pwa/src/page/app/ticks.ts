/* What a person has ticked as "I have it" on a procedure page, before there is any draft to keep it in. */
const name = (code: string): string => `cua-lang.ticks.${code}`

export function ticksOf(code: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name(code)) ?? "[]")
    return Array.isArray(kept) ? kept.filter((key) => typeof key === "string") : []
  } catch {
    return []
  }
}

export function keepTicks(code: string, keys: readonly string[]): void {
  try {
    if (keys.length === 0) localStorage.removeItem(name(code))
    else localStorage.setItem(name(code), JSON.stringify(keys))
  } catch {
    return
  }
}
