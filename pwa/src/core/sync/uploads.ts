/* Bytes on their way, after the operation they belong to: what a person tapped first, then required pages, the smallest
   first, each from the byte the server says it has. Only `stored` for this very hash counts as arrived. */
import { fail, type Fault, type Result } from "../contract/result.ts"
import type { UploadOut } from "../contract/types.ts"
import { changeFile, files, GOING_FILE, isHealing, isThere, operations, stored } from "../db/operations.ts"
import type { FileRecord, OpRecord } from "../db/records.ts"
import { setting } from "../db/settings.ts"
import type { Store } from "../db/store.ts"
import { CURSOR, DOSSIERS } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { sha256Hex } from "./encode.ts"
import { isLater, nextTry, PATIENCE_TRIES } from "./wait.ts"

const KB = 1024
export const SMALLEST = 32 * KB
export const LARGEST = 512 * KB
const FIRST = 128 * KB
/** A piece that took longer makes a cut dear, and what is more urgent wait. */
const SLOW_MS = 12_000
const QUICK_MS = 4000
const MISMATCHES = 3
const BUSY_MS = 3000

/** The size of the next chunk: doubled when one went quickly, halved when one went slowly and after a cut. */
export class Pace {
  #size = FIRST
  /** Milliseconds a byte, by the last whole piece. */
  #each: number | undefined
  get size(): number {
    return this.#size
  }
  /** How long so many bytes should be on their way; unknown at first and after a cut. */
  takes(bytes: number): number | undefined {
    return this.#each === undefined ? undefined : this.#each * bytes
  }
  went(ms: number, bytes: number): void {
    if (bytes >= SMALLEST) this.#each = ms / bytes
    if (ms < QUICK_MS && bytes >= this.#size) this.#size = Math.min(this.#size * 2, LARGEST)
    else if (ms > SLOW_MS) this.#halve()
  }
  cut(): void {
    this.#each = undefined
    this.#halve()
  }
  #halve(): void {
    this.#size = Math.max(this.#size / 2, SMALLEST)
  }
}

export interface UploadRound {
  /** Undefined: everything that could go has gone. */
  readonly stop: Fault | undefined
  readonly stored: number
  /** Something more urgent came up between two pieces; what is left goes on with the next call. */
  readonly gaveWay: boolean
}

export interface UploadOrder {
  readonly base: Base
  /** Whose store the pages are in. */
  readonly owner: string
  /** Whose pages this session may carry. */
  readonly principals: ReadonlySet<string>
  /** Without one they go by their hash, to whoever waits for them. */
  readonly token: string | undefined
  readonly pace: Pace
  /** Hears of every chunk. */
  readonly progress: () => void
  /** Whether something that is no page has to go before the next piece. */
  readonly urgent: () => Promise<boolean>
}

/** Sends the bytes that are due. */
export async function upload({ base, owner, principals, token, pace, progress, urgent }: UploadOrder): Promise<UploadRound> {
  const store = base.store(owner)
  const tried = new Set<string>()
  const best = async (): Promise<FileRecord | undefined> =>
    (await dueFiles(store, base.world.now())).find((file) => principals.has(file.principal ?? owner) && !tried.has(file.attachment_id))
  const givesWay = async (file: FileRecord): Promise<boolean> => (await urgent()) || (await best())?.attachment_id !== file.attachment_id
  let stored = 0
  for (;;) {
    const next = await best()
    if (next === undefined) return { stop: undefined, stored, gaveWay: false }
    const waits = await awaitedByOfficer(store)
    const stop = await sendFile({ base, store, token: waits.has(next.op_id) ? undefined : token, pace, progress, givesWay }, next)
    if (stop === "gave way") {
      if (await urgent()) return { stop: undefined, stored, gaveWay: true }
      continue
    }
    tried.add(next.attachment_id)
    if (stop === "stored") stored += 1
    else if (stop !== undefined) return { stop, stored, gaveWay: false }
  }
}

/** Pages whose operation the server has, in the order they should go. */
export async function dueFiles(store: Store, now: number): Promise<FileRecord[]> {
  const held = new Set((await operations(store)).filter((op) => isHeldThere(op) || isThere(op)).flatMap(namesOf))
  const pages = await files(store)
  if (pages.some((page) => page.op_id === undefined && isHealing(page))) for (const id of await toldOf(store)) held.add(id)
  const isHeld = ({ op_id, dossier_id }: FileRecord): boolean => held.has(op_id ?? "") || held.has(dossier_id ?? "")
  return pages
    .filter((file) => GOING_FILE.has(file.state) && !isLater(file.next_at, now) && isHeld(file))
    .sort((a, b) => (b.asked_at ?? 0) - (a.asked_at ?? 0) || Number(b.required) - Number(a.required) || a.size - b.size)
}

