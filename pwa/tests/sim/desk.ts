/* The clerk at the desk: looks, compares originals, receives or refuses, takes money. Each act has its own id and is
   repeated with it until an answer comes, however bad the line to the office is. */
import { uuid7 } from "../../src/core/domain/ids.ts"
import type { Book, DeskAct } from "./book.ts"
import type { Dice } from "./dice.ts"
import type { Ground } from "./ground.ts"
import { FAULTS } from "./line.ts"
import type { Tally } from "./tally.ts"

interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}

interface Row {
  readonly dossier_id: string
}

interface Seen {
  readonly dossier: { readonly dossier_id: string; readonly version: number; readonly charges: readonly Charge[] }
  readonly papers: readonly { readonly key: string; readonly compare: string; readonly compared_at?: string | null }[]
  readonly moves: readonly { readonly move: string; readonly why_not: unknown }[]
}

interface Charge {
  readonly charge_id: string
  readonly amount: number
  readonly paid: number
  readonly status: string
  readonly reference: string
}

interface Post {
  readonly path: string
  readonly body: Record<string, unknown>
  readonly act: DeskAct
}

/** So often an act is sent before the clerk goes on to the next; then it is her first thing in the next step. */
const TRIES = 4
const MOVES = ["receive", "receive", "receive", "refuse", "take_up", "withdraw"]

export class SimDesk {
  badness = 0
  dice: Dice
  readonly #ground: Ground
  readonly #book: Book
  readonly #tally: Tally
  #cookie = ""
  #csrf = ""
  #unanswered: Post[] = []

  constructor(ground: Ground, book: Book, tally: Tally, dice: Dice) {
    this.#ground = ground
    this.#book = book
    this.#tally = tally
    this.dice = dice
  }

  async step(): Promise<void> {
    if (this.#csrf === "" && !(await this.#sitDown())) return
    if (!(await this.#repeat())) return
    const inbox = await this.#ask("GET", "/inbox?view=all&limit=50")
    const rows = inbox?.status === 200 ? (inbox.body["rows"] as Row[]) : []
    for (const row of rows) this.#mustBeOurs(row.dossier_id)
    if (rows.length === 0) return
    const seen = await this.#ask("GET", `/dossiers/${this.dice.pick(rows).dossier_id}`)
    if (seen?.status === 200) await this.#handle(seen.body as unknown as Seen)
  }

  /** Whatever was not answered is asked again, on a good line, until it is. */
  async finish(): Promise<void> {
    this.badness = 0
    for (let tries = 0; tries < 50 && this.#unanswered.length > 0; tries += 1) {
      if (this.#csrf !== "" || (await this.#sitDown())) await this.#repeat()
    }
    if (this.#unanswered.length > 0) this.#book.violated("untruthful", "the desk never got an answer")
  }

  /** The server went back to an earlier day: what the desk did since then is not there, and nobody else has it. */
  forget(acts: readonly DeskAct[]): void {
    for (const act of acts) act.answer = "cut"
    this.#unanswered = []
    this.#csrf = ""
  }

  async #handle(seen: Seen): Promise<void> {
    const { dossier } = seen
    const open = dossier.charges.find((charge) => charge.status === "open" || charge.status === "under")
    if (open !== undefined && this.dice.often(0.7)) return this.#takeMoney(dossier.dossier_id, open)
    const paper = seen.papers.find((each) => each.compare !== "none" && each.compared_at == null)
    if (paper !== undefined && this.dice.often(0.8)) {
      const body = { seen: dossier.version, paper: paper.key, compared: true }
      return this.#do("originals", `/dossiers/${dossier.dossier_id}/originals`, dossier.dossier_id, body)
    }
    const may = new Set(seen.moves.filter((move) => move.why_not == null).map((move) => move.move))
    const move = this.dice.pick(MOVES)
    if (!may.has(move)) return
    // now and then she has looked at it long ago
    const version = this.dice.often(0.1) ? Math.max(0, dossier.version - 1) : dossier.version
    await this.#do(move, `/dossiers/${dossier.dossier_id}/moves`, dossier.dossier_id, {
      move,
      seen: version,
      reason: "Không thuộc thẩm quyền",
    })
  }

  async #takeMoney(dossierId: string, charge: Charge): Promise<void> {
    const left = charge.amount - charge.paid
    const amount = this.dice.often(0.2) ? Math.max(1, Math.floor(left / 2)) : left
    const number = String(this.dice.below(1e9))
    if (this.dice.often(0.5)) {
      const cash = { charge_id: charge.charge_id, amount, receipt_number: number }
      return this.#do("cash", "/payments/cash", dossierId, cash)
    }
    const line = { unit_id: this.#ground.unit_id, bank_ref: `FT${number}`, amount, booked_on: "2026-11-28", content: charge.reference }
    return this.#do("bank", "/payments/statement-lines", dossierId, line)
  }

  async #do(what: string, path: string, dossierId: string, body: Record<string, unknown>): Promise<void> {
    const op_id = uuid7()
    const act: DeskAct = { op_id, what, dossier_id: dossierId, amount: Number(body["amount"] ?? 0), answer: "" }
    this.#book.desk.push(act)
    this.#tally.count(`desk:${what}`)
    this.#unanswered.push({ path, act, body: { ...body, op_id } })
    await this.#repeat()
  }

  /** Promises whether everything is answered now. */
  async #repeat(): Promise<boolean> {
    for (const post of this.#unanswered) {
      for (let tries = 0; tries < TRIES && post.act.answer === ""; tries += 1) {
        const answer = await this.#ask("POST", post.path, post.body)
        if (answer === undefined) continue
        if (answer.status === 200) post.act.answer = "ok"
        else if ([404, 409, 422].includes(answer.status)) post.act.answer = String(answer.body["code"])
        else if (answer.status === 401) {
          this.#csrf = ""
          return false
        }
      }
    }
    this.#unanswered = this.#unanswered.filter((post) => post.act.answer === "")
    return this.#unanswered.length === 0
  }

