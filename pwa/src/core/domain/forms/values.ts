/* One answer: cleaned into the value everybody stores, or refused with a code. */

import { lengthOf, nfc, nfcLines } from "../text.ts"
import { compareDates, isDate } from "./dates.ts"
import { has, isDict, isFilled, isList, numberOf, own, type Dict } from "./expr.ts"
import type { FieldDef, FieldType, IdKind, Json, Lists, ProblemCode } from "./types.ts"

/** The value is not even of the right JSON type. */
export const BAD_TYPE = Symbol("bad_type")

export interface Fault {
  code: ProblemCode
  params: Record<string, Json>
}

type Cleaned = Json | typeof BAD_TYPE

const ADDRESS_PARTS = ["country", "province", "commune", "line", "old"] as const
const SEPARATORS = /[ .\-/()]/g
const ID_SHAPES: Readonly<Record<IdKind, RegExp>> = {
  cccd: /^[0-9]{12}$/,
  cmnd: /^[0-9]{9}$/,
  passport: /^(?=.*[0-9])[A-Z0-9]{6,12}$/,
}
const DEFAULT_KINDS: readonly IdKind[] = ["cccd", "cmnd"]
const PHONE = /^(?:0[0-9]{9,10}|\+[1-9][0-9]{6,14})$/
const ATTACHMENT_ID = /^[A-Za-z0-9_-]{1,64}$/

/** The stored form of an answer, null when there is none. */
export function clean(field: FieldDef, raw: Json): Cleaned {
  if (raw === null) return null
  const value = CLEANERS[field.type](raw)
  if (value === BAD_TYPE) return BAD_TYPE
  if (field.type === "number" && field.whole === true && !Number.isInteger(value)) return BAD_TYPE
  return isFilled(value) ? value : null
}

/** What is wrong with a cleaned value. */
export function fault(field: FieldDef, value: Json, today: string, lists: Lists): Fault | null {
  if (typeof value === "string") return textFault(field, value, today, lists)
  if (isList(value)) return field.type === "multi_choice" ? choicesFault(field, value, lists) : null
  if (isDict(value)) return addressFault(field, value, lists)
  if (typeof value === "boolean") return field.type === "statement" && !value ? { code: "must_agree", params: {} } : null
  return boundsFault(field, value)
}

function line(raw: Json): string | typeof BAD_TYPE {
  return typeof raw === "string" ? nfc(raw) : BAD_TYPE
}

function lines(raw: Json): Cleaned {
  return typeof raw === "string" ? nfcLines(raw) : BAD_TYPE
}

/** Only ASCII letters are lifted: languages differ in what else has a capital. */
function idNumber(raw: Json): Cleaned {
  const text = line(raw)
  return text === BAD_TYPE ? BAD_TYPE : text.replace(SEPARATORS, "").replace(/[a-z]+/g, (found) => found.toUpperCase())
}

function phone(raw: Json): Cleaned {
  const text = line(raw)
  if (text === BAD_TYPE) return BAD_TYPE
  const digits = text.replace(SEPARATORS, "")
  const home = /^(?:\+84|0084)0?(.*)$/.exec(digits) ?? /^84([0-9]{9})$/.exec(digits)
  return home === null ? digits : `0${home[1] ?? ""}`
}

function number(raw: Json): Cleaned {
  return numberOf(raw) ?? BAD_TYPE
}

function money(raw: Json): Cleaned {
  return Number.isInteger(raw) ? number(raw) : BAD_TYPE
}

function boolean(raw: Json): Cleaned {
  return typeof raw === "boolean" ? raw : BAD_TYPE
}

function strings(raw: Json): readonly string[] | typeof BAD_TYPE {
  if (!isList(raw)) return BAD_TYPE
  const found = new Set<string>()
  for (const item of raw) {
    const text = line(item)
    if (text === BAD_TYPE) return BAD_TYPE
    if (text !== "") found.add(text)
  }
  return [...found]
}

function attachments(raw: Json): Cleaned {
  const ids = strings(raw)
  return ids === BAD_TYPE || !ids.every((id) => ATTACHMENT_ID.test(id)) ? BAD_TYPE : ids
}

