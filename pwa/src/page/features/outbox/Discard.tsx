import { useId, useState } from "preact/hooks"
import { lang } from "../../i18n/lang.ts"
import { DISCARD_WORD, phone } from "../../offline/phone.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { t } from "./words.ts"

/** The only way anything unsent is given up: a word typed by a person who has been told what it means. */
export function Discard({ id, onClose }: { id: string; onClose: () => void }) {
  const [typed, setTyped] = useState("")
  const [wrong, setWrong] = useState(false)
  const box = useId()
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
      <label class="outbox-ask" for={box}>
        {t().discardType(wanted)}
      </label>
      <input
        id={box}
        class="outbox-typed"
        type="text"
        autocomplete="off"
        autocapitalize="characters"
        value={typed}
        {...(wrong ? { "aria-invalid": true, "aria-describedby": `${box}-e` } : {})}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      {wrong && (
        <p id={`${box}-e`} class="outbox-why" role="alert">
          {t().discardWrong(wanted)}
        </p>
      )}
    </Dialog>
  )
}
