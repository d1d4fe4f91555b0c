/* What an ID card's code can fill in: the fields around an identity number that are about the same person. */
import type { IdCard } from "../../core/domain/cccd.ts"
import type { FieldDef, Json, SectionDef } from "../../core/domain/forms/index.ts"

/** Fields of one person stand in one section and share the first part of their key, or the party they are bound to. */
function samePerson(one: FieldDef, other: FieldDef): boolean {
  const party = (field: FieldDef): string | undefined => field.binds?.replace(/\.[a-z_]+$/, "")
  const prefix = (field: FieldDef): string => field.key.split("_")[0] ?? ""
  return (party(one) !== undefined && party(one) === party(other)) || prefix(one) === prefix(other)
}

const isCardNumber = (field: FieldDef): boolean => field.type === "id_number" && (field.kinds === undefined || field.kinds.includes("cccd"))

/** The identity numbers of a section a card can be scanned for. */
export const cardNumbers = (section: SectionDef): FieldDef[] =>
  section.fields.filter((field) => isCardNumber(field) && field.computed === undefined)

/** The keys that bring a person to typing this number: itself, and the question whether there is one. */
export const leadsTo = (section: SectionDef, number: FieldDef): string[] =>
  section.fields
    .filter((field) => field === number || (field.type === "yes_no" && field.key.endsWith("has_id") && samePerson(field, number)))
    .map((field) => field.key)

function valueFor(field: FieldDef, number: FieldDef, card: IdCard): Json | undefined {
  if (field.key === number.key) return card.id_number
  if (!samePerson(field, number) || field.computed !== undefined) return undefined
  if (field.type === "person_name") return card.name || undefined
  if (field.type === "yes_no" && field.key.endsWith("has_id")) return true
  if (field.type === "date" && /(dob|birth|birth_date)$/.test(field.key)) return card.birth_date || undefined
  if (field.type === "choice" && field.list === "genders") return card.gender || undefined
  if (field.type === "address" && card.address !== "") return { old: card.address }
  return undefined
}

/** Which fields of the section the card fills, and with what. */
export function fromCard(section: SectionDef, number: FieldDef, card: IdCard): readonly (readonly [string, Json])[] {
  const used = new Set<string>()
  return section.fields.flatMap((field) => {
    const value = valueFor(field, number, card)
    // the first name of the person, the first birth date, the first address
    if (value === undefined || (field.key !== number.key && used.has(field.type))) return []
    if (field.key !== number.key) used.add(field.type)
    return [[field.key, value] as const]
  })
}
