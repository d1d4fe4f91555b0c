import { useId, useState } from "preact/hooks"
import { phone, type RefusedAct } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { t } from "./words.ts"

/** The owner takes the dossier back: asked once more, with a reason; works without a network. */
export function Withdraw({ dossierId, before }: { dossierId: string; before?: RefusedAct | undefined }) {
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState(before?.text ?? "")
  const [wrong, setWrong] = useState(false)
  const [done, setDone] = useState(false)
  const id = useId()
  const go = async (): Promise<void> => {
    if (reason.trim().length < 3) return void setWrong(true)
    const kept = await phone().dossiers.withdraw(dossierId, reason.trim(), before?.op_id)
    setWrong(!kept.ok)
    setDone(kept.ok)
    if (kept.ok) setAsking(false)
  }
  if (done)
    return (
      <Banner kind="done" live>
        {t().withdrawn}
      </Banner>
    )
  return (
    <>
      <Button kind="mend" wide onPress={() => setAsking(true)}>
        {before ? t().withdrawAgain : t().withdraw}
      </Button>
      {asking && (
        <Dialog
          title={t().withdrawTitle}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button kind="mend" onPress={() => void go()}>
                {t().withdrawDo}
              </Button>
              <Button onPress={() => setAsking(false)}>{t().keep}</Button>
            </>
          }
        >
          <p>{t().withdrawMore}</p>
          <label class="ask-why" for={id}>
            {t().withdrawWhy}
          </label>
          <textarea
            id={id}
            class="ask-why__box"
            rows={3}
            value={reason}
            aria-invalid={wrong ? true : undefined}
            aria-describedby={wrong ? `${id}-e` : undefined}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
          {wrong && (
            <p id={`${id}-e`} class="ask-why__wrong" role="alert">
              {t().withdrawNeed}
            </p>
          )}
        </Dialog>
      )}
    </>
  )
}
