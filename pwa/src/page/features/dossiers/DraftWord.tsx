import { useEffect, useId, useState } from "preact/hooks"
import type { DossierOut } from "../../../core/contract/openapi.gen.ts"
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

/** Whether an answer is on its way: undefined until the outbox was read. What an answer that was refused said is not lost. */
function useSaid(dossierId: string): [boolean | undefined, () => void] {
  const [said, setSaid] = useState<boolean>()
  useEffect(() => {
    void phone()
      .dossiers.refused(dossierId)
      .then((acts) => {
        const wrote = acts.find((act) => act.kind === "dossier.confirm" && act.text !== "")
        if (wrote && !typed.has(dossierId)) typed.set(dossierId, wrote.text)
      })
    void phone()
      .outbox.list()
      .then((items) =>
        setSaid(items.some((each) => each.kind === "dossier.confirm" && each.dossier_id === dossierId && each.state !== "needs_you")),
      )
  }, [dossierId])
  return [said, () => setSaid(true)]
}

/** What was typed and not yet sent, by dossier: it outlives the dialog and the page, in memory alone. */
const typed = new Map<string, string>()

/** Asks what is wrong; what was typed stays until it is sent, or taken away again. */
function Wrong({ dossierId, onSaid, onClose }: { dossierId: string; onSaid: () => void; onClose: () => void }) {
  const [reason, setReason] = useState(typed.get(dossierId) ?? "")
  useEffect(() => void typed.set(dossierId, reason), [dossierId, reason])
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
    typed.delete(dossierId)
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
  const [said, onSaid] = useSaid(dossier.dossier_id)
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
        {failed && (
          <p class="ask-why__wrong" role="alert">
            {t().failed}
          </p>
        )}
      </div>
      {asking && (
        <Wrong
          dossierId={dossier.dossier_id}
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
