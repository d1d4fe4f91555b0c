/* The second key, for the office: when it is made, for whom, and what a blocked phone does with it. What the office reads of
   it is tested where the office is: tests/rescue/test_locked.py. */
import { beforeEach, describe, expect, it } from "vitest"
import type { MeOut } from "../../src/core/contract/types.ts"
import { keepSetting, setting } from "../../src/core/db/settings.ts"
import { SESSION } from "../../src/core/db/tables.ts"
import { blockOf } from "../../src/core/sync/blocked.ts"
import { makeLockedRescue } from "../../src/core/sync/locked-rescue.ts"
import { closeStore, removePin, setPin, unlock } from "../../src/core/sync/locking.ts"
import { signedIn } from "../../src/core/sync/session.ts"
import { newDisk, Tab, type Disk } from "./phone.ts"
import { FakeServer, json, OFFICE_KEY, problem, type Seen } from "./server.ts"

const LAN = "person:01900000-0000-7000-8000-0000000000f1"
const PIN = "739160"
const DAY = 24 * 60 * 60 * 1000
const LOCKED = "/api/sync/handover/locked"

let server: FakeServer
let disk: Disk
let tab: Tab

beforeEach(async () => {
  server = new FakeServer()
  disk = newDisk()
  tab = await Tab.open(server, disk)
})

const enter = (): Promise<unknown> => signedIn(tab.base, server.signIn(LAN) as Parameters<typeof signedIn>[1])
const secret = { kind: "pin", pin: PIN } as const
const office = (): string | undefined => tab.base.vault.escrow(LAN)?.office

async function reopen(): Promise<void> {
  await closeStore(tab.base, LAN)
  tab.base.close()
  tab = await Tab.open(server, disk, tab.clock)
}

/** Lan has a PIN and something unsent; the phone was closed and opened again. */
async function lockedWith(pages: number[]): Promise<void> {
  await tab.round()
  await enter()
  await setPin(tab.base, LAN, { pin: PIN })
  await tab.submit(await tab.draft(pages, LAN), {}, LAN)
  await reopen()
}

describe("the office's key to a store", () => {
  it("is made with the PIN where the office is known, and never without a PIN", async () => {
    await tab.round()
    await enter()
    expect(office()).toBeUndefined()
    await setPin(tab.base, LAN, { pin: PIN })
    expect(office()).toBe(OFFICE_KEY.kid)
    await removePin(tab.base, LAN, secret)
    expect(office()).toBeUndefined()
  })

  it("is made at the next unlocking where the office was not known before", async () => {
    await enter()
    await setPin(tab.base, LAN, { pin: PIN })
    expect(office()).toBeUndefined()
    await tab.round()
    await reopen()
    await unlock(tab.base, LAN, secret)
    expect(office()).toBe(OFFICE_KEY.kid)
  })

  it("is made anew when the office has another key, and only then", async () => {
    await tab.round()
    await enter()
    await setPin(tab.base, LAN, { pin: PIN })
    const first = tab.base.vault.escrow(LAN)?.sealed
    await unlock(tab.base, LAN, secret)
    expect(tab.base.vault.escrow(LAN)?.sealed).toEqual(first)
    const known = await tab.base.device.server()
    await tab.base.device.keepServer({ ...known!, office_key: { ...OFFICE_KEY, kid: "BBBBBBBBBBBBBBBBBBBBBA" } })
    await unlock(tab.base, LAN, secret)
    expect(office()).toBe("BBBBBBBBBBBBBBBBBBBBBA")
  })

  it("is not made for a resident who wants none, and is made once she keeps other people's papers", async () => {
    await tab.round()
    await enter()
    await setPin(tab.base, LAN, { pin: PIN, alone: true })
    await unlock(tab.base, LAN, secret)
    expect(office()).toBeUndefined()
    const session = await setting(tab.base.store(LAN), SESSION)
    const me = { ...session!.me, roles: [{ unit_id: "u", unit_name: "Xã", role: "volunteer" }] } as unknown as MeOut
    await keepSetting(tab.base.store(LAN), SESSION, { ...session!, me })
    await unlock(tab.base, LAN, secret)
    expect(office()).toBe(OFFICE_KEY.kid)
  })
})

