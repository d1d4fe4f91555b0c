/* The phone's real core on a real line, for tests/bench/network.py: one task a line on stdin, what it took on stdout. */
import "fake-indexeddb/auto"
import { createHash, randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import { Agent, request, type IncomingMessage } from "node:http"
import { createInterface } from "node:readline"
import { Readable } from "node:stream"
import { setTimeout } from "node:timers/promises"
import { createGunzip } from "node:zlib"
import { IDBFactory } from "fake-indexeddb"
import { draftStore } from "../../src/core/db/drafts.ts"
import { fileStore } from "../../src/core/db/files.ts"
import { files, operations } from "../../src/core/db/operations.ts"
import type { DraftFile } from "../../src/core/db/records.ts"
import { put } from "../../src/core/db/store.ts"
import { DOSSIERS } from "../../src/core/db/tables.ts"
import { uuid7 } from "../../src/core/domain/ids.ts"
import { Base } from "../../src/core/sync/base.ts"
import { Catalogue } from "../../src/core/sync/catalogue.ts"
import { Loop } from "../../src/core/sync/loop.ts"
import { deviceToken, signedIn } from "../../src/core/sync/session.ts"
import { submitDraft } from "../../src/core/sync/submit.ts"
import { aloneHere, type World } from "../../src/core/sync/world.ts"

interface Plan {
  readonly base: string
  readonly unit_id: string
  readonly procedure: string
  readonly answers: Readonly<Record<string, unknown>>
  readonly picture: string
  readonly person: { readonly username: string; readonly password: string }
}

const PIECE = 16 * 1024
const plan = JSON.parse(process.argv[2] ?? "{}") as Plan
/** Bytes of bodies that the system took, and requests by path. */
const seen = { sent: 0, asked: [] as string[] }

interface Asking {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | ArrayBuffer | null
  readonly signal?: AbortSignal | null
  readonly gone?: (bytes: number) => void
  readonly agent?: Agent
}

const browser = new Agent({ keepAlive: true, maxSockets: 6 })

/** As a browser sends: connections are kept, the sender hears what the system took, answers come as streams. */
function ask(url: string, { method = "GET", headers = {}, signal = null, agent = browser, ...more }: Asking): Promise<Response> {
  const { body, gone } = more
  const bytes = typeof body === "string" ? Buffer.from(body) : Buffer.from(body ?? new ArrayBuffer(0))
  seen.asked.push(`${method} ${new URL(url).pathname}`)
  return new Promise((resolve, reject) => {
    const length = method === "GET" ? {} : { "Content-Length": String(bytes.length) }
    const asked = request(
      url,
      { method, headers: { ...headers, ...length, "Accept-Encoding": "gzip" }, agent, ...(signal ? { signal } : {}) },
      (answer) => resolve(responseOf(answer)),
    )
    asked.on("error", (error) => {
      // a kept connection that the server had closed meanwhile: browsers take a new one by themselves
      if (asked.reusedSocket && signal?.aborted !== true) resolve(ask(url, { method, headers, signal, ...more, agent: new Agent() }))
      else reject(error)
    })
    const write = (at: number): void => {
      if (at >= bytes.length) return void asked.end()
      const piece = bytes.subarray(at, at + PIECE)
      asked.write(piece, (error) => {
        if (error) return
        seen.sent += piece.length
        gone?.(at + piece.length)
        write(at + PIECE)
      })
    }
    write(0)
  })
}

function responseOf(answer: IncomingMessage): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) headers.set(name, String(value))
  const status = answer.statusCode ?? 599
  const plain = answer.headers["content-encoding"] === "gzip" ? answer.pipe(createGunzip()) : answer
  if (status === 204 || status === 304) {
    answer.resume()
    return new Response(null, { status, headers })
  }
  return new Response(Readable.toWeb(plain) as ReadableStream<Uint8Array>, { status, headers })
}

