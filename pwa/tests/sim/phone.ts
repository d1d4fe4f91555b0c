/* A simulated phone: a disk, a clock that may be years off, tabs that come and die, a person who fills, sends and withdraws. */
import "fake-indexeddb/auto"
import { createHash } from "node:crypto"
import { setImmediate } from "node:timers/promises"
import { IDBFactory } from "fake-indexeddb"
import { draftStore } from "../../src/core/db/drafts.ts"
import { fileStore } from "../../src/core/db/files.ts"
import { files, operations } from "../../src/core/db/operations.ts"
import { DOSSIERS } from "../../src/core/db/tables.ts"
import type { Draft, DraftFile, OpRecord } from "../../src/core/db/records.ts"
import { uuid7 } from "../../src/core/domain/ids.ts"
import { withdraw } from "../../src/core/sync/acts.ts"
import { Base } from "../../src/core/sync/base.ts"
import { Catalogue } from "../../src/core/sync/catalogue.ts"
import { Loop } from "../../src/core/sync/loop.ts"
import { deviceToken, signedIn, signOut } from "../../src/core/sync/session.ts"
import { submitDraft } from "../../src/core/sync/submit.ts"
import { aloneHere, type World } from "../../src/core/sync/world.ts"
import type { Result } from "../../src/core/contract/result.ts"
import type { PushOut } from "../../src/core/contract/types.ts"
import type { Dice } from "./dice.ts"
import { badLine, type Line } from "./line.ts"

export interface Ground {
  readonly base: string
  readonly unitId: string
  readonly procedure: string
  readonly answers: Readonly<Record<string, unknown>>
  readonly factor: { readonly kind: "id"; readonly last4: string }
  readonly pages: readonly ArrayBuffer[]
  readonly person: { readonly username: string; readonly password: string }
}

export interface Expected {
  readonly dossier_id: string
  readonly op_id: string
  readonly sha256: string
  readonly pages: readonly { readonly attachment_id: string; readonly sha256: string }[]
  withdrawn: boolean
}

interface Tab {
  readonly base: Base
  readonly loop: Loop
  readonly catalogue: Catalogue
  readonly line: Line
}

interface Timer {
  readonly at: number
  readonly work: () => void
  off: boolean
}

export class SimPhone {
  readonly expected = new Map<string, Expected>()
  readonly tally = new Map<string, number>()
  badness = 0
  /** Who is in front. */
  principal = ""
  #now: number
  #alone: World["alone"] = aloneHere()
  #tabs: Tab[] = []
  #timers: Timer[] = []
  readonly #disk = new IDBFactory()
  readonly #ground: Ground
  readonly #dice: Dice

  constructor(ground: Ground, dice: Dice) {
    this.#ground = ground
    this.#dice = dice
    const years = dice.often(0.3) ? dice.pick([-3, 3]) : 0
    this.#now = Date.now() + years * 365 * 24 * 60 * 60 * 1000
  }

