/* How an answer reads to a person: the words of its choice, a date as dates are written, an address from its codes. */
import type { Address, FieldDef, Json } from "../../core/domain/forms/types.ts"
import { date, idNumber, money, number, phone } from "./format.ts"
import { lang, say } from "./lang.ts"

/** The words of a code in a code list, where the list is known. */
export type Labels = (list: string, value: string) => string | undefined

const isAddress = (value: Json): value is Record<string, Json> => typeof value === "object" && value !== null && !Array.isArray(value)

/** An address as one line: what was typed, commune, province; or the older three levels as they stood. */
export function addressText(value: Json, label: Labels): string {
  if (!isAddress(value)) return ""
  const { line, commune, province, old, country } = value as Address
  const parts = [line, commune && (label("communes", commune) ?? commune), province && (label("provinces", province) ?? province)]
  const abroad = country && country !== "VN" ? (label("nationalities", country) ?? country) : undefined
  return [...parts, parts.some(Boolean) ? undefined : old, abroad].filter(Boolean).join(", ")
}

const yes = (value: boolean): string => {
  if (lang() === "en") return value ? "Yes" : "No"
  return value ? "Có" : "Không"
}

function choiceText(field: FieldDef, value: string, label: Labels): string {
  const option = field.options?.find((each) => each.value === value)
  if (option) return say(option.label)
  return (field.list && label(field.list, value)) ?? value
}

/** What a field's answer says; an empty string for no answer. Attachments are shown as pictures, not as words. */
export function answerText(field: FieldDef, value: Json | undefined, label: Labels): string {
  if (value === undefined || value === null) return ""
  if (typeof value === "boolean") return yes(value)
  if (typeof value === "number") return field.type === "money" ? money(value) : number(value)
  if (typeof value === "string") return stringText(field, value, label)
  if (field.type === "address") return addressText(value, label)
  if (field.type === "multi_choice" && Array.isArray(value)) return value.map((each) => choiceText(field, String(each), label)).join(", ")
  return ""
}

function stringText(field: FieldDef, value: string, label: Labels): string {
  switch (field.type) {
    case "date":
      return date(value)
    case "phone":
      return phone(value)
    case "id_number":
      return idNumber(value)
    case "choice":
      return choiceText(field, value, label)
    default:
      return value
  }
}