function newWorld(): World {
  return {
    indexedDB: new IDBFactory(),
    fetch: (input, init) => ask(input as string, init as Asking),
    send: (url, { method, headers, bytes, signal, gone }) => ask(url, { method, headers, body: bytes, signal, gone }),
    base: plan.base,
    origin: "https://phone.test",
    now: () => Date.now(),
    random: () => Math.random(),
    alone: aloneHere(),
    after: (ms, work) => {
      const timer = globalThis.setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
    metered: () => false,
    tell: () => undefined,
  }
}

class BenchPhone {
  readonly base: Base
  readonly loop: Loop
  readonly catalogue: Catalogue
  constructor(base: Base) {
    this.base = base
    this.loop = new Loop(base)
    this.catalogue = new Catalogue(base)
  }

  static async open(): Promise<BenchPhone> {
    const phone = new BenchPhone(await Base.open(newWorld()))
    const refreshed = await phone.catalogue.refresh()
    const form = await phone.catalogue.ensureForm(refreshed.ok ? await phone.formRef() : "")
    if (!refreshed.ok) throw new Error(`the first visit failed: ${refreshed.code}`)
    if (!form.ok) throw new Error(`the form did not come: ${form.code}`)
    await phone.sync()
    return phone
  }

  async formRef(): Promise<string> {
    const bundle = await this.catalogue.bundle()
    return bundle!.procedures.find((each) => each.code === plan.procedure)!.form.ref
  }

  /** Rounds, as the loop's own timers begin them, until nothing waits. */
  async sync(): Promise<void> {
    this.loop.wake("tap")
    for (;;) {
      await this.loop.settled()
      const store = this.base.store(this.base.device.principal)
      const pages = (await files(store)).filter((page) => page.state !== "stored")
      const open = (await operations(store)).filter((op) => op.state !== "archived")
      if (pages.length + open.length === 0) return
      const refused = [...pages, ...open].find((each) => each.state === "set_aside")
      if (refused !== undefined) throw new Error(`set aside: ${String(refused.reason)}`)
      await setTimeout(20)
    }
  }

  async send(size: number): Promise<void> {
    const { base } = this
    const store = base.store(base.device.principal)
    const make = { newId: () => uuid7(), now: () => Date.now() }
    const pages: DraftFile[] = size > 0 ? [await this.#photograph(photo(size))] : []
    const named = pages.length > 0 ? { paper_original: pages.map((page) => page.attachment_id) } : {}
    const draft = await draftStore(store, make).save({
      id: uuid7(),
      procedure: plan.procedure,
      form_ref: await this.formRef(),
      unit_id: plan.unit_id,
      answers: { ...plan.answers, ...named },
      files: pages,
      at: { section: "" },
      checklist: [],
      for: "self",
      created_at: new Date().toISOString(),
      saved_at: "",
      title: "Chứng thực bản sao",
    })
    const bundle = await this.catalogue.bundle()
    const form = await this.catalogue.ensureForm(await this.formRef())
    if (!draft.ok || !form.ok) throw new Error("the draft was not kept")
    const { version, hash } = bundle!.texts.privacy
    const extras = {
      notice: { version, hash, shown_at: new Date().toISOString() },
      second_factor: { kind: "id" as const, last4: String(plan.answers["req_id_number"]).slice(-4) },
    }
    const context = { form: form.value, papers: [], today: new Date().toISOString().slice(0, 10), publicUrl: "https://x.vn" }
    const slip = await submitDraft(base, base.device.principal, draft.value, extras, context)
    if (!slip.ok) throw new Error(slip.code)
  }

  async #photograph(bytes: ArrayBuffer): Promise<DraftFile> {
    const sha256 = createHash("sha256").update(new Uint8Array(bytes)).digest("hex")
    const id = uuid7()
    const store = fileStore(this.base.store(this.base.device.principal), { newId: uuid7, now: () => Date.now() })
    const kept = await store.put(id, bytes, { sha256, type: "image/jpeg" })
    if (!kept.ok) throw new Error(kept.code)
    return { attachment_id: id, paper: "original", page: 1, sha256, size: bytes.byteLength, type: "image/jpeg", required: true }
  }
}

/** A photo of so many bytes, each another: what is missing comes as a trailing block, which readers of pictures pass over. */
function photo(size: number): ArrayBuffer {
  const picture = readFileSync(plan.picture)
  return new Uint8Array(Buffer.concat([picture, randomBytes(size - picture.length)])).buffer
}

/** One request with the whole file, on a connection of its own, and the patience of TCP. */
async function plainPut(phone: BenchPhone, size: number): Promise<void> {
  const bytes = photo(size)
  const token = await deviceToken(phone.base)
  if (!token.ok) throw new Error(token.code)
  const headers = {
    Authorization: `Bearer ${token.value}`,
    "Content-Type": "application/offset+octet-stream",
    "Upload-Offset": "0",
    "Upload-Length": String(size),
    "Upload-Sha256": createHash("sha256").update(new Uint8Array(bytes)).digest("hex"),
    "Upload-Type": "image/jpeg",
  }
  const agent = new Agent()
  const answer = await ask(`${plan.base}/api/uploads/${uuid7()}`, { method: "PATCH", headers, body: bytes, agent })
  if (!answer.ok) throw new Error(await answer.text())
  await answer.arrayBuffer()
}

/** A phone with so many dossiers of before and a cursor at the end of its feed. */
async function crowd(phone: BenchPhone, count: number): Promise<void> {
  const store = phone.base.store(phone.base.device.principal)
  const [like] = await store.all(DOSSIERS)
  for (let n = 0; n < count; n += 500) {
    const copies = Array.from({ length: 500 }, () => ({ ...like!.value, dossier_id: uuid7() }))
    await store.write(copies.map((copy) => put(DOSSIERS, copy)))
  }
}

async function firstSync(): Promise<number> {
  const base = await Base.open(newWorld())
  const token = await deviceToken(base)
  const opened = token.ok ? await base.api.signInByPassword(plan.person, token.value) : token
  if (!opened.ok) throw new Error(opened.code)
  await signedIn(base, opened.value)
  const loop = new Loop(base)
  await loop.run()
  const kept = await base.store(await base.device.current()).all(DOSSIERS)
  loop.stop()
  return kept.length
}

interface Task {
  readonly what: "small" | "photo" | "plain" | "crowd" | "nothing" | "first"
  readonly count?: number
  readonly size?: number
}

async function carryOut(phone: BenchPhone, { what, count = 1, size = 0 }: Task): Promise<void> {
  if (what === "photo") await phone.send(size)
  if (what === "small") for (let n = 0; n < count; n += 1) await phone.send(0)
  if (what === "crowd") await crowd(phone, count)
  seen.sent = 0
  seen.asked.length = 0
  process.stdout.write("ready\n")
  const began = performance.now()
  if (what === "plain") await plainPut(phone, size)
  const came = what === "first" ? await firstSync() : 0
  if (what === "photo" || what === "small" || what === "nothing") await phone.sync()
  const seconds = (performance.now() - began) / 1000
  process.stdout.write(`${JSON.stringify({ seconds, sent: seen.sent, requests: seen.asked, came })}\n`)
}

const phone = await BenchPhone.open()
process.stdout.write("open\n")
for await (const line of createInterface({ input: process.stdin })) await carryOut(phone, JSON.parse(line) as Task)
process.exit(0)
