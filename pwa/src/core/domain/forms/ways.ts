/* The way from one version of a form to another: along the forms that name older ones, each with its rules. */
import type { FormDef, Json, Text } from "./types.ts"

/** The form behind `code@hash`, from this phone or fetched; undefined where neither can be now. */
export type FormOf = (ref: string) => Promise<FormDef | undefined>

export interface Way {
  readonly ref: string
  readonly form: FormDef
  readonly forms: readonly FormDef[]
  readonly rules: readonly Json[]
  /** What changed, in the words of those who changed it. */
  readonly says: readonly Text[]
  /** The forms themselves lead there; else answers come over by their names alone. */
  readonly named: boolean
  /** Every form on the way was looked at: where none leads there, none does. */
  readonly sure: boolean
}

const hashOf = (ref: string): string => ref.slice(ref.indexOf("@") + 1)

/** The shortest way along the forms that name older ones; both forms alone where none names the older one. Undefined where
    both are the same, or the newer one is not on this phone and cannot be fetched now. */
export async function wayTo(formOf: FormOf, old: { ref: string; form: FormDef }, ref: string): Promise<Way | undefined> {
  const [from, to] = [hashOf(old.ref), hashOf(ref)]
  if (from === to) return undefined
  const form = await formOf(ref)
  if (form === undefined) return undefined
  const code = ref.slice(0, ref.indexOf("@"))
  const paths: { forms: FormDef[]; rules: Json[]; says: Text[] }[] = [{ forms: [form], rules: [], says: [] }]
  const seen = new Set([to])
  let sure = true
  for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
    for (const [older, way] of Object.entries(path.forms[0]?.from ?? {}).sort(([one], [other]) => (one < other ? -1 : 1))) {
      const says = way.say === undefined ? path.says : [way.say, ...path.says]
      const rules = [way.rules, ...path.rules]
      if (older === from) return { ref, form, forms: [old.form, ...path.forms], rules, says, named: true, sure }
      if (seen.has(older)) continue
      seen.add(older)
      const next = await formOf(`${code}@${older}`)
      if (next === undefined) sure = false
      else paths.push({ forms: [next, ...path.forms], rules, says })
    }
  }
  return { ref, form, forms: [old.form, form], rules: [[]], says: [], named: false, sure }
}
