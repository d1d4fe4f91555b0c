import { describe, expect, it } from "vitest"
import type { Bundle } from "../../src/core/contract/catalogue.ts"
import type { Result } from "../../src/core/contract/result.ts"
import { withdraw } from "../../src/core/sync/acts.ts"
import { base64url } from "../../src/core/domain/base64url.ts"
import { makeRescue, type RescueParts } from "../../src/core/sync/rescue.ts"
import { pageBytes, Tab } from "./phone.ts"
import { FakeServer } from "./server.ts"

const SHORT = 22

/** An office of the test's own, which can open what was sealed to it. */
async function office(): Promise<{ bundle: Bundle; open: (file: ArrayBuffer) => Promise<{ head: Head; rows: Row[] }> }> {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"])
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))
  const kid = base64url((await crypto.subtle.digest("SHA-256", point)).slice(0, 16))
  const office_key = { kid, x: base64url(point.slice(1, 33).buffer), y: base64url(point.slice(33).buffer) }
  return { bundle: { office_key } as unknown as Bundle, open: (file) => opened(file, pair.privateKey, point) }
}

interface Head {
  code: string
  part: number
  parts: number
  key: string
}
interface Row {
  t: string
  text?: string
  attachment_id?: string
  offset?: number
  content: Uint8Array
}

async function opened(file: ArrayBuffer, key: CryptoKey, office: Uint8Array<ArrayBuffer>): Promise<{ head: Head; rows: Row[] }> {
  const bytes = new Uint8Array(file)
  expect(Buffer.from(bytes.slice(0, 4)).toString()).toBe("CLR1")
  const size = new DataView(file).getUint32(4)
  const clear = bytes.slice(8, 8 + size)
  const head = JSON.parse(Buffer.from(clear).toString()) as Head
  const raw = await unsealed(Uint8Array.from(Buffer.from(head.key, "base64url")), key, office)
  const cipher = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"])
  const body = bytes.slice(8 + size)
  const algorithm = { name: "AES-GCM", iv: body.slice(0, 12), additionalData: clear }
  return { head, rows: rowsOf(await crypto.subtle.decrypt(algorithm, cipher, body.slice(12))) }
}

async function unsealed(sealed: Uint8Array<ArrayBuffer>, key: CryptoKey, office: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const head = sealed.slice(0, 82)
  const once = await crypto.subtle.importKey("raw", head.slice(17), { name: "ECDH", namedCurve: "P-256" }, false, [])
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: once }, key, 256)
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"])
  const info = Buffer.concat([Buffer.from("cua-lang-office-1"), head, office])
  const made = await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info }, base, 352)
  const cipher = await crypto.subtle.importKey("raw", made.slice(0, 32), "AES-GCM", false, ["decrypt"])
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: made.slice(32), additionalData: head }, cipher, sealed.slice(82))
}

function rowsOf(plain: ArrayBuffer): Row[] {
  const rows: Row[] = []
  for (let at = 0; at < plain.byteLength; ) {
    const size = new DataView(plain).getUint32(at)
    const row = JSON.parse(Buffer.from(plain, at + 4, size).toString()) as Row & { bytes?: number }
    at += 4 + size
    rows.push({ ...row, content: new Uint8Array(plain.slice(at, at + (row.bytes ?? 0))) })
    at += row.bytes ?? 0
  }
  return rows
}

const good = (made: Result<RescueParts>): RescueParts => {
  if (!made.ok) throw new Error(made.code)
  return made.value
}

async function offline(): Promise<Tab> {
  const server = new FakeServer()
  server.mischief = () => "cut_before"
  return Tab.open(server)
}

