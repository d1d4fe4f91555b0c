/* What phone and server last agreed on of each draft. */
import { contentOf, hasContent, merge, sameContent, type Writer } from "../domain/merge.ts"
import type { CopyRecord, Draft } from "./records.ts"
import { drop, dropBytes, type Change, type Store } from "./store.ts"
import { FILES, thumbId } from "./tables.ts"

/** The text a copy was agreed on, read; nothing where none was. */
export function agreedDraft(copy: CopyRecord | undefined): Draft | undefined {
  return copy === undefined || copy.text === "" ? undefined : draftOf(copy.text)
}

/** A draft from its text; nothing where it is none. */
export function draftOf(text: string): Draft | undefined {
  try {
    const read = JSON.parse(text) as Partial<Draft> | null
    if (typeof read?.id !== "string" || typeof read.procedure !== "string" || typeof read.answers !== "object") return undefined
    return { at: { section: "" }, checklist: [], files: [], ...read } as Draft
  } catch {
    return undefined
  }
}

/** What is sent of a draft: all that was written, and where to resume. */
export const textOf = (draft: Draft): string => JSON.stringify({ ...contentOf(draft), at: draft.at })

/** Whether a draft has something the server has not, or may have lost: it agreed on it before it was restored from a backup. */
export function needsCopy(draft: Draft, copy: CopyRecord | undefined, epoch: string | undefined): boolean {
  if (draft.frozen !== undefined || copy?.gone !== undefined) return false
  if (copy?.behind === true) return true
  if (copy?.epoch !== undefined && epoch !== undefined && copy.epoch !== epoch) return hasContent(draft)
  const agreed = agreedDraft(copy)
  return agreed === undefined ? hasContent(draft) : !sameContent(draft, agreed)
}

/** Pages of a draft that go with it: those that no sending holds. */
export async function dropPages(store: Store, draftId: string, named: readonly string[]): Promise<Change[]> {
  const own = await store.all(FILES, ["draft", draftId])
  const sent = new Set(own.filter((file) => file.value.state !== "draft").map((file) => file.value.attachment_id))
  const free = [...new Set([...own.map((file) => file.value.attachment_id), ...named])].filter((id) => !sent.has(id))
  return free.flatMap((id) => [drop(FILES, id), dropBytes(id), dropBytes(thumbId(id))])
}

export const newCopy = (draft_id: string): CopyRecord => ({ draft_id, version: 0, sha256: "", text: "", pages_held: [] })

/** A save of a page that was opened on `since`, over what another tab or phone has brought meanwhile. */
export function rebased(draft: Draft, since: Draft | undefined, old: Draft | undefined, mine: Writer): Draft {
  if (since === undefined || old === undefined || sameContent(old, since)) return draft
  const theirs: Writer = { ...mine, at: old.saved_at }
  return merge(since, draft, old, { mine, theirs })
}

/** Whether a phone has had this text: agreed on it, or sent it and may have lost the answer. */
export const knows = (copy: CopyRecord | undefined, sha256: string): boolean =>
  sha256 !== "" && [copy?.sha256, ...(copy?.past ?? []), ...(copy?.tried ?? []).map((each) => each.sha256)].includes(sha256)

/** What this phone's draft was made from: the agreed text; this very text where only the answer to it was lost, or where
    a restored server has gone back to it; nothing where a restored server has a text this phone never knew. */
export function ancestor(
  copy: CopyRecord | undefined,
  there: { sha256: string; text: string },
  epoch: string | undefined,
): Draft | undefined {
  if (knows(copy, there.sha256)) return draftOf(there.text)
  return copy?.epoch === epoch ? agreedDraft(copy) : undefined
}
