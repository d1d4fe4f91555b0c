import { useEffect, useMemo, useState } from "preact/hooks"
import type { Procedure } from "../../../core/contract/catalogue.ts"
import type { UnitOut } from "../../../core/contract/types.ts"
import { type Answers, evaluate, type Evaluation, type FormDef, parties } from "../../../core/domain/forms/index.ts"
import { type Client, type Draft, useClient } from "../../app/client.ts"
import { formOf } from "../../app/forms.ts"
import { today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { useWatch } from "../../ui/watch.ts"
import type { Asking, Hands } from "../../form/asking.ts"
import { type FormLists, useFormLists } from "../../form/lists.ts"
import { Keeper, type Saved } from "./keeping.ts"

export type { Saved } from "./keeping.ts"
import { fieldAt, withAnswer } from "../../form/paths.ts"

/** A draft that was opened together with everything it is read by. */
export interface Opened {
  readonly keep: Keeper
  readonly form: FormDef
  readonly procedure: Procedure | undefined
  readonly units: readonly UnitOut[]
  /** Opens it again from the phone, where it was pinned to another form. */
  readonly reopen: () => void
}

export type Opening =
  | { state: "opening" }
  | { state: "gone" }
  | { state: "no_form" }
  | { state: "sent"; dossier_id: string }
  | { state: "open"; opened: Opened }

async function open(client: Client, id: string, reopen: () => void): Promise<Opening> {
  const draft = await client.store.drafts.get(id)
  if (draft === undefined) return { state: "gone" }
  if (draft.frozen !== undefined)
    return draft.dossier_id === undefined ? { state: "gone" } : { state: "sent", dossier_id: draft.dossier_id }
  const [form, bundle, units] = await Promise.all([formOf(client, draft.form_ref), client.store.bundle(), client.store.units()])
  if (form === undefined) return { state: "no_form" }
  const procedure = bundle?.procedures.find((each) => each.code === draft.procedure)
  return { state: "open", opened: { keep: new Keeper(client.store, draft, reopen), form, procedure, units, reopen } }
}

/** Opens a draft; leaving the screen keeps what is not kept yet. */
export function useOpened(id: string): Opening {
  const client = useClient()
  const [found, setFound] = useState<Opening>({ state: "opening" })
  const [times, setTimes] = useState(0)
  useEffect(() => {
    let wanted = true
    let keep: Keeper | undefined
    void open(client, id, () => setTimes(times + 1))
      .catch((): Opening => ({ state: "gone" }))
      .then((opening) => {
        if (opening.state === "open") keep = opening.opened.keep
        if (wanted) setFound(opening)
        else keep?.leave()
      })
    return () => {
      wanted = false
      keep?.leave()
    }
  }, [client, id, times])
  return found
}

/** Everything a step of filling needs. */
export interface Filling extends Opened, Asking {
  /** Whether the form, the fee or the limit changed since the draft was begun, and nobody has looked at it yet. */
  readonly news?: boolean
  readonly draft: Draft
  readonly saved: Saved
  readonly lists: FormLists
  readonly seen: Evaluation
  readonly hands: Hands
}

function titleOf(procedure: Procedure | undefined, form: FormDef, answers: Answers): string {
  const name = procedure ? say(procedure.name) : say(form.title)
  const found = parties(form, answers)
  const person = found.subjects[0]?.name ?? found.owner.name
  return person ? `${name}: ${person}` : name
}

function handsOf({ keep, form, procedure }: Opened): Hands {
  return {
    answer(path, value) {
      keep.change((old) => {
        const next = withAnswer(old.answers, path, value)
        // the title is made of names, and only bound fields hold them
        const named = fieldAt(form, path)?.field?.binds !== undefined
        return { ...old, answers: next, ...(named && { title: titleOf(procedure, form, next) }) }
      })
    },
    at(section, field) {
      const now = keep.draft.get().at
      if (now.section === section && now.field === field) return
      keep.change((old) => ({ ...old, at: field === undefined ? { section } : { section, field } }))
    },
  }
}

/** The draft as it stands, judged anew at every change. */
export function useFilling(opened: Opened): Filling | undefined {
  const { keep, form } = opened
  const draft = useWatch(keep.draft)
  const saved = useWatch(keep.saved)
  const lists = useFormLists(form)
  const hands = useMemo(() => handsOf(opened), [opened])
  const { answers } = draft
  const seen = useMemo(() => (lists ? evaluate(form, answers, today(), lists.sets) : undefined), [form, answers, lists])
  return lists && seen && { ...opened, draft, saved, lists, seen, hands }
}