  async #sitDown(): Promise<boolean> {
    const { username, password } = this.#ground.clerk
    const body = JSON.stringify({ username, password, where: "desk" })
    const answer = await this.#send("/api/sign-in/password", { method: "POST", body, headers: { "Content-Type": "application/json" } })
    if (answer?.ok !== true) return false
    const told = (await answer.json().catch(() => undefined)) as { me?: { csrf: string }; csrf?: string } | undefined
    this.#csrf = told?.me?.csrf ?? told?.csrf ?? ""
    this.#cookie = answer.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ")
    return this.#csrf !== ""
  }

  async #ask(method: string, path: string, body?: unknown): Promise<Answer | undefined> {
    const headers = { Cookie: this.#cookie, "X-CSRF-Token": this.#csrf, "Content-Type": "application/json" }
    const answer = await this.#send(`/api/desk${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    if (answer === undefined || !(answer.headers.get("Content-Type") ?? "").includes("json")) return undefined
    const told = (await answer.json().catch(() => undefined)) as Answer["body"] | undefined
    return told === undefined ? undefined : { status: answer.status, body: told }
  }

  async #send(path: string, init: RequestInit): Promise<Response | undefined> {
    const headers = new Headers(init.headers)
    if (this.dice.often(this.badness)) {
      const fault = this.dice.pick(FAULTS)
      // a body that a browser lost is refused as nonsense; the clerk would not take that for the office's word
      if (!["empty_body", "short_body"].includes(fault)) headers.set("X-Fault", fault)
      this.#tally.count(`fault:${fault.split("=")[0]!}`)
    }
    this.#tally.count("requests")
    return fetch(this.#ground.base + path, { ...init, headers, redirect: "manual" }).catch(() => undefined)
  }

  #mustBeOurs(dossierId: string): void {
    if (this.#book.entitled(dossierId).length === 0) this.#book.violated("read_across", `the inbox shows ${dossierId} of another office`)
  }
}
