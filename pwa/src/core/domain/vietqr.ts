/* VietQR payloads (EMVCo, NAPAS 09/2021), made and read without a network; the same as app/payments/vietqr.py. */

import { parseLocalCode } from "./ids.ts"

export const PURPOSE_LENGTH = 25
const REFERENCE_PREFIX = "CL"
const NAPAS = "A000000727"
const SERVICES = ["QRIBFTTA", "QRIBFTTC", "QRPUSH"]

/** What a payment code asks for. */
export interface VietQr {
  bin: string
  account: string
  amount?: number | null
  purpose?: string
  bill?: string
  service?: string
}

export type VietQrFault =
  | "bad_bin"
  | "bad_account"
  | "bad_amount"
  | "bad_service"
  | "bad_bill"
  | "purpose_too_long"
  | "bad_shape"
  | "bad_crc"
  | "not_vietqr"

export type Outcome<T> = { ok: true; value: T } | { ok: false; code: VietQrFault }

/** The text of the code, or the first thing that is wrong. */
export function buildVietQr(request: VietQr): Outcome<string> {
  const { bin, account, amount = null, bill = "", service = "QRIBFTTA" } = request
  const purpose = asciiText(request.purpose ?? "")
  const code = faultOf({ bin, account, amount, bill, service, purpose })
  if (code !== null) return { ok: false, code }
  const merchant = field("00", NAPAS) + field("01", field("00", bin) + field("01", account)) + field("02", service)
  const extra = (bill === "" ? "" : field("01", bill)) + (purpose === "" ? "" : field("08", purpose))
  const body = [
    field("00", "01"),
    field("01", amount === null ? "11" : "12"),
    field("38", merchant),
    field("53", "704"),
    amount === null ? "" : field("54", String(amount)),
    field("58", "VN"),
    extra === "" ? "" : field("62", extra),
    "6304",
  ].join("")
  return { ok: true, value: body + crc(body) }
}

/** What a code asks for, or why it cannot be read. */
export function parseVietQr(text: string): Outcome<Required<VietQr>> {
  if (/[^ -~]/.test(text)) return { ok: false, code: "not_vietqr" }
  if (text.length < 8 || text.slice(-8, -4) !== "6304" || crc(text.slice(0, -4)) !== text.slice(-4).toUpperCase()) {
    return { ok: false, code: "bad_crc" }
  }
  const top = fields(text)
  const merchant = fields(top?.get("38") ?? "")
  if (top === null || merchant === null) return { ok: false, code: "bad_shape" }
  if (merchant.get("00") !== NAPAS || top.get("53") !== "704") return { ok: false, code: "not_vietqr" }
  return readParts(top, merchant)
}

function readParts(top: Fields, merchant: Fields): Outcome<Required<VietQr>> {
  const beneficiary = fields(merchant.get("01") ?? "")
  const extra = fields(top.get("62") ?? "")
  if (beneficiary === null || extra === null) return { ok: false, code: "bad_shape" }
  const amount = top.get("54")
  if (amount !== undefined && !/^[0-9]{1,13}$/.test(amount)) return { ok: false, code: "bad_amount" }
  const value = {
    bin: beneficiary.get("00") ?? "",
    account: beneficiary.get("01") ?? "",
    amount: amount === undefined ? null : Number(amount),
    purpose: extra.get("08") ?? "",
    bill: extra.get("01") ?? "",
    service: merchant.get("02") ?? "",
  }
  return { ok: true, value }
}

/** The short reference of a dossier that survives every bank's memo field: CL and the local code. */
export function paymentReference(localCode: string): string {
  return REFERENCE_PREFIX + localCode.replace(/-/g, "")
}

/** The local codes that a bank's memo names, whatever the bank did to case, spaces and punctuation. */
export function referencesIn(memo: string): string[] {
  const plain = asciiText(memo)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
  const found = new Set<string>()
  for (let at = plain.indexOf(REFERENCE_PREFIX); at >= 0; at = plain.indexOf(REFERENCE_PREFIX, at + 1)) {
    const code = parseLocalCode(plain.slice(at + 2, at + 11))
    if (code !== null) found.add(code)
  }
  return [...found]
}

/** Letters, digits and single spaces without marks; banks drop or change everything else. */
export function asciiText(text: string): string {
  const bare = text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/đ/g, "d")
    .replace(/Đ/g, "D")
  return bare.replace(/[^A-Za-z0-9]+/g, " ").replace(/^ +| +$/g, "")
}

/** CRC-16/CCITT-FALSE as four hexadecimal digits. */
export function crc(text: string): string {
  let value = 0xffff
  for (let at = 0; at < text.length; at++) {
    value ^= text.charCodeAt(at) << 8
    for (let bit = 0; bit < 8; bit++) value = ((value << 1) ^ (value & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return value.toString(16).toUpperCase().padStart(4, "0")
}

function faultOf({ bin, account, amount, bill, service, purpose }: Required<VietQr>): VietQrFault | null {
  if (!/^[0-9]{6}$/.test(bin)) return "bad_bin"
  if (!/^[A-Za-z0-9]{1,19}$/.test(account)) return "bad_account"
  if (amount !== null && !(Number.isInteger(amount) && amount > 0 && amount < 1e13)) return "bad_amount"
  if (!SERVICES.includes(service)) return "bad_service"
  if (!/^[A-Za-z0-9]{0,25}$/.test(bill)) return "bad_bill"
  return purpose.length > PURPOSE_LENGTH ? "purpose_too_long" : null
}

function field(tag: string, value: string): string {
  return `${tag}${String(value.length).padStart(2, "0")}${value}`
}

type Fields = ReadonlyMap<string, string>

function fields(text: string): Fields | null {
  const found = new Map<string, string>()
  for (let at = 0; at < text.length; ) {
    const head = /^([0-9]{2})([0-9]{2})$/.exec(text.slice(at, at + 4))
    const size = Number(head?.[2])
    if (head === null || at + 4 + size > text.length) return null
    found.set(head[1] ?? "", text.slice(at + 4, at + 4 + size))
    at += 4 + size
  }
  return found
}
