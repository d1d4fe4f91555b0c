/* Amounts in whole đồng: written in figures and in Vietnamese words; the same as app/core/money.py. */

const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"] as const
const BILLION = 1_000_000_000

/** The amount with dots between thousands: 1.234.000. */
export function figures(amount: number): string {
  return String(amount).replace(/\B(?=(?:\d{3})+$)/g, ".")
}

/** The amount as people write it: 16.000 đ. */
export function dong(amount: number): string {
  return `${figures(amount)}\u00a0đ`
}

/** The amount in Vietnamese words, as receipts need it: "Mười sáu nghìn đồng". */
export function words(amount: number): string {
  const text = amount < 0 ? `âm ${numberWords(-amount)}` : numberWords(amount)
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} đồng`
}

function numberWords(amount: number): string {
  if (amount === 0) return DIGITS[0]
  const parts: string[] = []
  if (amount >= BILLION) parts.push(`${numberWords(Math.floor(amount / BILLION))} tỷ`)
  const rest = amount % BILLION
  for (const [unit, name] of [
    [1_000_000, " triệu"],
    [1000, " nghìn"],
    [1, ""],
  ] as const) {
    const group = Math.floor(rest / unit) % 1000
    if (group > 0) parts.push(threeDigits(group, parts.length > 0) + name)
  }
  return parts.join(" ")
}

/** Three digits in words; an inner group says its zeros: "không trăm linh năm". */
function threeDigits(group: number, inner: boolean): string {
  const hundreds = Math.floor(group / 100)
  const tens = Math.floor(group / 10) % 10
  const ones = group % 10
  const parts: string[] = []
  if (hundreds > 0 || inner) parts.push(`${digit(hundreds)} trăm`)
  if (tens === 1) parts.push("mười")
  else if (tens > 1) parts.push(`${digit(tens)} mươi`)
  else if (ones > 0 && parts.length > 0) parts.push("linh")
  if (ones > 0) parts.push(lastDigit(tens, ones))
  return parts.join(" ")
}

function lastDigit(tens: number, ones: number): string {
  if (ones === 1 && tens > 1) return "mốt"
  return ones === 5 && tens > 0 ? "lăm" : digit(ones)
}

function digit(value: number): string {
  return DIGITS[value] ?? ""
}
