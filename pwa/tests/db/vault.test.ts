import "fake-indexeddb/auto"
import { beforeEach, describe, expect, it } from "vitest"
import { IDBFactory } from "fake-indexeddb"
import { toText } from "../../src/core/db/codec.ts"
import { Connection } from "../../src/core/db/open.ts"
import { pinFault, waitAfter } from "../../src/core/db/pin.ts"
import { reseal } from "../../src/core/db/reseal.ts"
import { DEVICE_DB, DEVICE_UPGRADES, PRINCIPAL_UPGRADES, principalDb } from "../../src/core/db/schema.ts"
import { put, putBytes, Store, table } from "../../src/core/db/store.ts"
import { plainCodec } from "../../src/core/db/codec.ts"
import { Vault } from "../../src/core/db/vault.ts"
import type { Secret } from "../../src/core/db/vault-rows.ts"

interface Note {
  id: string
  text: string
}
const NOTES = table<Note>("drafts", (note) => note.id)
const LAN = "person:01900000-0000-7000-8000-0000000000f1"
const BINH = "person:01900000-0000-7000-8000-0000000000f2"
const PIN: Secret = { kind: "pin", pin: "739160" }
const WRONG: Secret = { kind: "pin", pin: "739161" }
const LIMIT = 5

let factory: IDBFactory
let steady: number

beforeEach(() => {
  factory = new IDBFactory()
  steady = 1000
})

const device = (): Connection => new Connection(factory, DEVICE_DB, DEVICE_UPGRADES)
const rows = (principal = LAN): Connection => new Connection(factory, principalDb(principal), PRINCIPAL_UPGRADES)
/** A page that was just opened on this disk. */
const page = (): Promise<Vault> => Vault.open(device(), () => steady)
const storeOf = (vault: Vault, principal = LAN): Store => new Store(rows(principal), vault.codec(principal))

interface RawRow {
  id: string
  rev: number
  by: string
  body: ArrayBuffer
  c?: number
}
const raw = (id: string, store = "drafts", principal = LAN): Promise<RawRow> =>
  rows(principal).run([store], "readonly", async (tx) => (await tx.objectStore(store).get(id)) as RawRow)
const lay = (row: RawRow, store = "drafts", principal = LAN): Promise<unknown> =>
  rows(principal).run([store], "readwrite", (tx) => tx.objectStore(store).put(row))

describe("a sealed row", () => {
  it("comes back as it was written, also after the page was closed", async () => {
    await storeOf(await page()).write([
      put(NOTES, { id: "a", text: "Lường Thị Ngọc Ánh" }),
      putBytes("p", new Uint8Array([1, 2, 3]).buffer),
    ])
    const later = storeOf(await page())
    expect((await later.get(NOTES, "a"))?.value.text).toBe("Lường Thị Ngọc Ánh")
    expect([...new Uint8Array((await later.bytes("p"))!)]).toEqual([1, 2, 3])
  })

  it("says which codec wrote it and holds none of its words", async () => {
    await storeOf(await page()).write([put(NOTES, { id: "a", text: "Lường Thị Ngọc Ánh" })])
    const row = await raw("a")
    expect(row.c).toBe(1)
    expect(Buffer.from(row.body).toString("utf8")).not.toContain("Lường")
  })

  it("is another one at every write of the same words", async () => {
    const store = storeOf(await page())
    const bodies = new Set<string>()
    for (let n = 0; n < 20; n += 1) {
      await store.write([put(NOTES, { id: "a", text: "một" })])
      bodies.add(
        Buffer.from((await raw("a")).body)
          .subarray(0, 12)
          .toString("hex"),
      )
    }
    expect(bodies.size).toBe(20)
  })

  it("with any byte changed is not read, stays where it is and hides no others", async () => {
    const store = storeOf(await page())
    await store.write([put(NOTES, { id: "a", text: "một" }), put(NOTES, { id: "b", text: "hai" })])
    const whole = await raw("a")
    for (let at = 0; at < whole.body.byteLength; at += 1) {
      const body = whole.body.slice(0)
      new Uint8Array(body)[at]! ^= 1
      await lay({ ...whole, body, by: `tampered ${at}` })
      await expect(store.get(NOTES, "a")).rejects.toMatchObject({ code: "unreadable" })
    }
    expect((await store.all(NOTES)).map((held) => held.value.id)).toEqual(["b"])
    expect((await raw("a")).by).toContain("tampered")
  })

  it("opens under no other id, in no other store and for no other person", async () => {
    const vault = await page()
    const store = storeOf(vault)
    await store.write([put(NOTES, { id: "a", text: "của Lan" })])
    const row = await raw("a")
    await lay({ ...row, id: "b" })
    await lay(row, "files")
    await lay(row, "drafts", BINH)
    await expect(store.get(NOTES, "b")).rejects.toMatchObject({ code: "unreadable" })
    await expect(
      store.get(
        table<Note>("files", (note) => note.id),
        "a",
      ),
    ).rejects.toMatchObject({ code: "unreadable" })
    await expect(storeOf(vault, BINH).get(NOTES, "a")).rejects.toMatchObject({ code: "unreadable" })
  })

  it("is sealed by one key when two tabs begin at once", async () => {
    const [one, two] = await Promise.all([page(), page()])
    await Promise.all([
      storeOf(one).write([put(NOTES, { id: "a", text: "một" })]),
      storeOf(two).write([put(NOTES, { id: "b", text: "hai" })]),
    ])
    expect((await storeOf(one).all(NOTES)).length).toBe(2)
    expect((await storeOf(await page()).all(NOTES)).length).toBe(2)
  })
})

