import { setImmediate } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { request } from "../../src/core/sync/http.ts"
import { patience, REACH, SILENCE, unseen } from "../../src/core/sync/silence.ts"
import type { Sending, World } from "../../src/core/sync/world.ts"
import type { Result } from "../../src/core/contract/result.ts"
import { Clock, newDisk, Tab } from "./phone.ts"
import { FakeServer, json } from "./server.ts"
import { until } from "./until.ts"

const KB = 1024
const PIECE = 512 * KB

/** A line of which the test says when what moves. */
class SlowLine {
  readonly clock = new Clock()
  readonly told: boolean[] = []
  body: ReadableStreamDefaultController<Uint8Array> | undefined
  sending: Sending | undefined
  signal: AbortSignal | undefined
  answers: ((response: Response) => void)[] = []

  world(more: Partial<World> = {}): World {
    const world: Partial<World> = {
      base: "",
      now: () => this.clock.now,
      random: () => 0.5,
      after: this.clock.after,
      reached: (yes) => this.told.push(yes),
      fetch: (_input, init) => {
        this.signal = init?.signal ?? undefined
        return new Promise((resolve) => {
          this.answers.push(resolve)
        })
      },
      ...more,
    }
    return world as World
  }

  readonly send = (_url: string, sending: Sending): Promise<Response> => {
    this.sending = sending
    return new Promise((resolve) => {
      this.answers.push(resolve)
    })
  }

  /** The headers of an answer whose body trickles. */
  begin(): void {
    const stream = new ReadableStream<Uint8Array>({ start: (controller) => void (this.body = controller) })
    this.answers.pop()?.(new Response(stream, { headers: { "Content-Type": "application/json" } }))
  }
}

const never = (): Promise<never> =>
  new Promise(() => {
    // nothing passes
  })

/** What came of it, once something did. */
function outcome<T>(asked: Promise<T>): { value?: T } {
  const seen: { value?: T } = {}
  void asked.then((value) => (seen.value = value))
  return seen
}

const turn = async (): Promise<void> => {
  for (let n = 0; n < 20; n += 1) await Promise.resolve()
  await setImmediate()
}

describe("a request is given up by silence, not by the time it takes", () => {
  it("an answer that trickles for ten minutes is waited for to its end", async () => {
    const line = new SlowLine()
    const asked = request(line.world(), "/x")
    const seen = outcome(asked)
    line.begin()
    for (let n = 0; n < 40; n += 1) {
      await turn()
      line.clock.move(15_000)
      line.body!.enqueue(new TextEncoder().encode(" "))
    }
    await turn()
    expect(seen.value).toBeUndefined()
    line.body!.close()
    const answer = await asked
    expect(answer.ok && answer.value.body.byteLength).toBe(40)
  })

  it("F81: a line on which nothing moves is given up after 20 seconds, and nobody waits for it longer than 10", async () => {
    const line = new SlowLine()
    const seen = outcome(request(line.world(), "/x"))
    line.clock.move(REACH - 1)
    await turn()
    expect(line.told).toEqual([])
    line.clock.move(1)
    await turn()
    expect([line.told, seen.value]).toEqual([[false], undefined])
    line.clock.move(SILENCE - REACH)
    await turn()
    expect(seen.value).toMatchObject({ ok: false, code: "offline" })
    expect(line.signal!.aborted).toBe(true)
  })

  it("an answer that stops in the middle is given up 20 seconds after its last byte", async () => {
    const line = new SlowLine()
    const seen = outcome(request(line.world(), "/x"))
    line.clock.move(15_000)
    line.begin()
    await turn()
    line.clock.move(15_000)
    line.body!.enqueue(new Uint8Array(10))
    await turn()
    line.clock.move(SILENCE - 1)
    await turn()
    expect(seen.value).toBeUndefined()
    line.clock.move(1)
    await turn()
    expect(seen.value).toMatchObject({ ok: false, code: "offline" })
  })
})

