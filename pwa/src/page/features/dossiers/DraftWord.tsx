import { useCallback, useEffect, useId, useRef, useState } from "preact/hooks"
import type { DossierOut } from "../../../core/contract/openapi.gen.ts"
import { common } from "../../i18n/common.ts"
import { longDate, time } from "../../i18n/format.ts"
import { phone } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { fileIcon } from "../../ui/icons-work.ts"
import { t } from "./words-draft.ts"

interface Props {
  dossier: DossierOut
  draft: NonNullable<DossierOut["draft"]>
  opening: string | undefined
  onOpen: (document: string) => void
}

/** Changes within this many milliseconds are kept together. */
const SOON = 300

/** Whether an answer is on its way (undefined until the outbox was read), and what was typed of one: kept, or refused. */
function useSaid(dossierId: string): { said: boolean | undefined; typed: string; onSaid: () => void; onTyped: (text: string) => void } {
  const [said, setSaid] = useState<boolean>()
  const [typed, setTyped] = useState("")
  useEffect(() => {
    let wanted = true
    const read = async (): Promise<void> => {
      const { dossiers, outbox } = phone()
      const [kept, acts, items] = await Promise.all([dossiers.typed(dossierId), dossiers.refused(dossierId), outbox.list()])
      const refused = acts.find((act) => act.kind === "dossier.confirm" && act.text !== "")
      const going = items.some((each) => each.kind === "dossier.confirm" && each.dossier_id === dossierId && each.state !== "needs_you")
      if (!wanted) return
      setTyped(kept || (refused?.text ?? ""))
      setSaid(going)
    }
    void read()
    return () => {
      wanted = false
    }
  }, [dossierId])
  return { said, typed, onSaid: () => setSaid(true), onTyped: setTyped }
}

/** Keeps what is typed soon, and at once when the page or the question goes; says whether all of it is kept. */
function useKeeping(dossierId: string, text: string): boolean {
  const [saved, setSaved] = useState(text)
  const latest = useRef({ kept: text, text })
  latest.current.text = text
  const keep = useCallback(() => {
    const { kept, text: now } = latest.current
    if (kept === now) return
    latest.current.kept = now
    void phone()
      .dossiers.keepTyped(dossierId, now)
      .then(() => setSaved(now))
  }, [dossierId])
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the text is kept soon
  useEffect(() => {
    const timer = setTimeout(keep, SOON)
    return () => clearTimeout(timer)
  }, [text, keep])
  useEffect(() => {
    addEventListener("pagehide", keep)
    document.addEventListener("visibilitychange", keep)
    return () => {
      removeEventListener("pagehide", keep)
      document.removeEventListener("visibilitychange", keep)
      keep()
    }
  }, [keep])
  return saved === text
}

interface WrongProps {
  dossierId: string
  typed: string
  onTyped: (text: string) => void
  onSaid: () => void
  onClose: () => void
}

/** Asks what is wrong; what was typed stays until it is sent, or taken away again. */
function Wrong({ dossierId, typed: reason, onTyped: setReason, onSaid, onClose }: WrongProps) {
  const saved = useKeeping(dossierId, reason)
  const [missing, setMissing] = useState(false)
  const [failed, setFailed] = useState(false)
  const id = useId()
  const go = async (): Promise<void> => {
    const short = reason.trim().length < 3
    setMissing(short)
    if (short) return
    const kept = await phone().dossiers.confirm(dossierId, false, reason.trim())
    setFailed(!kept.ok)
    if (!kept.ok) return
    setReason("")
    onSaid()
  }
  const fault = missing ? t().wrongNeed : failed ? t().failed : undefined
  return (
    <Dialog
      title={t().wrongTitle}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" onPress={() => void go()}>
            {t().wrongSend}
          </Button>
          <Button onPress={onClose}>{t().back}</Button>
        </>
      }
    >
      <p>{t().wrongMore}</p>
      <label class="ask-why" for={id}>
        {t().wrongTitle}
      </label>
      <p class="small muted" id={`${id}-h`}>
        {t().wrongHint}
      </p>
      <textarea
        id={id}
        class="ask-why__box"
        rows={4}
        value={reason}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-e` : `${id}-h`}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <p class="small muted" role="status">
        {saved && reason.trim() !== "" && common().savedHere}
      </p>
      {fault && (
        <p id={`${id}-e`} class="ask-why__wrong" role="alert">
          {fault}
        </p>
      )}
    </Dialog>
  )
}

/** The draft of the result: looked at, agreed with, or what is wrong with it; answered also without a network. */
export function DraftWord({ dossier, draft, opening, onOpen }: Props) {
  const { said, typed, onSaid, onTyped } = useSaid(dossier.dossier_id)
  const [asking, setAsking] = useState(false)
  const [failed, setFailed] = useState(false)
  const document = draft.document.document_id
  if (said === undefined) return null
  if (said)
    return (
      <Banner kind="done" live>
        {t().said}
      </Banner>
    )
  const agree = async (): Promise<void> => {
    const kept = await phone().dossiers.confirm(dossier.dossier_id, true, "")
    setFailed(!kept.ok)
    if (kept.ok) onSaid()
  }
  return (
    <section class="mend">
      <h2 class="mend__head">{t().title}</h2>
      <div class="mend__body">
        <p>{t().look}</p>
        {draft.until && (
          <p>
            <b>{t().until(`${time(draft.until)}, ${longDate(draft.until).toLocaleLowerCase("vi")}`)}</b> {t().silence}
          </p>
        )}
        <Button icon={fileIcon} wide busy={opening === document} onPress={() => onOpen(document)}>
          {opening === document ? t().opening : t().open}
        </Button>
        <Button kind="main" wide onPress={() => void agree()}>
          {t().right}
        </Button>
        <Button kind="mend" wide onPress={() => setAsking(true)}>
          {t().wrong}
        </Button>
        {typed.trim() !== "" && <p class="small muted">{t().unsent}</p>}
        {failed && (
          <p class="ask-why__wrong" role="alert">
            {t().failed}
          </p>
        )}
      </div>
      {asking && (
        <Wrong
          dossierId={dossier.dossier_id}
          typed={typed}
          onTyped={onTyped}
          onClose={() => setAsking(false)}
          onSaid={() => {
            setAsking(false)
            onSaid()
          }}
        />
      )}
    </section>
  )
}
