import type { Bundle, Procedure } from "../../../core/contract/catalogue.ts"
import { SearchIndex } from "../../../core/domain/search.ts"

/** Promises a search over a bundle: by name, code, life event and everyday words, with or without diacritics. */
export function finder(bundle: Bundle): (asked: string) => readonly Procedure[] {
  const index = new SearchIndex(bundle.procedures, bundle.life_events)
  const byCode = new Map(bundle.procedures.map((procedure) => [procedure.code, procedure]))
  return (asked) =>
    index
      .find(asked)
      .map((hit) => byCode.get(hit.code))
      .filter((found) => found !== undefined)
}
