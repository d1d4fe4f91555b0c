/* What is typed while results are handed over: kept on this computer until it is done, and made into the act that is sent. */
import type { GiveIn, WaitingPerson, WaitingRow } from "../../../core/contract/openapi.gen.ts"
import { claimSecret, uuid7 } from "../../../core/domain/ids.ts"
import type { Stroke } from "../../ui/Signature.tsx"
import { forget, sameAct, useKept } from "./kept.ts"
import { handing as t } from "./words-handover.ts"

const NAME = "handover"

export type Method = "counter" | "post"
export type Capacity = "self" | "relative" | "authorised"
export type Sign = "glass" | "beside" | "paper" | "thumb"

export interface Draft {
  /** A dossier of the person who was chosen, and its code: her list is read again by it. */
  readonly person: string
  readonly code: string
  readonly ticked: readonly string[]
  readonly method: Method
  readonly capacity: Capacity
  readonly name: string
  readonly number: string
  readonly authority: string
  readonly certified: boolean
  readonly checked: boolean
  readonly sign: Sign
  readonly strokes: readonly Stroke[]
  readonly carrier: string
  readonly tracking: string
  /** The sitting on whose other screen she may sign. */
  readonly sitting: string
  readonly token: string
}

export const isReady = (row: WaitingRow): boolean => row.why_not === null

/** What stands in the form when a person is chosen; the number is typed from the paper she shows, or was scanned. */
export function begun(person: WaitingPerson, scanned: string): Draft {
  const ready = person.rows.filter(isReady)
  const post = ready.length > 0 && ready.every((row) => row.wish === "post")
  return {
    ...{
      person: person.key,
      code: person.rows[0]?.local_code ?? "",
      ticked: ready.map((row) => row.dossier_id),
      method: post ? "post" : "counter",
      capacity: "self",
    },
    ...{ name: person.name, number: scanned, authority: "", certified: false, checked: false, sign: "glass", strokes: [] },
    ...{ carrier: t().carrierPreset, tracking: "", sitting: uuid7(), token: claimSecret() + claimSecret() },
  }
}

export interface KeptHanding {
  readonly draft: Draft | undefined
  readonly set: (next: Draft | undefined) => void
  readonly change: (part: Partial<Draft>) => void
}

export function useHanding(): KeptHanding {
  const [kept, keep] = useKept(NAME)
  const text = kept["draft"] ?? ""
  const draft = text === "" ? undefined : (JSON.parse(text) as Draft)
  const set = (next: Draft | undefined): void => {
    keep("draft", next === undefined ? "" : JSON.stringify(next))
    if (next === undefined) forget(NAME)
  }
  return { draft, set, change: (part) => draft && set({ ...draft, ...part }) }
}

export type Hole = "ticked" | "name" | "number" | "authority" | "checked" | "sign" | "carrier" | "tracking"

/** What is missing before results may go, in the order of the form; the server asks the same. */
export function holes(draft: Draft, signedBeside: boolean): Hole[] {
  const post = draft.method === "post"
  const asked: [Hole, boolean][] = [
    ["ticked", draft.ticked.length > 0],
    ["name", draft.name.trim() !== ""],
    ["number", post || plainId(draft.number).length >= 6],
    ["authority", post || draft.capacity === "self" || draft.authority.trim() !== ""],
    ["checked", post || draft.checked],
    ["sign", post || isSigned(draft, signedBeside)],
    ["carrier", !post || draft.carrier.trim() !== ""],
    ["tracking", !post || draft.tracking.trim() !== ""],
  ]
  return asked.filter(([, there]) => !there).map(([hole]) => hole)
}

const LEAST_STROKES = 12

function isSigned(draft: Draft, signedBeside: boolean): boolean {
  if (draft.sign === "glass") return draft.strokes.reduce((sum, stroke) => sum + stroke.length, 0) >= LEAST_STROKES
  return draft.sign !== "beside" || signedBeside
}

/** An identity number without what people put between its groups; app/handover/rules.py does the same. */
export const plainId = (number: string): string => number.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "")

/** The text that is signed on the other screen: these results, this receiver; the server makes the same. */
export const signedFor = (draft: Draft): string =>
  ["hand_over", ...[...draft.ticked].sort(), draft.name.normalize("NFC").trim().replace(/\s+/g, " "), plainId(draft.number)].join("\n")

/** The act as it is sent; asked again after a lost answer it is the same one. */
export function actOf(draft: Draft, rows: readonly WaitingRow[]): GiveIn {
  const post = draft.method === "post"
  const beside = !post && draft.sign === "beside"
  const body = {
    dossiers: rows.filter((row) => draft.ticked.includes(row.dossier_id)).map(({ dossier_id, version }) => ({ dossier_id, seen: version })),
    method: draft.method,
    receiver: {
      name: draft.name.trim(),
      id_number: post ? "" : draft.number.trim(),
      capacity: post ? ("self" as const) : draft.capacity,
      authority: post || draft.capacity === "self" ? "" : draft.authority.trim(),
      certified: !post && draft.capacity === "authorised" && draft.certified,
    },
    id_checked: !post && draft.checked,
    signed: post ? null : beside ? ("glass" as const) : (draft.sign as "glass" | "paper" | "thumb"),
    strokes: !post && draft.sign === "glass" ? draft.strokes.map((stroke) => [...stroke]) : [],
    sitting_id: beside ? draft.sitting : null,
    carrier: post ? draft.carrier.trim() : "",
    tracking: post ? draft.tracking.trim() : "",
  }
  return { op_id: sameAct(`${NAME}:act`, JSON.stringify(body)), ...body }
}

/** The act is done: the next is another. */
export const actDone = (): void => forget(`${NAME}:act`)