  async start(): Promise<void> {
    await this.#openTab()
    const [tab] = this.#tabs
    // the first visit is on a good line; from here on everything works without one
    const refreshed = await tab!.catalogue.refresh()
    const ref = (await tab!.catalogue.bundle())?.procedures.find((each) => each.code === this.#ground.procedure)?.form.ref
    const form = await tab!.catalogue.ensureForm(ref ?? "")
    if (!refreshed.ok || !form.ok) throw new Error("the first visit failed")
    this.principal = tab!.base.device.principal
  }

  async step(): Promise<void> {
    const what = this.#dice()
    if (what < 0.18) await this.#fill()
    else if (what < 0.42) await this.#send()
    else if (what < 0.48) await this.#takeBack()
    else if (what < 0.6) await this.#killDuringSync()
    else if (what < 0.66) await this.#openTab()
    else if (what < 0.71) await this.#comeOrGo()
    else if (what < 0.82) await this.sync()
    else await this.#letTimePass()
  }

  /** Every tab tries at once. */
  async sync(): Promise<void> {
    for (const tab of this.#tabs) tab.loop.wake(this.#dice.often(0.5) ? "tap" : "visible")
    await Promise.all(this.#tabs.map((tab) => tab.loop.settled()))
  }

  /** On a good line until nothing waits any more; says what is left where that takes too long. */
  async finish(): Promise<readonly OpRecord[]> {
    this.badness = 0
    // workers that were told to die may still be dying: one try can meet them
    for (let tries = 0; tries < 50 && this.principal.startsWith("device:"); tries += 1) await this.#comeOrGo()
    for (let n = 0; n < 40; n += 1) {
      this.#pass(60 * 60 * 1000)
      this.#tabs[0]!.loop.wake("tap")
      await this.#tabs[0]!.loop.settled()
      const left = await this.#left()
      if (left.length === 0) return []
    }
    return this.#left()
  }

  async #left(): Promise<OpRecord[]> {
    const store = this.#tabs[0]!.base.store(this.principal)
    const pages = (await files(store)).filter((page) => page.state === "queued" || page.state === "sending" || page.state === "set_aside")
    const open = (await operations(store)).filter((op) => op.state !== "archived")
    return open.length === 0 && pages.length > 0 ? (await operations(store)).filter((op) => op.op_id === pages[0]!.op_id) : open
  }

  /** What the phone shows of its dossiers. */
  async shown(): Promise<{ dossier_id: string; state: string; awaiting_files: number }[]> {
    const all = await this.#tabs[0]!.base.store(this.principal).all(DOSSIERS)
    return all.map(({ value }) => ({ dossier_id: value.dossier_id, state: value.body.state, awaiting_files: value.body.awaiting_files }))
  }

  /** So many identical copies of everything it ever sent, at the same instant: the verdicts by operation. */
  async copies(count: number): Promise<Map<string, string[]>> {
    const [{ base }] = this.#tabs as [Tab]
    const all = (await operations(base.store(this.principal))).filter((op) => op.reason !== "replaced")
    const server = await base.device.server()
    const token = await base.token(this.principal)
    const said = new Map<string, string[]>()
    const wire = all.map(({ text, sha256, signature }) => ({ text, sha256, signature }))
    const send = async (tries = 5): Promise<Result<PushOut>> => {
      const answer = await base.api.push(wire.slice(-50), token, server!.server_id)
      // a server that is about to close an idle connection closes it on whoever comes at that instant
      return !answer.ok && answer.code === "offline" && tries > 0 ? send(tries - 1) : answer
    }
    const answers = await Promise.all(Array.from({ length: count }, () => send()))
    for (const answer of answers) {
      for (const result of answer.ok ? answer.value.results : []) {
        const verdict = `${result.status} ${result.acknowledged?.sha256 ?? ""} ${String(result.acknowledged?.attachments.length)}`
        said.set(result.op_id!, [...(said.get(result.op_id!) ?? []), verdict])
      }
      if (!answer.ok) said.set("the request", [answer.code])
    }
    return said
  }

  close(): void {
    for (const tab of this.#tabs) {
      tab.loop.stop()
      tab.base.close()
    }
  }

  async #openTab(): Promise<void> {
    if (this.#tabs.length >= 3) return
    const line = badLine(this.#ground.base, this.#dice, () => this.badness, this.tally)
    const world: World = {
      indexedDB: this.#disk,
      fetch: line.fetch,
      base: this.#ground.base,
      origin: "https://phone.test",
      now: () => this.#now,
      random: this.#dice,
      alone: (name, work) => this.#alone(name, work),
      after: (ms, work) => this.#after(ms, work),
      metered: () => false,
      tell: () => undefined,
    }
    const base = await Base.open(world)
    this.#tabs.push({ base, line, loop: new Loop(base), catalogue: new Catalogue(base) })
  }

  #after(ms: number, work: () => void): () => void {
    const timer: Timer = { at: this.#now + ms, work, off: false }
    this.#timers.push(timer)
    return () => {
      timer.off = true
    }
  }

  #pass(ms: number): void {
    this.#now += ms
    const due = this.#timers.filter((timer) => !timer.off && timer.at <= this.#now)
    this.#timers = this.#timers.filter((timer) => !timer.off && timer.at > this.#now)
    for (const timer of due) timer.work()
  }

  async #letTimePass(): Promise<void> {
    this.#pass(1000 + this.#dice.below(15 * 60 * 1000))
    await Promise.all(this.#tabs.map((tab) => tab.loop.settled()))
  }

  /** The page dies while it sends: nothing it asked for comes back to it, and its locks are free. */
  async #killDuringSync(): Promise<void> {
    if (this.#tabs.length < 2) await this.#openTab()
    const [dying] = this.#tabs.splice(this.#dice.below(this.#tabs.length), 1)
    dying!.loop.wake("tap")
    for (let n = this.#dice.below(200); n > 0; n -= 1) await setImmediate()
    dying!.line.kill()
    dying!.loop.stop()
    this.#alone = aloneHere()
  }

  /** Its owner signs in, or out and leaves what is unsent. A sign-in whose answer is lost simply did not happen here. */
  async #comeOrGo(): Promise<void> {
    const { base } = this.#dice.pick(this.#tabs)
    if (this.principal.startsWith("person:")) {
      await signOut(base, true)
    } else {
      const token = await deviceToken(base)
      const opened = token.ok ? await base.api.signInByPassword(this.#ground.person, token.value) : token
      if (opened.ok) await signedIn(base, opened.value)
    }
    this.principal = await base.device.current()
  }

  async #fill(): Promise<Draft> {
    const { base } = this.#dice.pick(this.#tabs)
    const store = base.store(this.principal)
    const make = { newId: () => uuid7(), now: () => this.#now }
    const pages: DraftFile[] = []
    for (let n = this.#dice.below(4); n > 0; n -= 1) pages.push(await this.#photograph(base, pages.length))
    const bundle = await this.#tabs[0]!.catalogue.bundle()
    const procedure = bundle!.procedures.find((each) => each.code === this.#ground.procedure)!
    const named = pages.length > 0 ? { paper_original: pages.map((page) => page.attachment_id) } : {}
    const saved = await draftStore(store, make).save({
      id: uuid7(),
      procedure: procedure.code,
      form_ref: procedure.form.ref,
      unit_id: this.#ground.unitId,
      answers: { ...this.#ground.answers, ...named },
      files: pages,
      at: { section: "" },
      checklist: [],
      for: "self",
      created_at: new Date(this.#now).toISOString(),
      saved_at: "",
      title: "Chứng thực bản sao",
    })
    if (!saved.ok) throw new Error(saved.code)
    return saved.value
  }

  async #photograph(base: Base, at: number): Promise<DraftFile> {
    const bytes = this.#dice.pick(this.#ground.pages)
    const sha256 = createHash("sha256").update(new Uint8Array(bytes)).digest("hex")
    const id = uuid7()
    const kept = await fileStore(base.store(this.principal), { newId: uuid7, now: () => this.#now }).put(id, bytes, {
      sha256,
      type: "image/jpeg",
    })
    if (!kept.ok) throw new Error(kept.code)
    return { attachment_id: id, paper: "original", page: at + 1, sha256, size: bytes.byteLength, type: "image/jpeg", required: at === 0 }
  }

  /** One tap, or several, in one tab or in several. */
  async #send(): Promise<void> {
    const drafts = await draftStore(this.#tabs[0]!.base.store(this.principal), { newId: uuid7, now: () => this.#now }).list()
    const draft = drafts.length > 0 ? this.#dice.pick(drafts) : await this.#fill()
    const { catalogue } = this.#tabs[0]!
    const bundle = await catalogue.bundle()
    const form = await catalogue.ensureForm(draft.form_ref)
    if (!form.ok) throw new Error(form.code)
    const notice = { version: bundle!.texts.privacy.version, hash: bundle!.texts.privacy.hash, shown_at: new Date(this.#now).toISOString() }
    const context = { form: form.value, papers: [], today: new Date().toISOString().slice(0, 10), publicUrl: "https://x.vn" }
    const taps = this.#dice.pick([1, 1, 2, 4])
    const tap = (): ReturnType<typeof submitDraft> =>
      submitDraft(this.#dice.pick(this.#tabs).base, this.principal, draft, { notice, second_factor: this.#ground.factor }, context)
    const slips = await Promise.all(Array.from({ length: taps }, tap))
    const codes = new Set(slips.map((slip) => (slip.ok ? slip.value.claim_secret : slip.code)))
    const [slip] = slips
    if (codes.size !== 1 || slip?.ok !== true) throw new Error(`taps gave ${[...codes].join(", ")}`)
    await this.#expect(slip.value.op_id, draft)
  }

  async #expect(opId: string, draft: Draft): Promise<void> {
    const all = await operations(this.#tabs[0]!.base.store(this.principal))
    const op = all.find((each) => each.op_id === opId)!
    this.expected.set(draft.dossier_id!, {
      dossier_id: draft.dossier_id!,
      op_id: opId,
      sha256: op.sha256,
      pages: draft.files.map(({ attachment_id, sha256 }) => ({ attachment_id, sha256 })),
      withdrawn: false,
    })
  }

  async #takeBack(): Promise<void> {
    const open = [...this.expected.values()].filter((each) => !each.withdrawn)
    if (open.length === 0) return
    const one = this.#dice.pick(open)
    const kept = await withdraw(this.#dice.pick(this.#tabs).base, this.principal, one.dossier_id, "Tôi đổi ý")
    if (kept.ok) one.withdrawn = true
  }
}
