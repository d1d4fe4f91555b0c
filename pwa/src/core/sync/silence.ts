/* How long a line may be silent. As long as bytes move a request is never given up, however slow the line is; one on
   which nothing moves is given up soon, and tried again on a new connection. */
import type { World } from "./world.ts"

/** So long nothing may move. */
export const SILENCE = 20_000
/** After so long without a first word the screens say that there is no network; the request goes on. */
export const REACH = 10_000
/** Bytes a second of the slowest line there is (32 kbit/s), for what nobody sees moving. */
const CRAWL = 4000
/** So much may still lie in the system's buffers when the browser says that everything was sent. */
const BUFFERS = 256 * 1024

/** How long bytes may be on their way without anybody seeing them move. */
export const unseen = (bytes: number): number => (bytes / CRAWL) * 1000

/** How long nothing has to be heard after bytes were handed over; `takes` is how long they should be on their way (ms), by
    what this line carried before. */
export function patience(bytes: number, takes?: number): number {
  const longest = SILENCE + unseen(bytes)
  return takes === undefined ? longest : Math.min(longest, Math.max(SILENCE, 2 * takes + SILENCE / 2))
}

/** Watches one request: every move puts the end off, silence brings it. */
export class Silence {
  /** Fails when the line was silent for too long; never comes true. */
  readonly over: Promise<never>
  readonly #world: World
  readonly #giveUp: () => void
  #callOff: () => void = () => undefined
  #ended = false

  constructor(world: World, giveUp: () => void) {
    this.#world = world
    let fail: (error: Error) => void = () => undefined
    this.over = new Promise((_, reject) => {
      fail = reject
    })
    // whoever waits for it hears of it; nobody else has to
    this.over.catch(() => undefined)
    this.#giveUp = () => {
      giveUp()
      fail(new Error("silence"))
    }
  }

  /** Something moved; `unseenBytes` may be on their way from now on without a sign. */
  moved(unseenBytes = 0, takes?: number): void {
    this.#callOff()
    if (!this.#ended) this.#callOff = this.#world.after(patience(unseenBytes, takes), this.#giveUp)
  }

  /** So many of so many bytes were taken by the system. */
  gone(bytes: number, all: number, takes?: number): void {
    this.moved(bytes < all ? 0 : Math.min(all, BUFFERS), takes)
  }

  end(): void {
    this.#ended = true
    this.#callOff()
  }
}
