import { useEffect, useState } from "preact/hooks"
import type { CodeItem, CodeList } from "../../core/contract/catalogue.ts"
import type { FormDef, Lists } from "../../core/domain/forms/index.ts"
import { type Client, useClient } from "../app/client.ts"
import { listsOf } from "../app/forms.ts"
import type { Labels } from "../i18n/answer.ts"
import { say } from "../i18n/lang.ts"
import { useWatch } from "../ui/watch.ts"
import type { Place, Places } from "../ui/AddressInput.tsx"

/** The code lists of one form, as the engine, the controls and the check page each need them. */
export interface FormLists {
  readonly sets: Lists
  readonly items: Readonly<Record<string, readonly CodeItem[]>>
  readonly places: Places
  readonly label: Labels
}

async function fetchList(client: Client, name: string): Promise<CodeList | undefined> {
  const kept = await client.store.list(name)
  if (kept !== undefined) return kept
  return (await client.catalogue.ensureList(name)) ? client.store.list(name) : undefined
}

const placesOf = (list: readonly CodeItem[] = []): Place[] => list.map(({ value, label, parent }) => ({ value, label: say(label), parent }))

function assemble(lists: readonly CodeList[]): FormLists {
  const items = Object.fromEntries(lists.map((list) => [list.name, list.items]))
  const labels = new Map(lists.map((list) => [list.name, new Map(list.items.map((item) => [item.value, say(item.label)]))]))
  // what people lived in before the reform helps to find; it is no list to choose from
  const sets = Object.fromEntries(lists.map((list) => [list.name, new Set(list.items.map((item) => item.value))]))
  return {
    items,
    sets,
    label: (list, value) => labels.get(list)?.get(value),
    places: {
      provinces: placesOf(items["provinces"]),
      communes: placesOf(items["communes"]),
      former: labels.get("old_communes") ?? new Map<string, string>(),
      countries: placesOf(items["nationalities"]),
    },
  }
}

/** The lists a form needs; a list that is neither here nor to be had is left out, and then not checked. */
export function useFormLists(form: FormDef | undefined): FormLists | undefined {
  const client = useClient()
  const [lists, setLists] = useState<FormLists>()
  const [missing, setMissing] = useState(0)
  const { kind } = useWatch(client.sync)
  // what could not be had is tried again whenever the network may have come back
  const again = missing > 0 ? kind : ""
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state of the network is another try
  useEffect(() => {
    if (form === undefined) return
    let wanted = true
    void Promise.all(listsOf(form).map((name) => fetchList(client, name).catch(() => undefined))).then((found) => {
      if (!wanted) return
      const here = found.filter((list) => list !== undefined)
      setMissing(found.length - here.length)
      setLists(assemble(here))
    })
    return () => {
      wanted = false
    }
  }, [client, form, again])
  return lists
}
