import { type Bundle, type Procedure } from "../../../core/contract/catalogue.ts"
import { fold } from "../../../core/domain/text.ts"

/** Promises a search over a bundle: by name, code, life event and everyday words, with or without diacritics. */
export function finder(bundle: Bundle): (asked: string) => readonly Procedure[] {
  const texts = bundle.procedures.map((each) => fold([each.name.vi, each.name.en ?? "", each.code, ...each.aliases, ...each.words].join(" ")))
  return (asked) => {
    const words = fold(asked).split(" ").filter(Boolean)
    return bundle.procedures.filter((_, n) => words.every((word) => texts[n]?.includes(word)))
  }
}