describe("bytes on their way", () => {
  const piece = (line: SlowLine): { value?: Result<unknown> } =>
    outcome(request(line.world({ send: line.send }), "/x", { method: "PATCH", bytes: new ArrayBuffer(PIECE) }))

  it("of 512 kB on 40 kbit/s are not given up while they move", async () => {
    const line = new SlowLine()
    const seen = piece(line)
    const rate = 5000
    for (let gone = 0; gone < PIECE; gone += rate * 15) {
      line.sending!.gone(gone)
      line.clock.move(15_000)
      await turn()
    }
    line.sending!.gone(PIECE)
    // what the system still holds goes on its way without a sign
    line.clock.move((256 * KB * 1000) / rate)
    await turn()
    expect(seen.value).toBeUndefined()
    line.answers.pop()!(json({}))
    await turn()
    expect(seen.value).toMatchObject({ ok: true })
  })

  it("that stop in the middle are given up after 20 seconds", async () => {
    const line = new SlowLine()
    const seen = piece(line)
    line.sending!.gone(100 * KB)
    line.clock.move(SILENCE - 1)
    await turn()
    expect(seen.value).toBeUndefined()
    line.clock.move(1)
    await turn()
    expect(seen.value).toMatchObject({ ok: false, code: "offline" })
    expect(line.sending!.signal.aborted).toBe(true)
  })

  it("on a line that is known are waited for twice as long as they should take, and half the silence", async () => {
    const line = new SlowLine()
    const takes = 15_000
    const seen = outcome(request(line.world({ send: line.send }), "/x", { method: "PATCH", bytes: new ArrayBuffer(PIECE), takes }))
    line.sending!.gone(PIECE)
    line.clock.move(2 * takes + SILENCE / 2 - 1)
    await turn()
    expect(seen.value).toBeUndefined()
    line.clock.move(1)
    await turn()
    expect(seen.value).toMatchObject({ ok: false, code: "offline" })
    // never shorter than the silence itself, never longer than on an unknown line
    expect([patience(PIECE, 1), patience(PIECE, 1e9)]).toEqual([SILENCE, patience(PIECE)])
  })

  it("that nobody sees moving, as in a worker, get the time that the slowest line takes for them", async () => {
    const line = new SlowLine()
    const seen = outcome(request(line.world(), "/x", { method: "PATCH", bytes: new ArrayBuffer(PIECE) }))
    line.clock.move(unseen(PIECE) + SILENCE - 1)
    await turn()
    expect(seen.value).toBeUndefined()
    expect(unseen(PIECE)).toBeGreaterThan((PIECE * 8) / 40)
    line.clock.move(1)
    await turn()
    expect(seen.value).toMatchObject({ ok: false, code: "offline" })
  })
})

describe("a phone that believes it has a network", () => {
  it("F81: through which nothing passes saves and sends as ever, says so after 10 seconds, and rests after 20", async () => {
    const server = new FakeServer()
    const disk = newDisk()
    const clock = new Clock()
    let dead = false
    let hanging = 0
    const fetch: World["fetch"] = (input, init) => {
      if (!dead) return server.fetch(input, init)
      hanging += 1
      return never()
    }
    const tab = await Tab.open(server, disk, clock, { fetch })
    await tab.round()
    dead = true
    await tab.sent()
    tab.loop.wake("tap")
    await until(() => tab.loop.phase === "working", "the round")
    await until(() => hanging === 1, "the sending")
    expect((await tab.ops())[0]!.state).toBe("sending")
    clock.move(REACH)
    expect(tab.loop.phase).toBe("working")
    // what is sent gets the time its few bytes may take on the slowest line
    clock.move(unseen(4000))
    expect(tab.loop.phase).toBe("offline")
    // the round still waits, and the person does not: another dossier is written and queued
    const second = await tab.sent([1000])
    expect((await tab.ops()).map((op) => op.state)).toEqual(["sending", "queued"])
    clock.move(SILENCE)
    await tab.loop.settled()
    expect((await tab.ops()).map(({ state, tries }) => ({ state, tries }))).toEqual([
      { state: "queued", tries: 0 },
      { state: "queued", tries: 0 },
    ])
    dead = false
    await tab.sync()
    expect(server.dossiers.has(second.dossier_id)).toBe(true)
    expect(server.dossiers.size).toBe(2)
  })

  it("F82: frozen in the middle of a round goes on from its last step when it wakes, and nothing is doubled", async () => {
    const server = new FakeServer()
    const clock = new Clock()
    let freeze = false
    const fetch: World["fetch"] = async (input, init) => {
      const answer = await server.fetch(input, init)
      if (!freeze) return answer
      // the server did it; the answer lies in a radio that is off
      return new Promise((_, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new TypeError("aborted")))
      })
    }
    const tab = await Tab.open(server, newDisk(), clock, { fetch })
    await tab.sent([40_000, 300_000])
    const patches = (): number => server.seen.filter((seen) => seen.method === "PATCH").length
    server.mischief = (seen) => {
      freeze ||= seen.method === "PATCH" && patches() === 2
      return undefined
    }
    tab.loop.wake("tap")
    await until(() => freeze, "the second piece")
    // for an hour no timer runs; then all that was due runs at once, and the page is told that it is visible
    freeze = false
    clock.move(60 * 60 * 1000)
    tab.loop.wake("visible")
    await tab.loop.settled()
    expect(tab.loop.phase).toBe("offline")
    // within two seconds, at half of which this phone's dice put it
    clock.move(1000)
    await until(async () => (await tab.pages()).every((page) => page.state === "stored"), "the pages")
    expect(server.dossiers.size).toBe(1)
    const sizes = server.seen.filter((seen) => seen.method === "PATCH").map((seen) => (seen.body as Uint8Array).length)
    // every byte went over the line once: the first page whole, the second from where the server had it
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(340_000)
  })
})
