import fc from "fast-check"
import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { putBytes } from "../../src/core/db/store.ts"
import { toBytes, toText } from "../../src/core/db/codec.ts"
import { isWhole, rebuilt } from "../../src/core/sync/bundle.ts"
import { Catalogue } from "../../src/core/sync/catalogue.ts"
import { Tab } from "./phone.ts"
import { FakeServer, html } from "./server.ts"

type Bend = (answer: { status: number; body: string }, path: string) => { status: number; body: string } | Response

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex")

/** A bundle as the server writes it: members in order, its hash among them. */
function bundle(summary: string): string {
  const rest = `{"banks":[],"format":1,"procedures":[{"code":"1.001193","fee":0.0,"summary":${JSON.stringify(summary)}}]}`
  return rest.replace(`"format":1,`, `"format":1,"hash":"${hashOf(rest)}",`)
}

const hash = (text: string): string => (JSON.parse(text) as { hash: string }).hash

/** What the server says about the way from one bundle to another: the common head, the new middle, the common tail. */
function delta(from: string, to: string): string {
  const [old, now] = [toBytes(from), toBytes(to)].map((each) => new Uint8Array(each)) as [Uint8Array, Uint8Array]
  const least = Math.min(old.length, now.length)
  let head = 0
  while (head < least && old[head] === now[head]) head += 1
  // never within a letter of several bytes
  while (head > 0 && (now[head]! & 0xc0) === 0x80) head -= 1
  const middle = toText(now.slice(head).buffer)
  return JSON.stringify({ from: hash(from), hash: hash(to), parts: [[0, head], middle] })
}

/** A server that has served some bundles, the last of them now; `bend` spoils what it answers on the way. */
class Shop {
  readonly served: string[]
  readonly asked: string[] = []
  /** The status of each bundle that was sent. */
  readonly told: number[] = []
  bend: Bend = (answer) => answer

  constructor(...served: string[]) {
    this.served = served
  }

  get now(): string {
    return this.served.at(-1) ?? ""
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    await Promise.resolve()
    const path = input instanceof Request ? input.url : input.toString()
    this.asked.push(path)
    if (path.startsWith("/api/units")) {
      const body = JSON.stringify({ hash: "u".repeat(64), units: [] })
      return new Response(body, { headers: { "Content-Type": "application/json", ETag: `"${"u".repeat(64)}"` } })
    }
    const url = new URL(path, "http://x")
    const tag = new Headers(init.headers).get("If-None-Match")
    if (tag === `"${hash(this.now)}"`) return new Response(null, { status: 304 })
    const from = this.served.find((each) => hash(each) === url.searchParams.get("from"))
    const plain = from === undefined ? { status: 200, body: this.now } : { status: 226, body: delta(from, this.now) }
    const bent = this.bend(plain, path)
    if (bent instanceof Response) return bent
    this.told.push(bent.status)
    return new Response(bent.body, { status: bent.status, headers: { "Content-Type": "application/json", ETag: `"${hash(this.now)}"` } })
  }
}

async function opened(shop: Shop): Promise<{ tab: Tab; catalogue: Catalogue }> {
  const tab = await Tab.open(new FakeServer(), undefined, undefined, { fetch: shop.fetch })
  return { tab, catalogue: new Catalogue(tab.base) }
}

const summaryOf = async (catalogue: Catalogue): Promise<unknown> => (await catalogue.bundle())?.procedures[0]?.summary

const LONG = "Làm giấy khai sinh cho bé mới sinh. ".repeat(60)
const OLD = bundle(`${LONG}Mức cũ.`)
const NEW = bundle(`${LONG}Mức mới.`)