describe("a PIN", () => {
  it.each(["111111", "123456", "654321", "199419", "941994", "199494", "19941994", "121212", "123123", "890123"])(
    "that everybody tries first is refused: %s",
    (pin) => expect(pinFault(pin)).toBe("pin_trivial"),
  )

  it.each([
    ["73916", "pin_short"],
    ["", "pin_digits"],
    ["73916a", "pin_digits"],
    ["1234567890123", "pin_digits"],
    ["739160", undefined],
    ["204816", undefined],
    ["5839271046", undefined],
  ])("%s is %s", (pin, fault) => expect(pinFault(pin)).toBe(fault))

  it("stands before the store after the page was closed, and opens it", async () => {
    const first = await page()
    await storeOf(first).write([put(NOTES, { id: "a", text: "một" })])
    expect(await first.setPin(LAN, "739160")).toMatchObject({ ok: true })
    const later = await page()
    expect(later.locked(LAN)).toBe(true)
    await expect(storeOf(later).get(NOTES, "a")).rejects.toMatchObject({ code: "locked" })
    await expect(storeOf(later).all(NOTES)).rejects.toMatchObject({ code: "locked" })
    await expect(storeOf(later).write([put(NOTES, { id: "b", text: "b" })])).rejects.toMatchObject({ code: "locked" })
    expect(await later.unlock(LAN, PIN, LIMIT)).toMatchObject({ ok: true })
    expect((await storeOf(later).get(NOTES, "a"))?.value.text).toBe("một")
  })

  it("is of no use without the phone's own key", async () => {
    const first = await page()
    await storeOf(first).write([put(NOTES, { id: "a", text: "một" })])
    await first.setPin(LAN, "739160")
    // the rows carried to another phone, which has another wrapping key
    const row = await device().run(["keys"], "readonly", async (tx) => (await tx.objectStore("keys").get(`vault:${LAN}`)) as object)
    factory = new IDBFactory()
    await page()
    await device().run(["keys"], "readwrite", (tx) => tx.objectStore("keys").put(row))
    expect(await (await page()).unlock(LAN, PIN, LIMIT)).toMatchObject({ code: "pin_wrong" })
  })

  it("is changed only by who knows it, and the old one is of no use then", async () => {
    const vault = await page()
    await storeOf(vault).write([put(NOTES, { id: "a", text: "một" })])
    await vault.setPin(LAN, "739160")
    expect(await vault.setPin(LAN, "580247")).toMatchObject({ code: "pin_needed" })
    expect(await vault.setPin(LAN, "580247", WRONG)).toMatchObject({ code: "pin_wrong" })
    expect(await vault.setPin(LAN, "580247", PIN)).toMatchObject({ ok: true })
    const later = await page()
    expect(await later.unlock(LAN, PIN, LIMIT)).toMatchObject({ code: "pin_wrong" })
    expect(await later.unlock(LAN, { kind: "pin", pin: "580247" }, LIMIT)).toMatchObject({ ok: true })
    expect((await storeOf(later).get(NOTES, "a"))?.value.text).toBe("một")
  })

  it("may be taken away again by who knows it", async () => {
    const vault = await page()
    await storeOf(vault).write([put(NOTES, { id: "a", text: "một" })])
    await vault.setPin(LAN, "739160")
    expect(await vault.removePin(LAN, WRONG, LIMIT)).toMatchObject({ code: "pin_wrong" })
    expect(await vault.removePin(LAN, PIN, LIMIT)).toMatchObject({ ok: true })
    const later = await page()
    expect(later.guarded(LAN)).toBe(false)
    expect((await storeOf(later).get(NOTES, "a"))?.value.text).toBe("một")
  })

  it("opens nothing of the others on this phone", async () => {
    const vault = await page()
    await storeOf(vault, BINH).write([put(NOTES, { id: "a", text: "của Bình" })])
    await vault.setPin(BINH, "580247")
    await vault.setPin(LAN, "739160")
    const later = await page()
    await later.unlock(LAN, PIN, LIMIT)
    expect([later.locked(LAN), later.locked(BINH)]).toEqual([false, true])
    await expect(storeOf(later, BINH).all(NOTES)).rejects.toMatchObject({ code: "locked" })
  })

  it("offers the raw data key for the office whenever it is at hand behind a PIN, and never without one", async () => {
    const seen: string[] = []
    const vault = await page()
    vault.makeEscrow = (row, key) => {
      seen.push(`${row.principal} ${key.byteLength} ${row.escrow?.office ?? "none"}`)
      return Promise.resolve(row.escrow === undefined ? { office: "k1", sealed: new ArrayBuffer(8) } : undefined)
    }
    await storeOf(vault).write([put(NOTES, { id: "a", text: "một" })])
    expect(seen).toEqual([])
    await vault.setPin(LAN, "739160")
    await vault.unlock(LAN, PIN, LIMIT)
    expect(seen).toEqual([`${LAN} 32 none`, `${LAN} 32 k1`])
    expect((await page()).escrow(LAN)?.office).toBe("k1")
    await vault.removePin(LAN, PIN, LIMIT)
    expect((await page()).escrow(LAN)).toBeUndefined()
  })
})

