import { describe, expect, it } from "vitest"
import { requeue } from "../../src/core/sync/outbox.ts"
import { Tab } from "./phone.ts"
import { FakeServer, type Seen } from "./server.ts"

const isPatch = (seen: Seen): boolean => seen.method === "PATCH"
const sizes = (server: FakeServer): number[] => server.seen.filter(isPatch).map((seen) => (seen.body as Uint8Array).length)
const ofPage = (seen: Seen): string => seen.path.split("/")[3] ?? ""

/** Does something while the n-th piece is on its way. */
function during(server: FakeServer, nth: number, work: () => Promise<unknown>): { done: Promise<unknown> } {
  const seen = { done: Promise.resolve() as Promise<unknown> }
  let pieces = 0
  const { fetch } = server
  Object.assign(server, {
    fetch: async (input: string | URL | Request, init: RequestInit = {}) => {
      if (init.method === "PATCH" && (pieces += 1) === nth) {
        seen.done = work()
        await seen.done
      }
      return fetch(input, init)
    },
  })
  return seen
}

describe("what goes first", () => {
  it("an operation made while bytes go out goes before the next piece, and the bytes go on where they were", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server, undefined, undefined, { fetch: (input, init) => server.fetch(input, init) })
    during(server, 2, () => tab.sent())
    await tab.sent([1_000_000])
    await tab.sync()
    const order = server.seen.filter((seen) => isPatch(seen) || seen.path === "/api/sync/push").map((seen) => seen.method)
    expect(order.slice(0, 5)).toEqual(["POST", "PATCH", "PATCH", "POST", "PATCH"])
    expect(sizes(server).reduce((sum, size) => sum + size, 0)).toBe(1_000_000)
    expect((await tab.ops()).map((op) => op.state)).toEqual(["archived", "archived"])
  })

  it("an operation that is stuck holds up neither the bytes nor the round", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server, undefined, undefined, { fetch: (input, init) => server.fetch(input, init) })
    during(server, 1, async () => {
      const slip = await tab.sent()
      // the server leaves it out of its answer: it stays queued, and due
      const { mischief } = server
      server.mischief = (seen) => {
        const body = seen.body as { nonce?: string; operations?: { text: string }[] } | undefined
        if (seen.path !== "/api/sync/push" || !body?.operations?.some((op) => op.text.includes(slip.dossier_id))) return mischief(seen)
        const answer = { server_id: server.id, epoch: server.epoch, server_time: new Date(server.now).toISOString() }
        return new Response(JSON.stringify({ ...answer, nonce: body.nonce, results: [] }), {
          headers: { "Content-Type": "application/json" },
        })
      }
    })
    await tab.sent([2_000_000])
    await tab.sync()
    expect((await tab.pages())[0]!.state).toBe("stored")
    // once with the round, once between two pieces; not once a piece
    expect(server.count("/api/sync/push")).toBe(2)
  })

  it("required pages go before optional ones, small ones before large ones, whenever they were queued", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sent([9000, 100])
    await tab.sent([3000, 200])
    await tab.sync()
    expect(sizes(server)).toEqual([3000, 9000, 100, 200])
  })

  it("a small required page that comes meanwhile passes a large one between two of its pieces", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server, undefined, undefined, { fetch: (input, init) => server.fetch(input, init) })
    during(server, 2, () => tab.sent([500]))
    await tab.sent([1_500_000])
    await tab.sync()
    const order = server.seen.filter(isPatch).map((seen) => (seen.body as Uint8Array).length)
    expect(order.indexOf(500)).toBe(2)
    expect((await tab.pages()).map((page) => page.state)).toEqual(["stored", "stored"])
  })

  it("what a person taps goes first, also when it is the largest and another page is half-way", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server, undefined, undefined, { fetch: (input, init) => server.fetch(input, init) })
    let tapped = ""
    during(server, 2, async () => {
      await requeue(tab.base, tab.principal, tapped)
      tab.loop.wake("tap")
    })
    await tab.sent([700_000])
    await tab.sent([900_000])
    const [first, second] = (await tab.pages()).sort((a, b) => a.size - b.size)
    tapped = second!.attachment_id
    await tab.sync()
    await tab.loop.settled()
    const order = [...new Set(server.seen.filter(isPatch).map(ofPage))]
    expect(order).toEqual([first!.attachment_id, second!.attachment_id])
    const runs = server.seen.filter(isPatch).map(ofPage)
    // the first began, gave way after its second piece, and ended last
    expect(runs.indexOf(second!.attachment_id)).toBe(2)
    expect(runs.at(-1)).toBe(first!.attachment_id)
    expect(sizes(server).reduce((sum, size) => sum + size, 0)).toBe(1_600_000)
  })

  it("twenty operations go in one batch, however slow the line is", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    for (let n = 0; n < 20; n += 1) await tab.sent()
    await tab.sync()
    expect(server.count("/api/sync/push")).toBe(1)
    expect(server.dossiers.size).toBe(20)
  })
})
