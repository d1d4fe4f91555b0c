/* The QR on an ID card, read as typing help and never as proof: it is not signed. The same as app/identity/cccd.py. */

import { isDate } from "./forms/dates.ts"
import { fold, nfc } from "./text.ts"

export type Gender = "male" | "female"
export type CardWarning = "gender_differs" | "birth_year_differs"

/** What an identity number says; people's papers may say otherwise, so it only ever warns. */
export interface IdFacts {
  place: string
  gender: Gender
  birth_year: number
}

/** The texts of a card; what could not be read is empty. */
export interface IdCard {
  id_number: string
  old_number: string
  name: string
  birth_date: string
  gender: Gender | ""
  address: string
  issued_on: string
  extra: string[]
  warnings: CardWarning[]
}

const FIELDS = 7
const GENDERS = new Map<string, Gender>([
  ["nam", "male"],
  ["nu", "female"],
  ["male", "male"],
  ["female", "female"],
])

/** The card behind a scanned text; null when it is no card's QR. */
export function parseCard(text: string): IdCard | null {
  const plain = repaired(text)
  const parts = plain.split(plain.includes("|") ? "|" : "@").map(nfc)
  // scanners prepend the symbology (]Q1), a label ("Số CCCD:"), or send @ for the bar
  const id = /(?:^|[^0-9])([0-9]{12})(?![0-9])/.exec((parts[0] ?? "").replace(/^\][A-Za-z][0-9]/, ""))?.[1]
  if (id === undefined || parts.length < 3) return null
  const second = (parts[1] ?? "").replace(/ /g, "")
  if (second !== "" && !/^[0-9]{9}$/.test(second)) parts.splice(1, 0, "")
  const at = (place: number): string => parts[place] ?? ""
  const gender = GENDERS.get(fold(at(4))) ?? ""
  const birthDate = isoDate(at(3))
  return {
    id_number: id,
    old_number: at(1).replace(/ /g, ""),
    name: at(2),
    birth_date: birthDate,
    gender,
    address: at(5),
    issued_on: isoDate(at(6)),
    extra: withoutEmptyEnd(parts.slice(FIELDS)),
    warnings: cardWarnings(id, gender, birthDate),
  }
}

/** Place of birth registration (old province or country code), gender and year of birth in a 12-digit number. */
export function idFacts(idNumber: string): IdFacts | null {
  if (!/^[0-9]{12}$/.test(idNumber)) return null
  const fourth = Number(idNumber.charAt(3))
  const year = 1900 + Math.floor(fourth / 2) * 100 + Number(idNumber.slice(4, 6))
  return { place: idNumber.slice(0, 3), gender: fourth % 2 === 1 ? "female" : "male", birth_year: year }
}

/** Where a number and the rest of the card disagree; a reason to look twice, never to refuse. */
export function cardWarnings(idNumber: string, gender: string, birthDate: string): CardWarning[] {
  const said = idFacts(idNumber)
  const found: CardWarning[] = []
  if (said === null) return found
  if (gender !== "" && gender !== said.gender) found.push("gender_differs")
  if (birthDate !== "" && Number(birthDate.slice(0, 4)) !== said.birth_year) found.push("birth_year_differs")
  return found
}

/** The text, decoded again where a scanner took UTF-8 for Latin-1. */
function repaired(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text) || /[^\u0000-\u00ff]/.test(text)) return text
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(text, (char) => char.charCodeAt(0)))
  } catch {
    return text
  }
}

/** Turns ddmmyyyy (also with separators) into an ISO date; a year alone where day and month are unknown. */
function isoDate(text: string): string {
  const digits = text.replace(/[ ./-]/g, "")
  if (/^(?:0000)?[0-9]{4}$/.test(digits)) return digits.endsWith("0000") ? "" : digits.slice(-4)
  if (!/^[0-9]{8}$/.test(digits)) return ""
  const iso = `${digits.slice(4)}-${digits.slice(2, 4)}-${digits.slice(0, 2)}`
  return isDate(iso, false) ? iso : ""
}

function withoutEmptyEnd(parts: readonly string[]): string[] {
  let end = parts.length
  while (end > 0 && parts[end - 1] === "") end--
  return parts.slice(0, end)
}