/** Dossiers that the server has told of since it was restored last. */
async function toldOf(store: Store): Promise<string[]> {
  const epoch = (await setting(store, CURSOR))?.epoch
  const known = (await store.all(DOSSIERS)).map((held) => held.value)
  return known.filter((dossier) => dossier.epoch === epoch && dossier.out === undefined).map((dossier) => dossier.dossier_id)
}

/** A page waits for its operation, or for any other that made its dossier. */
const namesOf = ({ op_id, kind, dossier_id }: OpRecord): string[] =>
  kind === "dossier.submit" && dossier_id !== null ? [op_id, dossier_id] : [op_id]

/** The server has the operation, taken or put aside for an officer, who must be able to see its pages. */
const HELD_THERE: ReadonlySet<OpRecord["state"]> = new Set(["acknowledged", "quarantined"])
/** One that was done too early still wants its pages; one with a reason was settled by a person. */
const isHeldThere = ({ state, reason }: OpRecord): boolean => HELD_THERE.has(state) || (state === "archived" && reason === undefined)

/** Operations whose pages an officer waits for: they go by their hash, whoever's session is alive. */
async function awaitedByOfficer(store: Store): Promise<ReadonlySet<string | undefined>> {
  return new Set((await operations(store)).filter((op) => op.state === "quarantined").map((op) => op.op_id))
}

interface Line {
  readonly base: Base
  readonly store: Store
  readonly token: string | undefined
  readonly pace: Pace
  readonly progress: () => void
  readonly givesWay: (file: FileRecord) => Promise<boolean>
}

/** What came of a page: it is stored, it waits by itself (undefined), it let something pass, or the line is down (a fault). */
type Outcome = "stored" | "gave way" | Fault | undefined

async function sendFile(line: Line, file: FileRecord): Promise<Outcome> {
  const bytes = await line.store.bytes(file.attachment_id)
  if (bytes?.byteLength !== file.size) return setAside(line, file, fail("photo_unreadable"))
  await changeFile(line.store, file.attachment_id, (old) => ({ ...old, state: "sending" }))
  let step = file.unsure === true ? await whereItStands(line, file, bytes) : file.offset
  for (;;) {
    if (typeof step !== "number") return step
    const at: number = step
    step = await takeAnswer(line, file, bytes, await nextStep(line, file, bytes, at), at)
    if (typeof step === "number" && (await keepStep(line, file, step))) return "gave way"
  }
}

/** After a cut the server knows better how much arrived: asking costs less than sending a piece for nothing. */
async function whereItStands(line: Line, file: FileRecord, bytes: ArrayBuffer): Promise<number | Outcome> {
  const answer = await line.base.api.uploadSoFar(file.attachment_id, line.token)
  // nothing of it has arrived
  if (!answer.ok && answer.status === 404) return 0
  return takeAnswer(line, file, bytes, answer, -1)
}

/** Writes down how far a page is; says whether something else has to go before its next piece. */
async function keepStep(line: Line, file: FileRecord, offset: number): Promise<boolean> {
  await changeFile(line.store, file.attachment_id, (old) => ({ ...old, offset, unsure: false }))
  line.progress()
  if (offset >= file.size || !(await line.givesWay(file))) return false
  await changeFile(line.store, file.attachment_id, (old) => ({ ...old, state: "queued" }))
  return true
}

async function nextStep(line: Line, file: FileRecord, bytes: ArrayBuffer, offset: number): Promise<Result<UploadOut>> {
  const { api, world } = line.base
  if (offset >= file.size) return api.finishUpload(file.attachment_id, line.token)
  const piece = { attachment_id: file.attachment_id, offset, size: file.size, sha256: file.sha256, type: file.type }
  const began = world.now()
  const chunk = bytes.slice(offset, offset + line.pace.size)
  const answer = await api.sendPiece({ ...piece, bytes: chunk, takes: line.pace.takes(chunk.byteLength) }, line.token)
  if (answer.ok) line.pace.went(world.now() - began, chunk.byteLength)
  return answer
}

