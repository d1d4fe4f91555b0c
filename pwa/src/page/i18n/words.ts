import { lang } from "./lang.ts"

type Word = string | readonly string[] | ((...values: never[]) => string)
/** The same words in another language: same names, same questions. */
type Same<V> = { readonly [K in keyof V]: V[K] extends string ? string : V[K] extends readonly string[] ? readonly string[] : V[K] }

/** Promises the words of a screen in the present language: `const t = words(vi, en)`, then `t().title`. */
export function words<const V extends Readonly<Record<string, Word>>>(vi: V, en: Same<V>): () => Same<V> {
  return () => (lang() === "en" ? en : vi) as Same<V>
}