describe("a blocked phone with a locked store", () => {
  let answer: () => object | Response | "cut_before"

  beforeEach(() => {
    answer = () => ({ whole: true, wanted: [] })
  })

  const given = (seen: Seen, more: object): Response =>
    json({ server_id: server.id, epoch: "e", server_time: "2026-11-22T01:00:00Z", nonce: seen.query.get("nonce"), ...more })

  function block(): void {
    server.mischief = (seen) => {
      if (seen.path !== LOCKED) return problem(401, "device_blocked")
      const told = answer()
      return told instanceof Response || told === "cut_before" ? told : given(seen, told)
    }
  }
  const leave = async (rounds: number): Promise<void> => {
    for (let n = 0; n < rounds; n += 1) await tab.round()
  }
  const left = (): Promise<number> => tab.base.connection(LAN).run(["operations"], "readonly", (tx) => tx.objectStore("operations").count())

  it("F57: hears of it though nobody unlocks, gives its rows, and is wiped once the office has them", async () => {
    await lockedWith([])
    block()
    await leave(3)
    const bodies = server.seen.filter((each) => each.path === LOCKED)
    expect(bodies.length).toBe(1)
    expect(bodies[0]!.token).toBeNull()
    expect(await left()).toBe(0)
    expect(await blockOf(tab.base)).toMatchObject({ wiped: true })
  })

  it("keeps everything while the office cannot be sure of it, and is wiped after some days all the same", async () => {
    await lockedWith([])
    block()
    answer = () => ({ whole: false, wanted: [] })
    await leave(3)
    expect(await left()).toBe(1)
    answer = () => "cut_before"
    await leave(1)
    expect(await left()).toBe(1)
    tab.clock.move(4 * DAY)
    answer = () => ({ whole: false, wanted: [] })
    await leave(1)
    expect(await left()).toBe(1)
    await leave(12)
    expect(await left()).toBe(0)
  })

  it("is not taken in by somebody else's answer", async () => {
    await lockedWith([])
    block()
    answer = () => ({ whole: true, wanted: [], nonce: "another" })
    await leave(3)
    answer = () => new Response("<html>", { headers: { "Content-Type": "text/html" } })
    await leave(1)
    expect(await left()).toBe(1)
  })

  it("stops at a page that makes no way, and tries again later", async () => {
    await lockedWith([70_000])
    block()
    const [page] = await tab.base
      .connection(LAN)
      .run(["files"], "readonly", (tx) => tx.objectStore("files").getAllKeys() as Promise<string[]>)
    let sent = 0
    answer = () => {
      sent += 1
      return { whole: true, wanted: [{ attachment_id: page, offset: 0 }] }
    }
    await leave(2)
    expect(sent).toBe(2 * 2)
    expect(await left()).toBe(1)
  })

  it("without a key for the office waits for its owner, who may still unlock it", async () => {
    await enter()
    await setPin(tab.base, LAN, { pin: PIN, alone: true })
    await tab.submit(await tab.draft([], LAN), {}, LAN)
    await reopen()
    server.mischief = (seen) => (seen.path === "/api/server" ? undefined : problem(401, "device_blocked"))
    await leave(3)
    expect(server.count(LOCKED)).toBe(0)
    expect(await left()).toBe(1)
  })
})

describe("a rescue file of a locked store", () => {
  it("cannot be made where no key was left for the office", async () => {
    await enter()
    await setPin(tab.base, LAN, { pin: PIN, alone: true })
    await tab.submit(await tab.draft([], LAN), {}, LAN)
    await reopen()
    expect(await makeLockedRescue(tab.base, LAN)).toMatchObject({ code: "office_key_missing" })
  })

  it("comes in parts that can be carried, and leaves everything where it is", async () => {
    await lockedWith([40_000, 90_000, 10])
    const rescue = await makeLockedRescue(tab.base, LAN, 60_000)
    if (!rescue.ok) throw new Error(rescue.code)
    expect(rescue.value.count).toBeGreaterThan(2)
    for (let n = 1; n <= rescue.value.count; n += 1) {
      const part = await rescue.value.part(n)
      expect(part.bytes.byteLength).toBeLessThan(62_000)
      expect(part.name).toContain(`${n}-cua-${rescue.value.count}`)
    }
    await unlock(tab.base, LAN, secret)
    expect((await tab.ops(LAN))[0]!.state).toBe("queued")
  })
})
