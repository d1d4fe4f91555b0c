/* Sends what was asked for, once everything typed is kept. */
import { givenAnswers, type Place } from "../../../core/domain/supplement.ts"
import type { Client } from "../../app/client.ts"
import type { Filling } from "./filling.ts"
import { t } from "./words-supplement.ts"

const SAID: Readonly<Record<string, () => string>> = {
  stale: () => t().changed,
  answers_differ: () => t().changed,
  file_missing: () => t().photoGone,
}

/** Promises what went wrong, in words; nothing where it is kept for sending. */
export async function sendAnswer(client: Client, { keep }: Filling, places: readonly Place[]): Promise<string | undefined> {
  // a draft that nobody changed was never kept, and only what is kept can be sent
  keep.change((draft) => draft)
  await keep.flush()
  const draft = keep.draft.get()
  const sent = await client.supplement(draft, givenAnswers(places, draft.answers))
  return sent.ok ? undefined : (SAID[sent.code] ?? (() => t().notKept))()
}