describe("a catalogue that changed", () => {
  it("comes as its changes where an older one is here", async () => {
    const shop = new Shop(OLD)
    const { catalogue } = await opened(shop)
    expect((await catalogue.refresh()).ok).toBe(true)
    shop.served.push(NEW)
    expect((await catalogue.refresh()).ok).toBe(true)
    expect(await summaryOf(catalogue)).toBe(`${LONG}Mức mới.`)
    expect(shop.asked.filter((path) => path.includes("bundle"))).toEqual([
      "/api/catalogue/bundle",
      `/api/catalogue/bundle?from=${hash(OLD)}`,
    ])
    expect(shop.told).toEqual([200, 226])
  })

  it("comes whole from a server that does not know the older one", async () => {
    const shop = new Shop(OLD)
    const { catalogue } = await opened(shop)
    await catalogue.refresh()
    shop.served.splice(0, 1, NEW)
    expect((await catalogue.refresh()).ok).toBe(true)
    expect(await summaryOf(catalogue)).toBe(`${LONG}Mức mới.`)
    expect(shop.told).toHaveLength(2)
  })

  it("costs one small question where nothing changed", async () => {
    const shop = new Shop(OLD)
    const { catalogue } = await opened(shop)
    await catalogue.refresh()
    await catalogue.refresh()
    expect(shop.told).toHaveLength(1)
  })

  it("F72: changes spoiled on the way are not kept, the whole is fetched instead", async () => {
    const shop = new Shop(OLD)
    const { catalogue } = await opened(shop)
    await catalogue.refresh()
    shop.served.push(NEW)
    shop.bend = (answer) => (answer.status === 226 ? { ...answer, body: answer.body.replace("Mức mới", "Mức mời") } : answer)
    expect((await catalogue.refresh()).ok).toBe(true)
    expect(await summaryOf(catalogue)).toBe(`${LONG}Mức mới.`)
  })

  it("F72: a whole bundle spoiled on the way is fetched again, and the old one goes on as long as none is sound", async () => {
    const shop = new Shop(OLD)
    const { catalogue } = await opened(shop)
    await catalogue.refresh()
    shop.served.push(NEW)
    shop.bend = (answer) => ({ ...answer, body: answer.body.replace("giấy", "giay") })
    expect(await catalogue.refresh()).toMatchObject({ ok: false, code: "captive" })
    expect(await summaryOf(catalogue)).toBe(`${LONG}Mức cũ.`)
    let wholes = 0
    shop.bend = (answer) => {
      if (answer.status === 226) return { ...answer, body: "{}" }
      wholes += 1
      return wholes === 1 ? { ...answer, body: answer.body.slice(0, -9) } : answer
    }
    expect((await catalogue.refresh()).ok).toBe(true)
    expect(await summaryOf(catalogue)).toBe(`${LONG}Mức mới.`)
  })

  it.each([
    ["no JSON any more", (text: string) => text.slice(0, 200)],
    ["still JSON, with one letter changed", (text: string) => text.replace("Mức cũ", "Mức cu")],
  ])("F72: a kept bundle that was spoiled on the phone is fetched whole: %s", async (_how, spoil) => {
    const shop = new Shop(OLD)
    const { tab, catalogue } = await opened(shop)
    await catalogue.refresh()
    await tab.base.device.store.write([putBytes("bundle", toBytes(spoil(OLD)), "catalogue")])
    catalogue.forgetParsed()
    expect((await catalogue.refresh()).ok).toBe(true)
    expect(await summaryOf(catalogue)).toBe(`${LONG}Mức cũ.`)
    expect(shop.asked.filter((path) => path.endsWith("/bundle"))).toHaveLength(2)
  })

  it("is not what a captive portal answers, and no line leaves what is here", async () => {
    const shop = new Shop(OLD)
    const { catalogue } = await opened(shop)
    await catalogue.refresh()
    shop.served.push(NEW)
    shop.bend = () => html()
    expect(await catalogue.refresh()).toMatchObject({ ok: false })
    expect(await summaryOf(catalogue)).toBe(`${LONG}Mức cũ.`)
  })
})

describe("a form that the catalogue names no more", () => {
  it("F48: stays on the phone whatever the catalogue says now, and opens without a line", async () => {
    const form = JSON.stringify({ title: { vi: "Tờ khai cũ" }, sections: [] })
    const shop = new Shop(OLD)
    const { tab, catalogue } = await opened(shop)
    await catalogue.refresh()
    await tab.base.device.store.write([putBytes(`form:${hashOf(form)}`, toBytes(form), "catalogue")])
    shop.served.splice(0, 1, NEW)
    await catalogue.refresh()
    shop.bend = () => html()
    catalogue.forgetParsed()
    expect((await catalogue.ensureForm(`1.001193@${hashOf(form)}`)).ok).toBe(true)
    expect(await catalogue.form(hashOf(form))).toEqual(JSON.parse(form))
  })
})

describe("bytes put together", () => {
  it("are the new ones from any old ones, and nothing else passes for whole", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), fc.nat(), async (one, other, at) => {
        const [old, now] = [bundle(one), bundle(other)]
        const made = rebuilt(toBytes(old), toBytes(delta(old, now)))
        expect(made === undefined ? "" : toText(made)).toBe(now)
        const bytes = new Uint8Array(toBytes(now))
        expect(await isWhole(bytes.buffer)).toBe(true)
        bytes[at % bytes.length]! ^= 1
        expect(await isWhole(bytes.buffer)).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    "null",
    "[]",
    "{",
    `{"parts":[[0,1]]}`,
    JSON.stringify({ from: hash(OLD), parts: [[0, 1e9]] }),
    JSON.stringify({ from: hash(OLD), parts: [[-1, 2]] }),
    JSON.stringify({ from: hash(OLD), parts: [[0.5, 2]] }),
    JSON.stringify({ from: hash(OLD), parts: [7] }),
    JSON.stringify({ from: "0".repeat(64), parts: [OLD] }),
  ])("refuse what is no delta of theirs (%#)", (said) => {
    expect(rebuilt(toBytes(OLD), toBytes(said))).toBeUndefined()
  })
})
