/* Finding a procedure among the catalogue's few hundred: by code, name, everyday words, life events and summary. */

import { fold, nfc } from "./text.ts"

interface Words {
  vi: string
  en?: string
}

/** What the search knows of a procedure; a bundle's Procedure fits. */
export interface Searchable {
  code: string
  aliases: readonly string[]
  name: Words
  summary: Words
  words: readonly string[]
  life_events: readonly string[]
}

export interface Hit {
  code: string
  score: number
}

interface Entry {
  code: string
  codes: readonly string[]
  /** Accents kept: "hộ" and "họ" are told apart where the person wrote them. */
  spoken: string
  phrases: readonly string[]
  compact: string
}

/** How much a word in each place says, and where it stands: best place first. */
const WEIGHTS = { name: 12, words: 9, events: 5, summary: 3 } as const
const [EXACT, PREFIX, TYPO] = [1, 0.7, 0.45]
const CODE_SCORE = 1000
const SHORTEST_TYPO = 5
// words that say nothing about which procedure is meant, unless nothing else was said
const EMPTY_WORDS = new Set(
  "thu tuc toi em con minh muon can xin lam di cho cua va o de the nao nhu gi dau bi duoc the how to do i my the a for of".split(" "),
)

type Postings = Map<number, number>

/** Made once from the bundle; find() then takes a fraction of a millisecond. */
export class SearchIndex {
  readonly #entries: readonly Entry[]
  readonly #vocabulary = new Map<string, Postings>()

  constructor(procedures: readonly Searchable[], lifeEvents: readonly { key: string; name: Words }[] = []) {
    const events = new Map(lifeEvents.map((event) => [event.key, texts(event.name)]))
    this.#entries = procedures.map(entryOf)
    procedures.forEach((procedure, place) => {
      this.#add(place, texts(procedure.name), WEIGHTS.name)
      this.#add(place, procedure.words, WEIGHTS.words)
      this.#add(
        place,
        procedure.life_events.flatMap((key) => events.get(key) ?? []),
        WEIGHTS.events,
      )
      this.#add(place, texts(procedure.summary), WEIGHTS.summary)
    })
  }

  /** The procedures that fit, best first: all words if any procedure has them all, else those with the most telling ones. */
  find(query: string, limit = 50): Hit[] {
    const wanted = wordsOf(query)
    const scores = new Map<number, number>()
    const byCode = this.#byCode(query)
    for (const [place, score] of byCode) raise(scores, place, score)
    const telling = wanted.filter((word) => !EMPTY_WORDS.has(word))
    for (const [place, score] of this.#byWords(telling.length > 0 ? telling : wanted)) raise(scores, place, score)
    this.#byPhrase(query, wanted, scores)
    const hits = [...scores].map(([place, score]) => ({ place, code: this.#entries[place]?.code ?? "", score }))
    hits.sort((one, other) => other.score - one.score || one.place - other.place)
    return hits.slice(0, limit).map(({ code, score }) => ({ code, score }))
  }

  #add(place: number, sources: readonly string[], weight: number): void {
    for (const word of sources.flatMap(wordsOf)) {
      const postings = this.#vocabulary.get(word) ?? new Map<number, number>()
      if ((postings.get(place) ?? 0) < weight) postings.set(place, weight)
      this.#vocabulary.set(word, postings)
    }
  }

  #byCode(query: string): Postings {
    const asked = query.replace(/\s/g, "")
    const found: Postings = new Map()
    if (!/^[0-9][0-9.]*$/.test(asked)) return found
    const digits = asked.replace(/\./g, "")
    this.#entries.forEach(({ codes }, place) => {
      const bare = codes.map((code) => code.replace(/\./g, ""))
      if (codes.includes(asked) || bare.includes(digits)) found.set(place, CODE_SCORE)
      else if (digits.length >= 2 && codes.some((code) => code.startsWith(asked))) found.set(place, CODE_SCORE / 2)
      else if (digits.length >= 4 && bare.some((code) => code.includes(digits))) found.set(place, CODE_SCORE / 4)
    })
    return found
  }

  #byWords(wanted: readonly string[]): Postings {
    const found = wanted.map((word) => this.#byWord(word))
    const everywhere = found.every((postings) => postings.size > 0)
    const scores: Postings = new Map()
    const counts: Postings = new Map()
    for (const postings of found) {
      const telling = Math.log(1 + this.#entries.length / Math.max(1, postings.size))
      for (const [place, score] of postings) {
        scores.set(place, (scores.get(place) ?? 0) + score * telling)
        counts.set(place, (counts.get(place) ?? 0) + 1)
      }
    }
    const most = Math.max(0, ...counts.values())
    const least = everywhere && most === wanted.length ? most : Math.max(1, Math.ceil(most * 0.6))
    for (const [place, count] of counts) {
      if (count < least) scores.delete(place)
    }
    return scores
  }

  /** The places of one word: as it stands, as the start of a longer word, or with one slip of the finger. */
  #byWord(wanted: string): Postings {
    const found: Postings = new Map()
    const gather = (postings: Postings, worth: number): void => {
      for (const [place, weight] of postings) raise(found, place, weight * worth)
    }
    for (const [word, postings] of this.#vocabulary) {
      if (word === wanted) gather(postings, EXACT)
      else if (wanted.length >= 2 && word.startsWith(wanted)) gather(postings, PREFIX)
    }
    if (found.size > 0 || wanted.length < SHORTEST_TYPO) return found
    for (const [word, postings] of this.#vocabulary) {
      if (isOneEditAway(wanted, word)) gather(postings, TYPO)
    }
    if (found.size === 0) {
      this.#entries.forEach(({ compact, phrases }, place) => {
        if (compact.includes(wanted)) found.set(place, WEIGHTS.name * PREFIX + share(wanted, phrases[0]))
      })
    }
    return found
  }

  /** What stands together in the question and in the catalogue says more than its words apart. */
  #byPhrase(query: string, wanted: readonly string[], scores: Postings): void {
    const asked = wanted.join(" ")
    const spoken = spokenWords(query)
    const [accented, padded] = [spoken !== asked && spoken !== "", ` ${asked} `]
    for (const [place, score] of scores) {
      const entry = this.#entries[place]
      if (entry === undefined || asked === "") continue
      let more = 0
      if (` ${entry.phrases[0] ?? ""} `.includes(padded)) more += 30 + share(asked, entry.phrases[0])
      for (const phrase of entry.phrases) {
        if (phrase === asked) more += 40
        else if (phrase.includes(" ") && padded.includes(` ${phrase} `)) more += 20
      }
      if (accented && entry.spoken.includes(` ${spoken} `)) more += 15
      scores.set(place, score + more)
    }
  }
}

