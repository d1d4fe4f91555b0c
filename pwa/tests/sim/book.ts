/* What people were told in one history, to hold everybody to it at the end: which operations were called saved, who may
   see which dossier, what the desk was answered. It is kept apart from everything it judges. */
import type { Draft, OpRecord } from "../../src/core/db/records.ts"

export interface Page {
  readonly attachment_id: string
  readonly sha256: string
}

/** What stands on a slip of paper: with it another phone takes a dossier over. */
export interface Slip {
  readonly dossier_id: string
  readonly local_code: string
  readonly claim_secret: string
  readonly factor: string
}

/** An operation that a screen called saved. */
export interface Kept {
  readonly op_id: string
  readonly kind: string
  readonly sha256: string
  readonly dossier_id: string | null
  readonly phone: number
  readonly pages: readonly Page[]
  /** A server has acknowledged it since, as the phone noted. */
  acknowledged: boolean
}

/** An act of the desk with its own id; `answer` is the code of what came back, empty while nothing did. */
export interface DeskAct {
  readonly op_id: string
  readonly what: string
  readonly dossier_id: string
  readonly amount: number
  answer: string
}

export interface Violation {
  readonly invariant: string
  readonly said: string
}

/** A word that somebody typed into a draft; no other word is like it. */
interface Word {
  readonly draft: string
  /** Somebody who saw it wrote over it, chose another answer, or gave the draft up. */
  givenUp: boolean
}

const LETTERS = "ABCDEGHIKLMNOPQRSTUVXY"
const WORD = /W[A-Z]{4}W/gu

/** Forms may write a name in capitals. */
const wordsIn = (text: string): string[] => [...text.toUpperCase().matchAll(WORD)].map(([found]) => found)

export class Book {
  readonly kept = new Map<string, Kept>()
  readonly slips: Slip[] = []
  readonly desk: DeskAct[] = []
  readonly violations: Violation[] = []
  /** The server went back to a backup in this history. */
  restored = false
  /** Pages that somebody took out of a draft, or gave up with it. */
  readonly pagesLetGo = new Set<string>()
  /** Who may hear of a dossier or a mandate. */
  readonly #entitled = new Map<string, Set<string>>()

  readonly #drafts = new Map<string, Set<string>>()
  readonly #words = new Map<string, Word>()
  /** Of every operation. */
  readonly #texts: string[] = []
  readonly #claims = new Map<string, readonly string[]>()

  entitle(id: string, ...principals: readonly string[]): void {
    const known = this.#entitled.get(id) ?? new Set()
    for (const principal of principals) known.add(principal)
    this.#entitled.set(id, known)
  }

  /** A draft is written by `principal`: hers alone, on whichever phone. */
  writes(draft: string, principal: string): void {
    this.entitle(draft, principal)
    this.#drafts.set(principal, (this.#drafts.get(principal) ?? new Set()).add(draft))
  }

  /** Whoever signs in on a phone goes on with what was written on it before. */
  inherits(person: string, device: string): void {
    for (const draft of this.#drafts.get(device) ?? []) this.writes(draft, person)
  }

  /** Took it over with its slip, or may have: the answer can be lost. */
  claim(id: string, principal: string): void {
    this.entitle(id, principal)
    this.#claims.set(principal, [...this.claimed(principal), id])
  }

  claimed(principal: string): readonly string[] {
    return this.#claims.get(principal) ?? []
  }

  may(id: string, principal: string): boolean {
    return this.#entitled.get(id)?.has(principal) ?? false
  }

  entitled(id: string): string[] {
    return [...(this.#entitled.get(id) ?? [])]
  }

  /** An operation is in the store of `owner`: what it makes is hers. */
  keep(op: OpRecord, owner: string, phone: number): void {
    this.#texts.push(op.text)
    const { op_id, kind, sha256, dossier_id, principal } = op
    const { manifest, payload } = JSON.parse(op.text) as { manifest: Page[]; payload: { mandate_id?: string } }
    const pages = manifest.map((page) => ({ attachment_id: page.attachment_id, sha256: page.sha256 }))
    this.kept.set(op_id, { op_id, kind, sha256, dossier_id, phone, pages, acknowledged: false })
    for (const made of [kind === "dossier.submit" ? dossier_id : null, payload.mandate_id ?? null])
      if (made !== null) this.entitle(made, owner, principal)
  }

  /** A word for somebody to type into a draft. It counts once the phone has called it saved. */
  newWord(): string {
    let number = this.#words.size + 1
    let word = ""
    for (let n = 0; n < 4; n += 1, number = Math.floor(number / LETTERS.length)) word += LETTERS.charAt(number % LETTERS.length)
    this.#words.set(`W${word}W`, { draft: "", givenUp: true })
    return `W${word}W`
  }

  typed(word: string, draft: string): void {
    this.#words.set(word, { draft, givenUp: false })
  }

  /** Whoever saw this draft lets go of every word and page of it. */
  letDraftGo(draft: Draft): void {
    this.letGo(draft)
    for (const page of draft.files) this.pagesLetGo.add(page.attachment_id)
  }

  /** Whoever saw this lets go of every word in it. */
  letGo(seen: unknown): void {
    for (const found of wordsIn(JSON.stringify(seen ?? ""))) {
      const word = this.#words.get(found)
      if (word !== undefined) word.givenUp = true
    }
  }

  /** Every word that nobody let go of stands in one of the texts that are left, or in an operation. */
  mustStand(texts: readonly string[]): void {
    const there = new Set([...texts, ...this.#texts].flatMap(wordsIn))
    for (const [word, { draft, givenUp }] of this.#words)
      if (!givenUp && !there.has(word))
        this.violated("lost_words", `${word}, typed into draft ${draft}, is in no draft, no operation and nothing kept`)
  }

  violated(invariant: string, said: string): void {
    this.violations.push({ invariant, said })
  }

  /** Nothing is told to anybody whose it is not. */
  mustBeHers(principal: string, id: string, where: string): void {
    if (!this.may(id, principal)) this.violated("read_across", `${where} told ${principal} of ${id}`)
  }
}
