/* A blocked phone hands over a store that is locked: its rows as they are, with the key that only the office opens. The
   office reads which of them it does not have, asks for their pages, and takes each thing once. */
import { fail, ok, type Result } from "../contract/result.ts"
import { RESCUE_SEALED } from "../domain/rescue.ts"
import type { Base } from "./base.ts"
import { sealedPart } from "./parts.ts"
import { contentSize, lockedBytes, lockedRows, packRun, packSealed, packVault, type SealedRow } from "./sealed-rows.ts"

const KB = 1024
/** So much goes at a time: what is cut off on a poor line goes again as a whole. */
const PIECE = 64 * KB
const BATCH = 192 * KB

/** Promises whether the office has everything that was unsent in this store. */
export async function giveLocked(base: Base, principal: string): Promise<Result<boolean>> {
  const { ops, pages } = await lockedRows(base, principal)
  if (ops.length === 0) return ok(true)
  const vault = packVault(base, principal)
  // without a key for the office it is waited for its owner, where something is unsent
  if (vault === undefined) return ok(base.vault.people().find((person) => person.principal === principal)?.unsent !== true)
  const giving = new Giving(base, principal, vault)
  const whole = await giving.rows([...ops, ...pages])
  return whole.ok && whole.value ? giving.pages() : whole
}

class Giving {
  readonly #base: Base
  readonly #principal: string
  readonly #vault: Uint8Array<ArrayBuffer>
  /** Pages the office lacks, and from which byte. */
  readonly #wanted = new Map<string, number>()

  constructor(base: Base, principal: string, vault: Uint8Array<ArrayBuffer>) {
    this.#base = base
    this.#principal = principal
    this.#vault = vault
  }

  /** What was done, then what is known of its pages. */
  async rows(all: readonly SealedRow[]): Promise<Result<boolean>> {
    let whole = true
    for (const batch of batches(all.map(packSealed))) {
      const given = await this.#give(batch)
      if (!given.ok) return given
      whole = whole && given.value
    }
    return ok(whole)
  }

  /** The bytes of every page that is wanted, from where they are. */
  async pages(): Promise<Result<boolean>> {
    const { pages } = await lockedRows(this.#base, this.#principal)
    const about = new Map(pages.map((row) => [row.id, row]))
    let whole = true
    for (const id of [...this.#wanted.keys()]) {
      const row = await lockedBytes(this.#base, this.#principal, id)
      const page = about.get(id)
      // a page that this phone does not have any more is nothing it could give
      if (row === undefined || page === undefined) continue
      const given = await this.#page(page, row)
      if (!given.ok) return given
      whole = whole && given.value
    }
    return ok(whole)
  }

  async #page(page: SealedRow, row: SealedRow): Promise<Result<boolean>> {
    for (let at = this.#wanted.get(row.id); at !== undefined; ) {
      this.#wanted.delete(row.id)
      const given = await this.#give([packSealed(page), packRun(row, at, Math.min(PIECE, contentSize(row) - at))])
      if (!given.ok) return given
      const next = this.#wanted.get(row.id)
      if (next !== undefined && next <= at) return ok(false)
      at = next
    }
    return ok(true)
  }

  async #give(rows: readonly Uint8Array[]): Promise<Result<boolean>> {
    const server = await this.#base.device.server()
    if (server === undefined) return fail("office_key_missing")
    const part = await sealedPart(this.#base, server.office_key, { format: RESCUE_SEALED, code: "", part: 1, parts: 1 }, [
      this.#vault,
      ...rows,
    ])
    const answer = await this.#base.api.giveLocked(part, server.server_id)
    if (!answer.ok) return answer
    for (const { attachment_id, offset } of answer.value.wanted) this.#wanted.set(attachment_id, offset)
    return ok(answer.value.whole)
  }
}

function batches(rows: readonly Uint8Array[]): Uint8Array[][] {
  const made: Uint8Array[][] = []
  let free = 0
  for (const row of rows) {
    if (free < row.byteLength) {
      made.push([])
      free = BATCH
    }
    made.at(-1)?.push(row)
    free -= row.byteLength
  }
  return made
}