describe("wrong PINs", () => {
  async function guardedPage(): Promise<Vault> {
    const vault = await page()
    await storeOf(vault).write([put(NOTES, { id: "a", text: "một" })])
    await vault.setPin(LAN, "739160")
    return page()
  }

  it("make everybody wait longer and longer", () => {
    const waits = Array.from({ length: 20 }, (_, tries) => waitAfter(tries))
    expect(waits.slice(0, 3)).toEqual([0, 0, 0])
    expect(waits.every((wait, at) => at === 0 || wait >= waits[at - 1]!)).toBe(true)
    expect(waits.at(-1)).toBe(300_000)
  })

  it("are counted across closed pages, and no try is taken before its time", async () => {
    await guardedPage()
    for (let n = 0; n < 3; n += 1) {
      const vault = await page()
      steady += vault.waiting(LAN)
      expect(await vault.unlock(LAN, WRONG, LIMIT)).toMatchObject({ code: "pin_wrong", params: { left: LIMIT - 1 - n } })
    }
    const vault = await page()
    expect(vault.waiting(LAN)).toBe(5000)
    expect(await vault.unlock(LAN, PIN, LIMIT)).toMatchObject({ code: "pin_wait" })
    steady += 5000
    expect(await vault.unlock(LAN, PIN, LIMIT)).toMatchObject({ ok: true })
    expect((await page()).waiting(LAN)).toBe(0)
  })

  it("wait by time that passes while the app is open, and what has passed is kept", async () => {
    const vault = await guardedPage()
    for (let n = 0; n < 4; n += 1) {
      steady += vault.waiting(LAN)
      await vault.unlock(LAN, WRONG, LIMIT)
    }
    expect(vault.waiting(LAN)).toBe(15_000)
    steady += 6000
    await vault.tick(LAN)
    // a page opened a year later by the phone's clock has the same rest before it
    expect((await page()).waiting(LAN)).toBe(9000)
  })

  it("tried in two tabs are counted together", async () => {
    await guardedPage()
    const [one, two] = await Promise.all([page(), page()])
    for (let n = 0; n < 3; n += 1) await one.unlock(LAN, WRONG, LIMIT)
    expect(await two.unlock(LAN, WRONG, LIMIT)).toMatchObject({ code: "pin_wait" })
  })

  it("F65: at the limit the wrapped key is deleted, and the right PIN opens nothing any more", async () => {
    const vault = await guardedPage()
    for (let n = 1; n < LIMIT; n += 1) {
      steady += vault.waiting(LAN)
      expect(await vault.unlock(LAN, WRONG, LIMIT)).toMatchObject({ code: "pin_wrong", params: { left: LIMIT - n } })
    }
    steady += vault.waiting(LAN)
    expect(await vault.unlock(LAN, WRONG, LIMIT)).toMatchObject({ code: "pin_wiped" })
    expect(await (await page()).unlock(LAN, PIN, LIMIT)).toMatchObject({ code: "pin_none" })
    // the row itself is still there, and nobody can read it
    const later = await page()
    await expect(storeOf(later).get(NOTES, "a")).rejects.toMatchObject({ code: "unreadable" })
  })
})

