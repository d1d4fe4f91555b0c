/* What became of a procedure since a draft of it was begun: a newer form, another fee or limit, or its end. */
import { useEffect, useMemo, useState } from "preact/hooks"
import type { Bundle, Procedure } from "../../../core/contract/catalogue.ts"
import { evaluate, type FormDef } from "../../../core/domain/forms/index.ts"
import { carryOn, type Carried } from "../../../core/domain/forms/mapping.ts"
import { type Way, wayTo } from "../../../core/domain/forms/ways.ts"
import { type TermsChange, termsChange, termsOf } from "../../../core/domain/terms.ts"
import { type Draft, useClient } from "../../app/client.ts"
import { formOf } from "../../app/forms.ts"
import { today } from "../../i18n/format.ts"
import type { Filling } from "./filling.ts"

export interface Changes {
  readonly way?: Way
  readonly carried?: Carried
  readonly terms?: TermsChange
}

/** Looks for a newer form once the draft is open; nobody waits for the answer to go on filling in. */
export function useWay(
  draft: Draft,
  pinned: FormDef,
): { way: Way | undefined; procedure: Procedure | undefined; bundle: Bundle | undefined } {
  const client = useClient()
  const [found, setFound] = useState<{ way: Way | undefined; procedure: Procedure | undefined; bundle: Bundle | undefined }>({
    way: undefined,
    procedure: undefined,
    bundle: undefined,
  })
  const { procedure: code, form_ref, from_op } = draft
  useEffect(() => {
    let wanted = true
    const look = async (): Promise<void> => {
      const bundle = await client.store.bundle()
      const procedure = bundle?.procedures.find((each) => each.code === code)
      const way =
        procedure && (await wayTo((ref) => formOf(client, ref), { ref: form_ref, form: pinned }, procedure.form.ref).catch(() => undefined))
      if (wanted) setFound({ way, procedure, bundle })
    }
    const begin = async (): Promise<void> => {
      await look()
      // it was refused: what the law asks since is in the newest catalogue
      if (from_op !== undefined && (await client.catalogue.refresh()).ok) await look()
    }
    void begin().catch(() => undefined)
    const forget = client.store.watch("bundle", () => void look().catch(() => undefined))
    return () => {
      wanted = false
      forget()
    }
  }, [client, code, form_ref, from_op, pinned])
  return found
}

/** What is other than it was when the draft was begun, worked out from the answers as they stand. */
export function useChanges(filling: Filling): Changes {
  const { draft, form, units } = filling
  const { way, procedure } = useWay(draft, form)
  const channel = units.find((each) => each.id === draft.unit_id)?.receives_online ? "online" : "prepared"
  return useMemo(() => {
    const carried = way && carryOn(way.forms, way.rules, draft.answers)
    const answers = carried ? evaluate(way.form, carried.answers, today()).answers : filling.seen.answers
    const terms = procedure && draft.terms && termsChange(draft.terms, termsOf(procedure, today()), filling.seen.answers, answers, channel)
    return { ...(way && carried && { way, carried }), ...(terms && { terms }) }
  }, [way, procedure, draft.answers, draft.terms, filling.seen, channel])
}

/** Whether anything in it is for a person to look at. */
export const isNews = ({ way, terms }: Changes): boolean => way !== undefined || terms !== undefined
