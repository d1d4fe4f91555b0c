import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { browserWorld } from "../../src/core/sync/browser.ts"

interface Asked {
  readonly signal?: AbortSignal
  readonly steal?: boolean
}
type Work = () => Promise<void>

/** Web Locks as browsers have them: one holder, a queue, and taking away. */
class Locks {
  #held: { lose: (error: Error) => void } | undefined
  #queue: (() => void)[] = []

  request(_name: string, options: Asked | Work, given?: Work): Promise<void> {
    const { signal, steal } = typeof options === "function" ? ({} as Asked) : options
    const work = typeof options === "function" ? options : given!
    return new Promise((done, fail) => {
      const begin = (): void => {
        const mine = { lose: fail }
        this.#held = mine
        const end = (): void => {
          if (this.#held !== mine) return
          this.#held = undefined
          this.#queue.shift()?.()
        }
        work().finally(end).then(done, fail)
      }
      signal?.addEventListener("abort", () => {
        this.#queue = this.#queue.filter((each) => each !== begin)
        fail(new DOMException("aborted", "AbortError"))
      })
      if (steal === true) {
        this.#held?.lose(new DOMException("stolen", "AbortError"))
        begin()
      } else if (this.#held === undefined) begin()
      else this.#queue.push(begin)
    })
  }
}

const frozen = (): Promise<void> =>
  new Promise(() => {
    // the system froze this tab
  })

describe("one tab at a time", () => {
  let locks: Locks
  beforeEach(() => {
    vi.useFakeTimers()
    locks = new Locks()
    vi.stubGlobal("navigator", { locks })
    vi.stubGlobal("location", { origin: "https://x.vn" })
    vi.stubGlobal("indexedDB", {})
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  const tab = (): ReturnType<typeof browserWorld> => browserWorld(() => undefined)

  it("works while the others wait for their turn", async () => {
    const did: string[] = []
    let finish: () => void = () => undefined
    const first = tab().alone("sync", () => {
      did.push("first begins")
      return new Promise((resolve) => {
        finish = () => {
          did.push("first ends")
          resolve()
        }
      })
    })
    const second = tab().alone("sync", () => Promise.resolve(void did.push("second")))
    await vi.advanceTimersByTimeAsync(1000)
    finish()
    await Promise.all([first, second])
    expect(did).toEqual(["first begins", "first ends", "second"])
  })

  it("F82: that the system froze loses its turn after a minute", async () => {
    const did: string[] = []
    void tab().alone("sync", frozen)
    const second = tab().alone("sync", () => Promise.resolve(void did.push("second")))
    await vi.advanceTimersByTimeAsync(59_000)
    expect(did).toEqual([])
    await vi.advanceTimersByTimeAsync(2000)
    await second
    expect(did).toEqual(["second"])
  })

  it("that was only busy still finishes what it began", async () => {
    const did: string[] = []
    const busy = tab().alone("sync", async () => {
      await new Promise((resolve) => {
        setTimeout(resolve, 90_000)
      })
      did.push("busy")
    })
    const second = tab().alone("sync", () => Promise.resolve(void did.push("second")))
    await vi.advanceTimersByTimeAsync(91_000)
    await Promise.all([busy, second])
    expect(did).toEqual(["second", "busy"])
  })

  it("whose work fails says so, and the next one has its turn", async () => {
    const failing = tab().alone("sync", () => Promise.reject(new Error("full disk")))
    await expect(failing).rejects.toThrow("full disk")
    const did: string[] = []
    await tab().alone("sync", () => Promise.resolve(void did.push("next")))
    expect(did).toEqual(["next"])
  })
})