describe("a rescue file", () => {
  it("F83: is made without any network and holds the very operations, their pages and the phone's proof", async () => {
    const [tab, { bundle, open }] = [await offline(), await office()]
    const slip = await tab.sent([300, 5000])
    const made = good(await makeRescue(tab.base, tab.principal, { bundle }))
    expect([made.count, made.things]).toEqual([1, 1])
    const file = await made.part(1)
    expect(file.name).toBe(`cua-lang-cuu-ho-${made.code}-1-cua-1.clr`)
    const { head, rows } = await open(file.bytes)
    expect([head.code, head.part, head.parts]).toEqual([made.code, 1, 1])
    const [op] = await tab.ops()
    expect(rows.map((row) => row.t)).toEqual(["device", "op", "file", "file"])
    expect(rows[1]?.text).toBe(op!.text)
    expect(JSON.parse(op!.text)).toMatchObject({ dossier_id: slip.dossier_id })
    const sizes = rows.filter((row) => row.t === "file").map((row) => row.content.byteLength)
    expect(sizes.sort((a, b) => a - b)).toEqual([300, 5000])
  })

  it("says nothing of what is in it to those who find it", async () => {
    const [tab, { bundle }] = [await offline(), await office()]
    await tab.sent([SHORT])
    const { bytes } = await good(await makeRescue(tab.base, tab.principal, { bundle })).part(1)
    const text = Buffer.from(bytes).toString("latin1")
    for (const secret of ["Nguy", "1.001193", "dossier", tab.base.device.id]) expect(text).not.toContain(secret)
  })

  it("F83: comes in parts that hold every byte, each with what it needs", async () => {
    const [tab, { bundle, open }] = [await offline(), await office()]
    await tab.sent([30_000, 9000])
    await tab.sent([12_000])
    const made = good(await makeRescue(tab.base, tab.principal, { bundle, limit: 20_000 }))
    expect(made.count).toBeGreaterThan(2)
    const found = new Map<string, number>()
    for (let part = 1; part <= made.count; part += 1) {
      const { rows } = await open((await made.part(part)).bytes)
      expect(rows[0]?.t).toBe("device")
      for (const row of rows.filter((each) => each.t === "file")) {
        found.set(row.attachment_id!, (found.get(row.attachment_id!) ?? 0) + row.content.byteLength)
        const seed = (await tab.pages()).find((page) => page.attachment_id === row.attachment_id)!.page - 1
        const whole = new Uint8Array(pageBytes(row.offset! + row.content.byteLength, seed))
        expect(row.content).toEqual(whole.slice(row.offset))
      }
    }
    expect([...found.values()].sort((a, b) => a - b)).toEqual([9000, 12_000, 30_000])
  })

  it("changes nothing here: with a network everything still goes, once", async () => {
    const server = new FakeServer()
    server.mischief = () => "cut_before"
    const [tab, { bundle }] = [await Tab.open(server), await office()]
    await tab.sent([40])
    const before = await tab.ops()
    await good(await makeRescue(tab.base, tab.principal, { bundle })).part(1)
    expect(await tab.ops()).toEqual(before)
    server.mischief = () => undefined
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
  })

  it("F08: can hold one thing that keeps failing, with what was done before it on the same dossier", async () => {
    const [tab, { bundle, open }] = [await offline(), await office()]
    const slip = await tab.sent([40])
    await tab.sent()
    await withdraw(tab.base, tab.principal, slip.dossier_id, "Thôi")
    const last = (await tab.ops()).find((op) => op.kind === "dossier.withdraw")
    const made = good(await makeRescue(tab.base, tab.principal, { bundle, only: last!.op_id }))
    const { rows } = await open((await made.part(1)).bytes)
    const kinds = rows.filter((row) => row.t === "op").map((row) => (JSON.parse(row.text!) as { kind: string }).kind)
    expect(kinds).toEqual(["dossier.submit", "dossier.withdraw"])
  })

  it("holds pages whose operation has arrived already, and is not made of nothing", async () => {
    const server = new FakeServer()
    const [tab, { bundle, open }] = [await Tab.open(server), await office()]
    expect(await makeRescue(tab.base, tab.principal, { bundle })).toMatchObject({ ok: false, code: "nothing_to_send" })
    await tab.sent([4000])
    server.mischief = (seen) => (seen.path.startsWith("/api/uploads") ? "cut_before" : undefined)
    await tab.sync()
    expect((await tab.ops())[0]?.state).toBe("acknowledged")
    const made = good(await makeRescue(tab.base, tab.principal, { bundle }))
    const { rows } = await open((await made.part(1)).bytes)
    expect(rows.map((row) => row.t)).toEqual(["device", "op", "file"])
  })

  it("needs the office's key from an earlier contact, and says so where there never was one", async () => {
    const tab = await offline()
    await tab.sent()
    expect(await makeRescue(tab.base, tab.principal, { bundle: undefined })).toMatchObject({ ok: false, code: "office_key_missing" })
  })
})