function address(raw: Json): Cleaned {
  if (!isDict(raw)) return BAD_TYPE
  const parts: Record<string, Json> = {}
  let found = 0
  for (const name of ADDRESS_PARTS) {
    const value = own(raw, name)
    const text = value === null ? "" : line(value)
    if (text === BAD_TYPE) return BAD_TYPE
    if (text === "") continue
    parts[name] = text
    found++
  }
  return found === 0 || (found === 1 && parts["country"] === "VN") ? null : parts
}

const CLEANERS: Readonly<Record<FieldType, (raw: Json) => Cleaned>> = {
  text: line,
  long_text: lines,
  person_name: line,
  date: line,
  id_number: idNumber,
  phone,
  address,
  choice: line,
  multi_choice: strings,
  number,
  money,
  yes_no: boolean,
  statement: boolean,
  attachment: attachments,
  info: () => null,
}

function textFault(field: FieldDef, value: string, today: string, lists: Lists): Fault | null {
  switch (field.type) {
    case "date":
      return dateFault(field, value, today)
    case "choice":
      return listed(field, value, lists) ? null : { code: "not_in_list", params: { value } }
    case "phone":
      return PHONE.test(value) ? null : { code: "bad_phone", params: {} }
    case "id_number":
      return (field.kinds ?? DEFAULT_KINDS).some((kind) => ID_SHAPES[kind].test(value)) ? null : { code: "bad_id_number", params: {} }
    default: {
      const most = field.max_length ?? (field.type === "long_text" ? 2000 : 200)
      return value.length > most && lengthOf(value) > most ? { code: "too_long", params: { max: most } } : null
    }
  }
}

function dateFault(field: FieldDef, value: string, today: string): Fault | null {
  if (!isDate(value, field.partial === true)) return { code: "bad_date", params: {} }
  if (field.past === true && compareDates(value, today) > 0) return { code: "date_in_future", params: {} }
  if (field.future === true && compareDates(value, today) < 0) return { code: "date_in_past", params: {} }
  if (typeof field.min === "string" && compareDates(value, field.min) < 0) return { code: "too_small", params: { min: field.min } }
  if (typeof field.max === "string" && compareDates(value, field.max) > 0) return { code: "too_large", params: { max: field.max } }
  return null
}

function choicesFault(field: FieldDef, values: readonly Json[], lists: Lists): Fault | null {
  const stranger = values.find((value) => typeof value === "string" && !listed(field, value, lists))
  return stranger === undefined ? null : { code: "not_in_list", params: { value: stranger } }
}

function listed(field: FieldDef, value: string, lists: Lists): boolean {
  if (field.options !== undefined) return field.options.some((option) => option.value === value)
  return field.list === undefined || inList(field.list, value, lists)
}

function inList(name: string, value: Json, lists: Lists): boolean {
  const list = lists[name]
  return list === undefined || (typeof value === "string" && list.has(value))
}

function addressFault(field: FieldDef, value: Dict, lists: Lists): Fault | null {
  const abroad = has(value, "country") && value["country"] !== "VN"
  if (abroad && field.abroad !== true) return badAddress("abroad")
  if (has(value, "province") && !inList("provinces", own(value, "province"), lists)) return badAddress("province")
  if (has(value, "commune") && !inList("communes", own(value, "commune"), lists)) return badAddress("commune")
  if (Object.values(value).some((part) => typeof part === "string" && lengthOf(part) > 200))
    return { code: "too_long", params: { max: 200 } }
  const complete = (has(value, "province") && has(value, "commune")) || has(value, "old") || (abroad && has(value, "line"))
  return complete ? null : badAddress("incomplete")
}

function badAddress(why: string): Fault {
  return { code: "bad_address", params: { why } }
}

function boundsFault(field: FieldDef, value: Json): Fault | null {
  const plain = numberOf(value)
  const least = numberOf(field.min) ?? (field.type === "money" ? 0 : null)
  const most = numberOf(field.max)
  if (plain !== null && least !== null && plain < least) return { code: "too_small", params: { min: least } }
  if (plain !== null && most !== null && plain > most) return { code: "too_large", params: { max: most } }
  return null
}
