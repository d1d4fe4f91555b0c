/* How dates, money and numbers are written. Civil dates are those of Viet Nam, which keeps UTC+7 the whole year:
   no time zone tables are needed, and every phone writes the same. */
import { lang } from "./lang.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR
const OFFSET = 7 * HOUR

const weekdays = {
  vi: ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
}
const weekdaysShort = { vi: ["CN", "T2", "T3", "T4", "T5", "T6", "T7"], en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] }
const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]

const vietnam = (moment: string | number): Date => new Date(new Date(moment).getTime() + OFFSET)

/** The civil date in Viet Nam of a moment, as YYYY-MM-DD. */
export const civilDate = (moment: string | number): string => vietnam(moment).toISOString().slice(0, 10)

/** Today in Viet Nam, as YYYY-MM-DD. */
export const today = (): string => civilDate(Date.now())

/** A moment or a civil date is first brought to a civil date. */
const civil = (when: string): string => (when.length > 10 ? civilDate(when) : when)

/** 24/02/2026; partly known dates as 02/2026 or 2026. */
export const date = (when: string): string => civil(when).split("-").reverse().join("/")

/** 24/02: for lists where the year is plain. */
export const dayMonth = (when: string): string => date(when).slice(0, 5)

export const weekday = (when: string): string => weekdays[lang()][new Date(civil(when)).getUTCDay()] ?? ""
export const weekdayShort = (when: string): string => weekdaysShort[lang()][new Date(civil(when)).getUTCDay()] ?? ""

/** thứ Ba 24/02/2026 */
export const longDate = (when: string): string => `${weekday(when)} ${date(when)}`

/** Thứ Ba 24/02/2026, to begin a sentence with. */
export const startDate = (when: string): string => upperFirst(longDate(when))

/** 09:41 in Viet Nam */
export const time = (moment: string): string => vietnam(moment).toISOString().slice(11, 16)

/** 09:41, thứ Ba 24/02/2026 */
export const dateTime = (moment: string): string => `${time(moment)}, ${longDate(moment)}`

/** A date as it will stand on paper: "ngày 5 tháng 8 năm 1994", "tháng 8 năm 1994", "năm 1994". */
export function dateInWords(when: string): string {
  const [year, month, day] = when.split("-").map(Number)
  if (lang() === "en") return [day, month && months[month - 1], year].filter((part) => part !== undefined).join(" ")
  return [day && `ngày ${day}`, month && `tháng ${month}`, `năm ${year ?? ""}`].filter((part) => part !== undefined).join(" ")
}

/** "hôm nay", "hôm qua", or the date; for moments a person remembers. */
export function nearDate(moment: string, now = Date.now()): string {
  const days = (Date.parse(civilDate(now)) - Date.parse(civil(moment))) / DAY
  if (days === 0) return lang() === "en" ? "today" : "hôm nay"
  if (days === 1) return lang() === "en" ? "yesterday" : "hôm qua"
  return date(moment)
}

/** How long ago: "vừa xong", "12 phút", "2 giờ", "3 ngày". */
export function age(moment: string, now = Date.now()): string {
  const minutes = Math.floor((now - Date.parse(moment)) / 60_000)
  const [size, vi, en] =
    minutes < 60
      ? ([minutes, "phút", "minute"] as const)
      : minutes < 48 * 60
        ? ([Math.floor(minutes / 60), "giờ", "hour"] as const)
        : ([Math.floor(minutes / 1440), "ngày", "day"] as const)
  if (minutes < 1) return lang() === "en" ? "just now" : "vừa xong"
  return lang() === "en" ? `${size} ${en}${size === 1 ? "" : "s"}` : `${size} ${vi}`
}

/** Groups of three from the right, with the mark of the present language. */
function grouped(n: number): string {
  return String(Math.abs(Math.round(n))).replace(/\B(?=(\d{3})+$)/g, lang() === "en" ? "," : ".")
}

/** 16.000 đ */
export const money = (dong: number): string => `${dong < 0 ? "−" : ""}${grouped(dong)}\u00a0đ`

/** 1.250 or 2,5 */
export function number(n: number): string {
  const [, fraction] = String(Math.abs(n)).split(".")
  const whole = `${n < 0 ? "−" : ""}${grouped(Math.trunc(n))}`
  return fraction === undefined ? whole : `${whole}${lang() === "en" ? "." : ","}${fraction}`
}

/** 340 kB, 1,2 MB: never a false precision. */
export function bytes(n: number): string {
  if (n < 950_000) return `${Math.max(1, Math.round(n / 1000))}\u00a0kB`
  return `${number(Math.round(n / 100_000) / 10)}\u00a0MB`
}

/** 0912 345 678; what is no Vietnamese number stays as it was typed. */
export function phone(digits: string): string {
  if (/^0\d{9}$/.test(digits)) return `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`
  if (/^0\d{10}$/.test(digits)) return `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`
  return digits
}

/** 038 194 012 345; old nine-digit numbers as 123 456 789; passports stay. */
export const idNumber = (id: string): string => (/^\d+$/.test(id) ? id.replace(/(\d{3})(?=\d)/g, "$1 ") : id)

/** A first letter large, for sentences that begin with a weekday. */
export const upperFirst = (text: string): string => text.charAt(0).toLocaleUpperCase("vi") + text.slice(1)

/** A first letter small, for what follows a colon; names that are all capitals stay. */
export const lowerFirst = (text: string): string =>
  /^\p{Lu}\p{Lu}/u.test(text) ? text : text.charAt(0).toLocaleLowerCase("vi") + text.slice(1)