function entryOf(procedure: Searchable): Entry {
  const named = [procedure.name.vi, ...procedure.words, procedure.name.en ?? ""].filter((text) => text !== "")
  return {
    code: procedure.code,
    codes: [procedure.code, ...procedure.aliases],
    spoken: ` ${named.map(spokenWords).join(" | ")} `,
    phrases: [...new Set(named.map((text) => wordsOf(text).join(" ")))],
    compact: named.map((text) => wordsOf(text).join("")).join("|"),
  }
}

function texts(text: Words): string[] {
  return text.en === undefined ? [text.vi] : [text.vi, text.en]
}

function wordsOf(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
}

function spokenWords(text: string): string {
  return nfc(text)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .join(" ")
}

/** A name that says little more than what was asked stands before a longer one. */
function share(asked: string, name = ""): number {
  return (10 * asked.length) / Math.max(asked.length, name.length, 1)
}

function raise(scores: Postings, place: number, score: number): void {
  if ((scores.get(place) ?? 0) < score) scores.set(place, score)
}

/** One letter more, less or other, or two neighbours swapped. */
export function isOneEditAway(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one.charAt(start) === other.charAt(start)) start++
  let [end, otherEnd] = [one.length, other.length]
  while (end > start && otherEnd > start && one.charAt(end - 1) === other.charAt(otherEnd - 1)) {
    end--
    otherEnd--
  }
  const [rest, otherRest] = [one.slice(start, end), other.slice(start, otherEnd)]
  if (rest.length <= 1 && otherRest.length <= 1) return true
  return rest.length === 2 && otherRest.length === 2 && rest === otherRest.charAt(1) + otherRest.charAt(0)
}