describe("another tab", () => {
  it("is lent the open key, which cannot be read out, and asks for no PIN", async () => {
    const one = await page()
    await storeOf(one).write([put(NOTES, { id: "a", text: "một" })])
    await one.setPin(LAN, "739160")
    const two = await page()
    const lent = structuredClone(one.lend())
    expect(lent.map(({ key }) => key.extractable)).toEqual([false])
    expect(await two.borrow(lent)).toBe(true)
    expect((await storeOf(two).get(NOTES, "a"))?.value.text).toBe("một")
  })

  it("takes no key of a store that began anew meanwhile", async () => {
    const one = await page()
    await storeOf(one).write([put(NOTES, { id: "a", text: "một" })])
    await one.setPin(LAN, "739160")
    const old = one.lend()
    await one.erase(LAN)
    const two = await page()
    await storeOf(two).write([put(NOTES, { id: "b", text: "hai" })])
    await two.setPin(LAN, "580247")
    const three = await page()
    expect(await three.borrow(old)).toBe(false)
    expect(three.locked(LAN)).toBe(true)
  })

  it("forgets its key when the PIN was set, the key erased or the store begun anew elsewhere", async () => {
    const [one, two] = await Promise.all([page(), page()])
    await storeOf(one).write([put(NOTES, { id: "a", text: "một" })])
    await storeOf(two).all(NOTES)
    await one.erase(LAN)
    await two.refresh()
    await expect(storeOf(two).get(NOTES, "a")).rejects.toMatchObject({ code: "unreadable" })
  })
})

describe("rows of an earlier release", () => {
  async function plainRows(count: number): Promise<void> {
    const store = new Store(rows(), plainCodec)
    await store.write(Array.from({ length: count }, (_, n) => put(NOTES, { id: `n${String(n).padStart(3, "0")}`, text: `câu ${n}` })))
    await store.write([putBytes("photo", new Uint8Array(1000).fill(7).buffer)])
  }
  const all = (): Promise<RawRow[]> =>
    rows().run(["drafts", "bytes"], "readonly", async (tx) => [
      ...((await tx.objectStore("drafts").getAll()) as RawRow[]),
      ...((await tx.objectStore("bytes").getAll()) as RawRow[]),
    ])

  it("are read as they are, and sealed with their revision kept", async () => {
    await plainRows(55)
    const vault = await page()
    expect((await storeOf(vault).get(NOTES, "n007"))?.value.text).toBe("câu 7")
    const before = await raw("n007")
    expect(await reseal(rows(), await vault.codec(LAN)())).toBe(56)
    expect((await all()).every((row) => row.c === 1)).toBe(true)
    expect((await storeOf(vault).all(NOTES)).map((held) => held.value.text).sort()).toContain("câu 54")
    expect((await raw("n007")).rev).toBe(before.rev)
    expect(await reseal(rows(), await vault.codec(LAN)())).toBe(0)
  })

  it("are all there whenever the sealing is killed, and it goes on from there", async () => {
    await plainRows(45)
    const vault = await page()
    const codec = await vault.codec(LAN)()
    for (let sealings = 0; sealings < 60; sealings += 7) {
      let left = sealings
      const dying = {
        ...codec,
        seal: (plain: ArrayBuffer, place: Parameters<typeof codec.seal>[1]) => {
          left -= 1
          return left < 0 ? Promise.reject(new Error("killed")) : codec.seal(plain, place)
        },
      }
      await reseal(rows(), dying).catch(() => undefined)
      const seen = await storeOf(vault).all(NOTES)
      expect(seen.map((held) => held.value.text).length).toBe(45)
    }
    await reseal(rows(), codec)
    expect((await all()).every((row) => row.c === 1)).toBe(true)
    expect(toText(await codec.open((await raw("n044")).body, { store: "drafts", id: "n044" }))).toContain("câu 44")
  })

  it("that somebody changes meanwhile keep the change", async () => {
    await plainRows(3)
    const vault = await page()
    const codec = await vault.codec(LAN)()
    const store = storeOf(vault)
    const slow = {
      ...codec,
      seal: async (plain: ArrayBuffer, place: Parameters<typeof codec.seal>[1]) => {
        if (place.id === "n001") await store.write([put(NOTES, { id: "n001", text: "mới" })])
        return codec.seal(plain, place)
      },
    }
    await reseal(rows(), slow)
    expect((await store.get(NOTES, "n001"))?.value.text).toBe("mới")
  })
})
