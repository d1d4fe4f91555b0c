/* A form while it is filled in, whoever does that and wherever it is kept: on a phone, or at the counter. */
import type { Answers, Evaluation, FormDef, Json } from "../../core/domain/forms/index.ts"
import type { FormLists } from "./lists.ts"

/** What a field may do; the same object as long as the draft is open, so that a keystroke draws one field anew and not all. */
export interface Hands {
  answer(path: string, value: Json | undefined): void
  /** Notes where the person is, to come back there. */
  at(section: string, field?: string): void
}

/** What the questions of a form need, whoever fills it in and wherever it is kept. */
export interface Asking {
  readonly form: FormDef
  readonly draft: { readonly answers: Answers; readonly at: { readonly section: string; readonly field?: string } }
  readonly lists: FormLists
  readonly seen: Evaluation
  readonly hands: Hands
}