/** The next offset, or what came of the page. */
async function takeAnswer(
  line: Line,
  file: FileRecord,
  bytes: ArrayBuffer,
  answer: Result<UploadOut>,
  at: number,
): Promise<number | Outcome> {
  if (answer.ok) {
    const { state, offset, sha256, code } = answer.value
    if (state === "refused") return setAside(line, file, fail(code ?? "type_refused"))
    if (state === "stored") return sha256 === file.sha256 ? markStored(line, file) : setAside(line, file, fail("upload_differs"))
    return offset > at || offset < file.size ? offset : waitAlone(line, file, fail("server_error"))
  }
  return takeFault(line, file, bytes, answer)
}

async function takeFault(line: Line, file: FileRecord, bytes: ArrayBuffer, fault: Fault): Promise<number | Outcome> {
  switch (fault.status) {
    case undefined:
      line.pace.cut()
      await changeFile(line.store, file.attachment_id, (old) => ({ ...old, state: "queued", unsure: true }))
      return fault
    case 409:
      return stepTo(line, file, fault)
    case 423:
      return waitAlone(line, file, { ...fault, wait: fault.wait ?? BUSY_MS })
    case 460:
      return damaged(line, file, bytes, fault)
    case 400:
      // short or empty on its way: what arrived is kept, the rest goes again in smaller pieces
      line.pace.cut()
      return stepTo(line, file, fault)
    case 404:
      // the part expired, or its dossier is not this principal's: from the start, later
      await changeFile(line.store, file.attachment_id, (old) => ({ ...old, offset: 0 }))
      return waitAlone(line, file, fault)
    case 413:
      // a proxy finds the chunk too large, the server finds the whole file too large
      if (fault.code !== "too_large") return setAside(line, file, fault)
      line.pace.cut()
      return waitAlone(line, file, fault)
    case 415:
    case 422:
      return setAside(line, file, fault)
    case 401:
    case 403:
    case 426:
    case 429:
    case 503:
      await changeFile(line.store, file.attachment_id, (old) => ({ ...old, state: "queued" }))
      return fault
    default:
      return waitAlone(line, file, fault)
  }
}

/** Goes on from the byte the server names; a page that makes no way for long waits by itself. */
async function stepTo(line: Line, file: FileRecord, fault: Fault): Promise<number | Outcome> {
  const offset = fault.params?.["offset"]
  const now = await changeFile(line.store, file.attachment_id, (old) => ({ ...old, tries: old.tries + 1 }))
  if (typeof offset !== "number" || offset < 0 || offset > file.size) return waitAlone(line, file, fault)
  return (now?.tries ?? 0) % PATIENCE_TRIES === 0 ? waitAlone(line, file, fault) : offset
}

/** The server got other bytes than were named: read again, and after some tries taken for damaged here. */
async function damaged(line: Line, file: FileRecord, bytes: ArrayBuffer, fault: Fault): Promise<number | Outcome> {
  const sound = (await sha256Hex(bytes)) === file.sha256
  const now = await changeFile(line.store, file.attachment_id, (old) => ({ ...old, mismatches: old.mismatches + 1, offset: 0 }))
  if (!sound || (now?.mismatches ?? 0) >= MISMATCHES) return setAside(line, file, { ...fault, code: "photo_unreadable" })
  return waitAlone(line, file, fault)
}

async function waitAlone({ store, base }: Line, file: FileRecord, fault: Fault): Promise<undefined> {
  await changeFile(store, file.attachment_id, (old) => {
    const tries = old.tries + 1
    const reason = tries >= PATIENCE_TRIES ? "keeps_failing" : fault.code
    const next_at = fault.wait === undefined ? nextTry(tries, base.world.now(), base.world.random) : base.world.now() + fault.wait
    return { ...old, state: "queued", tries, reason, say: fault.say ?? null, next_at }
  })
  return undefined
}

async function setAside({ store }: Line, file: FileRecord, fault: Fault): Promise<undefined> {
  await changeFile(store, file.attachment_id, (old) => ({ ...old, state: "set_aside", reason: fault.code, say: fault.say ?? null }))
  return undefined
}

async function markStored({ store, base }: Line, file: FileRecord): Promise<"stored"> {
  await changeFile(store, file.attachment_id, (old) => {
    const next: FileRecord = { ...stored(old, base.device.knownMoment), tries: 0 }
    if (base.device.epoch !== undefined) next.epoch = base.device.epoch
    delete next.reason
    delete next.say
    delete next.heals
    return next
  })
  return "stored"
}
