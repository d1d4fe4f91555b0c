/* One tap on "send", or several, in one tab or in several: one operation and one slip. */
import { operations } from "../../../src/core/db/operations.ts"
import type { Draft } from "../../../src/core/db/records.ts"
import { submitDraft, type SubmitContext } from "../../../src/core/sync/submit.ts"
import type { SimPhone } from "../phone.ts"
import type { Actor } from "./actor.ts"
import { draftsOf, newDraft } from "./write.ts"

export const send: Actor = {
  name: "send",
  weight: 18,
  act: async (phone) => {
    const drafts = await draftsOf(phone, phone.tab.base)
    const draft = drafts.length > 0 ? phone.dice.pick(drafts) : await newDraft(phone)
    if (draft !== undefined) await sendIt(phone, draft)
  },
}

/** Another tab or phone was faster, a page lies on another phone, or a choice waits. */
const TOO_SOON = new Set(["stale", "draft_gone", "file_missing", "file_elsewhere", "answers_differ"])
const STORE_FAILED = new Set(["storage_full", "storage_lost", "storage_failed"])

export async function sendIt(phone: SimPhone, draft: Draft): Promise<void> {
  const { ground, dice } = phone
  const factor = { kind: "id" as const, last4: String(ground.answers["req_id_number"]).slice(-4) }
  const notice = { ...ground.notice, shown_at: new Date(phone.now).toISOString() }
  const today = new Date().toISOString().slice(0, 10)
  const context = { form: ground.form as SubmitContext["form"], papers: [], today, publicUrl: "https://x.vn" }
  const tap = (): ReturnType<typeof submitDraft> =>
    submitDraft(phone.tab.base, phone.principal, draft, { notice, second_factor: factor }, context)
  const taps = await Promise.allSettled(Array.from({ length: dice.pick([1, 1, 1, 2, 4]) }, tap))
  const slips = taps.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []))
  const good = slips.flatMap((slip) => (slip.ok ? [slip.value] : []))
  for (const slip of slips) if (!slip.ok) refusedTap(phone, slip.code)
  if (new Set(good.map((slip) => slip.claim_secret)).size > 1)
    phone.book.violated("applied_twice", `taps gave several slips for ${draft.id}`)
  const [slip] = good
  if (slip === undefined) return
  const { dossier_id, local_code, claim_secret, op_id } = slip
  phone.book.slips.push({ dossier_id, local_code, claim_secret, factor: factor.last4 })
  const there = await phone.quietly((base) => operations(base.store(phone.principal)))
  if (!there.some((op) => op.op_id === op_id)) phone.book.violated("lost_operation", `a slip was shown for ${op_id}, which was not kept`)
}

/** A tap that came too late or met a sick disk says so; anything else is a surprise. */
function refusedTap(phone: SimPhone, code: string): void {
  phone.tally.count(`told:${code}`)
  if (!STORE_FAILED.has(code) && !TOO_SOON.has(code)) throw new Error(`sending said ${code}`)
}
