import { useState } from "preact/hooks"
import { lang } from "../../i18n/lang.ts"
import { DISCARD_WORD, phone } from "../../offline/phone.ts"
import { Ask } from "../../ui/Ask.tsx"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { t } from "./words.ts"

/** The only way anything unsent is given up: a word typed by a person who has been told what it means. */
export function Discard({ id, onClose }: { id: string; onClose: () => void }) {
  const [typed, setTyped] = useState("")
  const [wrong, setWrong] = useState(false)
  const wanted = DISCARD_WORD[lang()]
  const go = async (): Promise<void> => {
    const gone = await phone().outbox.discard(id, typed.trim().toLocaleUpperCase("vi"))
    setWrong(!gone.ok)
    if (gone.ok) onClose()
  }
  return (
    <Dialog
      title={t().discardTitle}
      onClose={onClose}
      actions={
        <>
          <Button kind="mend" onPress={() => void go()}>
            {t().discardDo}
          </Button>
          <Button onPress={onClose}>{t().keep}</Button>
        </>
      }
    >
      <p>{t().discardMore}</p>
      <Ask label={t().discardType(wanted)} value={typed} onType={setTyped} error={wrong ? t().discardWrong(wanted) : undefined} />
    </Dialog>
  )
}
