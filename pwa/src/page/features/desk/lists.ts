/* The words of the codes in a form's answers; code lists are fetched once and kept by the browser. */
import { useEffect, useState } from "preact/hooks"
import type { FormDef } from "../../../core/domain/forms/types.ts"
import type { Labels } from "../../i18n/answer.ts"
import { say } from "../../i18n/lang.ts"
import { desk } from "./api.ts"

type Known = Map<string, Map<string, string>>

let hashes: Promise<Record<string, string>> | undefined

function listHashes(): Promise<Record<string, string>> {
  hashes ??= desk.bundle().then((found) => (found.ok ? found.value.lists : {}))
  return hashes
}

function wanted(form: FormDef): Set<string> {
  const names = new Set<string>()
  for (const field of form.sections.flatMap((section) => section.fields)) {
    if (field.list) names.add(field.list)
    if (field.type === "address") for (const name of ["provinces", "communes", "nationalities"]) names.add(name)
  }
  return names
}

async function read(form: FormDef): Promise<Known> {
  const known: Known = new Map()
  const all = await listHashes()
  for (const name of wanted(form)) {
    const hash = all[name]
    const found = hash === undefined ? undefined : await desk.list(name, hash)
    if (found?.ok) known.set(name, new Map(found.value.items.map((item) => [item.value, say(item.label)])))
  }
  return known
}

/** The labels a form needs; codes show as they are until the lists have come. */
export function useLabels(form: FormDef): Labels {
  const [known, setKnown] = useState<Known>(new Map())
  useEffect(() => {
    let here = true
    void read(form).then((found) => here && setKnown(found))
    return () => {
      here = false
    }
  }, [form])
  return (list, value) => known.get(list)?.get(value)
}
