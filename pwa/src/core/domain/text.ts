/* Vietnamese text: cleaning, folding for search, and the order of names; the same answers as app/core/text.py. */

const SPACES = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/
// Controls, zero-width marks, writing-direction overrides; under the u flag the last range means lone surrogates only.
const INVISIBLE =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]/gu
const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g
const MARKS = /[\u0300-\u036f]/g
// Composed Latin letters with single spaces between words are clean as they stand: the fast way for nearly every answer.
const PLAIN = /^[!-~\u00c0-\u017f\u01a0-\u01b0\u1ea0-\u1ef9]+(?: [!-~\u00c0-\u017f\u01a0-\u01b0\u1ea0-\u1ef9]+)*$/

const ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
const TONES: Readonly<Record<string, number>> = { "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5 }
const LETTER_MARKS = "\u0306\u0302\u031b"

/** One clean line: composed letters, nothing invisible, single spaces, none at the ends. */
export function nfc(text: string): string {
  return PLAIN.test(text) ? text : trim(text.replace(INVISIBLE, "").normalize("NFC").replace(SPACES, " "))
}

/** Clean text that keeps its line breaks, at most one empty line between paragraphs. */
export function nfcLines(text: string): string {
  const lines = text
    .replace(INVISIBLE, "")
    .normalize("NFC")
    .split(LINE_BREAK)
    .map((line) => trim(line.replace(SPACES, " ")))
  return lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\n+$/g, "")
}

/** The text without marks and capitals, for finding: "Đăng ký  Khai sinh" and "dang ky khai sinh" are equal. */
export function fold(text: string): string {
  const bare = text.replace(INVISIBLE, "").toLowerCase().normalize("NFD").replace(MARKS, "").replace(/đ/g, "d")
  return trim(bare.replace(SPACES, " "))
}

/** Negative, zero or positive: the order of the Vietnamese alphabet, letters first (Đ after D, Ơ after Ô), then tones. */
export function compareTexts(one: string, other: string): number {
  return comparePlaces(places(one), places(other))
}

/** The order of a register: by given name (the last word), then family and middle names. */
export function compareNames(one: string, other: string): number {
  const [first, second] = [nameWords(one), nameWords(other)]
  for (let at = 0; at < Math.min(first.length, second.length); at++) {
    const order = compareTexts(first[at] ?? "", second[at] ?? "")
    if (order !== 0) return order
  }
  return first.length - second.length
}

/** Whether a text has the shape of a person's full name: two to eight words of letters, no digits. */
export function looksLikeAName(text: string): boolean {
  const words = nfc(text).split(" ")
  return words.length >= 2 && words.length <= 8 && words.every((word) => /^[\p{L}'’.-]+$/u.test(word) && /\p{L}/u.test(word))
}

/** How many characters a person would count: code points, as Python does. */
export function lengthOf(text: string): number {
  return text.length - (text.match(PAIRS)?.length ?? 0)
}

function trim(text: string): string {
  return text.replace(/^ +| +$/g, "")
}

function nameWords(name: string): string[] {
  const words = nfc(name).split(" ")
  return [words[words.length - 1] ?? "", ...words.slice(0, -1)]
}

interface Places {
  letters: number[]
  tones: number[]
}

function places(text: string): Places {
  const found: Places = { letters: [], tones: [] }
  for (const char of nfc(text).toLowerCase()) {
    const { base, tone } = splitTone(char)
    const place = ALPHABET.indexOf(base)
    found.letters.push(place >= 0 ? place + 0x110000 : (base.codePointAt(0) ?? 0))
    found.tones.push(tone)
  }
  return found
}

function comparePlaces(one: Places, other: Places): number {
  return compareNumbers(one.letters, other.letters) || compareNumbers(one.tones, other.tones)
}

function compareNumbers(one: readonly number[], other: readonly number[]): number {
  const shared = Math.min(one.length, other.length)
  for (let at = 0; at < shared; at++) {
    const order = (one[at] ?? 0) - (other[at] ?? 0)
    if (order !== 0) return order
  }
  return one.length - other.length
}

function splitTone(char: string): { base: string; tone: number } {
  let tone = 0
  let kept = ""
  for (const part of char.normalize("NFD")) {
    const found = TONES[part]
    if (found !== undefined) tone = found
    else if (LETTER_MARKS.includes(part) || !/[\u0300-\u036f]/.test(part)) kept += part
  }
  return { base: kept.normalize("NFC") || char, tone }
}
