/* Many phones and a server that was away: how they come back. */
import { describe, expect, it } from "vitest"
import { backOff, LONGEST, nextTry, PATIENCE_TRIES, roundWait } from "../../src/core/sync/wait.ts"
import { diceOf } from "../sim/dice.ts"
import { Clock, newDisk, Tab } from "./phone.ts"
import { FakeServer, problem } from "./server.ts"
import { until } from "./until.ts"

const SECOND = 1000
const HOUR = 60 * 60 * SECOND
const PHONES = 2000
const DOWN = 6 * HOUR

interface Waiting {
  at: number
  failures: number
  readonly dice: () => number
}

interface Told {
  /** Moments at which somebody asked, while the server was away and after it was back. */
  readonly before: number[]
  readonly tries: number[]
  readonly done: number[]
}

/** 2,000 phones against a server that is away for six hours and then takes `perSecond` of them, telling the rest to wait. */
function comeBack(perSecond: number, asks: number, seed: number): Told {
  const told: Told = { before: [], tries: [], done: [] }
  const waiting = new Map<number, Waiting[]>()
  const wait = (phone: Waiting): void => {
    const second = Math.floor(phone.at / SECOND)
    waiting.set(second, [...(waiting.get(second) ?? []), phone])
  }
  for (let n = 0; n < PHONES; n += 1) wait(away({ at: n, failures: 0, dice: diceOf(seed * PHONES + n) }, told.before))
  for (let second = DOWN / SECOND; told.done.length < PHONES; second += 1) {
    let room = perSecond
    for (let due = waiting.get(second) ?? []; due.length > 0; due = waiting.get(second) ?? []) {
      waiting.delete(second)
      for (const phone of due.sort((one, two) => one.at - two.at)) {
        told.tries.push(phone.at - DOWN)
        room -= 1
        if (room >= 0) told.done.push(phone.at - DOWN)
        else wait(failed(phone, asks))
      }
    }
  }
  return told
}

/** One phone's tries until the server is back. */
function away(phone: Waiting, tries: number[]): Waiting {
  while (phone.at < DOWN) {
    tries.push(phone.at)
    failed(phone)
  }
  return phone
}

function failed(phone: Waiting, asked?: number): Waiting {
  phone.failures += 1
  phone.at += Math.max(roundWait(phone.failures, phone.dice, asked), 1)
  return phone
}

const crowd = (moments: readonly number[], width: number): number => {
  const counted = new Map<number, number>()
  for (const moment of moments) counted.set(Math.floor(moment / width), (counted.get(Math.floor(moment / width)) ?? 0) + 1)
  return Math.max(...counted.values())
}

describe("waiting", () => {
  it("F09: is spread evenly below its ceiling, and the ceiling is five minutes", () => {
    for (const failures of [0, 1, 3, 5, 8, 9, 30, 1000]) {
      const ceiling = Math.min(2 ** failures * SECOND, LONGEST)
      const dice = diceOf(failures)
      const waits = Array.from({ length: 4000 }, () => backOff(failures, dice))
      expect(Math.max(...waits)).toBeLessThanOrEqual(ceiling)
      // each tenth of the span gets its tenth of the phones, within what chance does
      for (let tenth = 0; tenth < 10; tenth += 1) {
        const inside = waits.filter((wait) => wait >= (ceiling * tenth) / 10 && wait < (ceiling * (tenth + 1)) / 10).length
        expect(Math.abs(inside - 400)).toBeLessThan(120)
      }
    }
  })

  it("F09: never ends before the server's own word, and phones that were told the same word do not return together", () => {
    for (const asked of [SECOND, 7 * SECOND, 60 * SECOND, LONGEST, HOUR]) {
      for (const failures of [1, 2, 9, 40]) {
        const dice = diceOf(asked + failures)
        const waits = Array.from({ length: 2000 }, () => roundWait(failures, dice, asked))
        expect(Math.min(...waits)).toBeGreaterThanOrEqual(asked)
        expect(Math.max(...waits)).toBeLessThanOrEqual(Math.max(LONGEST, asked + 30 * SECOND))
        expect(crowd(waits, SECOND)).toBeLessThan(2000 / 15)
      }
    }
  })

  it("F09: 2,000 phones return within five minutes of a server that was away for six hours, in no heap", () => {
    for (const seed of [1, 2, 3]) {
      const { tries, done } = comeBack(1_000_000, 0, seed)
      expect(done.length).toBe(PHONES)
      expect(Math.max(...done)).toBeLessThanOrEqual(LONGEST)
      expect(crowd(tries, SECOND)).toBeLessThan(40)
    }
  })

  it("F09: a server that can take ten a second gets rid of all of them, and of no second more than it bears", () => {
    const { tries, done } = comeBack(10, 5 * SECOND, 4)
    expect(done.length).toBe(PHONES)
    // the queue drains at nearly the server's own pace: 200 seconds would be the limit
    expect(Math.max(...done)).toBeLessThan(4 * LONGEST)
    expect(crowd(tries, SECOND)).toBeLessThan(60)
  })

  it("F09: while it is away a phone asks at most some dozen times an hour", () => {
    const { before } = comeBack(1_000_000, 0, 5)
    const lastHour = before.filter((moment) => moment > DOWN - HOUR).length
    expect(lastHour / PHONES).toBeLessThan(30)
    expect(lastHour / PHONES).toBeGreaterThan(12)
  })

  it("of something that fails alone grows to an hour and goes on for ever", () => {
    const dice = diceOf(8)
    for (let tries = 1; tries < 60; tries += 1) {
      const wait = nextTry(tries, 0, dice)
      expect(wait).toBeGreaterThanOrEqual(SECOND)
      expect(wait).toBeLessThanOrEqual(tries >= PATIENCE_TRIES ? HOUR : LONGEST)
    }
  })
})

describe("real phones", () => {
  it("F09: that met a dead server for six hours each send what they have within five minutes, once", async () => {
    const server = new FakeServer()
    const clock = new Clock()
    const began = clock.now
    const phones = await Promise.all(Array.from({ length: 12 }, (_, n) => Tab.open(server, newDisk(), clock, { random: diceOf(n + 100) })))
    for (const phone of phones) await phone.sent()
    server.mischief = () => "cut_before"
    const settled = async (): Promise<void> => {
      for (const phone of phones) await phone.loop.settled()
    }
    for (const phone of phones) phone.loop.wake("start")
    await settled()
    // their own timers alone move them
    while (clock.now < began + DOWN) {
      clock.move(2 * 60 * SECOND)
      await settled()
    }
    expect(server.dossiers.size).toBe(0)
    server.mischief = (seen) =>
      seen.path === "/api/sync/push" && server.count("/api/sync/push") % 3 === 0
        ? problem(503, "unavailable", {}, { "Retry-After": "5" })
        : undefined
    const back = clock.now
    while (server.dossiers.size < phones.length && clock.now < back + 2 * LONGEST) {
      clock.move(10 * SECOND)
      await settled()
    }
    await until(
      async () => (await Promise.all(phones.map((phone) => phone.ops()))).flat().every((op) => op.state === "archived"),
      "the verdicts",
    )
    expect(server.dossiers.size).toBe(phones.length)
  })
})
