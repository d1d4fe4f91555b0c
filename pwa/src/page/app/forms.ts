/* Which form and lists a procedure needs on this phone before it can be filled in without a network. */
import type { FormDef } from "../../core/domain/forms/index.ts"
import type { Client } from "./client.ts"

const PLACES = ["provinces", "communes", "old_communes", "nationalities"]

/** The names of the code lists a form asks from. */
export function listsOf(form: FormDef): string[] {
  const fields = form.sections.flatMap((section) => section.fields)
  const own = fields.flatMap((field) => (field.list === undefined ? [] : [field.list]))
  const places = fields.some((field) => field.type === "address") ? PLACES : []
  return [...new Set([...own, ...places])]
}

/** The form behind `code@hash`, from this phone or fetched now; undefined when neither can be. */
export async function formOf(client: Client, ref: string): Promise<FormDef | undefined> {
  const hash = ref.split("@")[1] ?? ""
  const kept = await client.store.form(hash)
  if (kept !== undefined) return kept
  return (await client.catalogue.ensureForm(ref)) ? client.store.form(hash) : undefined
}

/** Brings a form and its lists here while there is a network, ahead of all others: somebody is looking at it. */
export async function fetchAhead(client: Client, ref: string): Promise<void> {
  const form = await formOf(client, ref)
  if (form === undefined) return
  for (const name of listsOf(form)) {
    if ((await client.store.list(name)) === undefined) await client.catalogue.ensureList(name)
  }
}
