import "./desk-books.css"
import { useRef, useState } from "preact/hooks"
import type { DeskDossierOut, DocumentOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { dayMonth } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { stopIcon } from "../../ui/icons.ts"
import { me } from "./api.ts"
import { books } from "./books.ts"
import { Line } from "./Line.tsx"
import { shortMoment } from "./say.ts"
import { Wrong } from "./Wrong.tsx"
import { t } from "./words-books.ts"
import { t as desks } from "./words.ts"

/** Whose permission voids which letter; the server says the same and has the last word. */
const VOIDED_BY: Readonly<Record<string, string>> = {
  form_01: "dossiers.receive",
  form_02: "dossiers.supplement",
  form_03: "dossiers.refuse",
  form_04: "dossiers.approve",
  form_05: "dossiers.approve",
}
const RUNNING: ReadonlySet<string> = new Set(["received", "appraising", "approving", "signing"])
const LEAST = 3

const nameOf = (each: DocumentOut): string => say({ vi: each.title.vi, en: each.title.en ?? undefined })

/** That a paper no longer holds, by whom, when and why. */
function Mark({ paper }: { paper: DocumentOut }) {
  const told = paper.void
  if (!told) return null
  return (
    <span class="book__void">
      <Chip kind="mend" icon={stopIcon}>
        {told.what === "letter" ? t().void : t().voidDue}
      </Chip>
      <small>
        {[t().voidBy(told.by, shortMoment(told.at)), told.instead && t().instead(told.instead), told.reason].filter(Boolean).join(". ")}
      </small>
    </span>
  )
}

interface VoidProps {
  found: DeskDossierOut
  paper: DocumentOut
  onClose: () => void
  onChanged: (now: DeskDossierOut) => void
}

/** Asks why a letter is void, and whether form 01 is made anew. */
function Void({ found, paper, onClose, onChanged }: VoidProps) {
  const [reason, setReason] = useState("")
  const mayAgain = paper.kind === "form_01" && RUNNING.has(found.dossier.state)
  const [again, setAgain] = useState(mayAgain)
  const [wrong, setWrong] = useState("")
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const op = useRef(uuid7())
  const send = async (): Promise<void> => {
    if (reason.trim().length < LEAST) return void setWrong(t().typeWhy)
    setBusy(true)
    const body = { op_id: op.current, seen: found.dossier.version, reason: reason.trim(), again }
    const done = await books.void(found.dossier.dossier_id, paper.document_id, body)
    setBusy(false)
    if (!done.ok) return void setFault(done)
    onChanged(done.value)
    onClose()
  }
  return (
    <Dialog
      title={t().voidTitle(`${nameOf(paper)} ${paper.number ?? ""}`)}
      onClose={onClose}
      actions={
        <>
          <Button kind="mend" busy={busy} onPress={() => void send()}>
            {t().voidIt}
          </Button>
          <Button onPress={onClose}>{t().close}</Button>
        </>
      }
    >
      <p>{t().voidMore}</p>
      <Wrong fault={fault} />
      <Line label={t().why} hint={t().whyHint} rows={3} value={reason} onType={setReason} error={wrong || undefined} />
      {mayAgain && (
        <label class="book__again">
          <input type="checkbox" checked={again} onChange={(event) => setAgain(event.currentTarget.checked)} />
          {t().again}
        </label>
      )}
    </Dialog>
  )
}

interface Props {
  found: DeskDossierOut
  onShow: (id: string) => void
  onChanged: (now: DeskDossierOut) => void
}

/** The letters and the result, each opened beside: printed again as it was, void where it no longer holds. */
export function Letters({ found, onShow, onChanged }: Props) {
  const [chosen, setChosen] = useState<DocumentOut>()
  const { dossier, draft } = found
  if (dossier.documents.length === 0 && !draft) return null
  const may = me.get()?.permissions ?? []
  return (
    <>
      <h2>{desks().documents}</h2>
      <ul class="hist">
        {dossier.documents.map((each) => (
          <li key={each.document_id}>
            <span>{dayMonth(each.issued_at)}</span>
            <span>
              <button type="button" class="ask__show" onClick={() => onShow(each.document_id)}>
                {nameOf(each)}
                {each.number && ` · ${each.number}`}
              </button>
              <Mark paper={each} />
              {each.void?.what !== "letter" && may.includes(VOIDED_BY[each.kind] ?? "none") && (
                <button
                  type="button"
                  class="book__undo"
                  aria-label={t().voidTitle(`${nameOf(each)} ${each.number ?? ""}`)}
                  onClick={() => setChosen(each)}
                >
                  {t().voidIt}
                </button>
              )}
            </span>
          </li>
        ))}
        {draft && (
          <li>
            <span>{dayMonth(draft.issued_at)}</span>
            <button type="button" class="ask__show" onClick={() => onShow(draft.document_id)}>
              {desks().draftResult}
            </button>
          </li>
        )}
      </ul>
      {chosen && <Void found={found} paper={chosen} onClose={() => setChosen(undefined)} onChanged={onChanged} />}
    </>
  )
}
