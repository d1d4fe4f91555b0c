/* Records that were opened once need not be opened again while nobody has written them: their text stays in memory, up to
   a limit, for as long as the key does. */
import type { Codec } from "./codec.ts"

/** Characters in all; two bytes each where there are Vietnamese letters among them. */
const ROOM = 4_000_000
/** A longer text is rare and not read in lists. */
const LONGEST = 16_000

interface Written {
  readonly id: string
  readonly by: string
  readonly rev: number
}

export class Texts {
  #of: Codec | undefined
  readonly #known = new Map<string, { readonly by: string; readonly rev: number; readonly text: string }>()
  #used = 0

  /** The text of this very write, if it is known and the key is the one that opened it. */
  get(codec: Codec, store: string, row: Written): string | undefined {
    if (this.#of !== codec) this.#forget(codec)
    const known = this.#known.get(`${store}/${row.id}`)
    return known?.by === row.by && known.rev === row.rev ? known.text : undefined
  }

  keep(store: string, row: Written, text: string): void {
    const place = `${store}/${row.id}`
    const room = ROOM - this.#used + (this.#known.get(place)?.text.length ?? 0)
    if (text.length > LONGEST || text.length > room) return
    this.#used = ROOM - room + text.length
    this.#known.set(place, { by: row.by, rev: row.rev, text })
  }

  #forget(codec: Codec): void {
    this.#of = codec
    this.#known.clear()
    this.#used = 0
  }
}
