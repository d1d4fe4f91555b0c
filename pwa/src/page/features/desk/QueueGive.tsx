import { useRef, useState } from "preact/hooks"
import type { DeskQueueOut } from "../../../core/contract/openapi.gen.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { line } from "./queueApi.ts"
import { sentence } from "./say.ts"
import { queue as t } from "./words-queue.ts"

/** Gives somebody a number who does not use the tablet at the door. */
export function GiveNumber({ shown, onClose, onGiven }: { shown: DeskQueueOut; onClose: () => void; onGiven: () => void }) {
  const [priority, setPriority] = useState(false)
  const [given, setGiven] = useState("")
  const [wrong, setWrong] = useState("")
  const [busy, setBusy] = useState(false)
  const id = useRef(uuid7())
  const give = async (kind: string): Promise<void> => {
    if (busy) return
    setBusy(true)
    const found = await line.give({ unit_id: shown.unit_id ?? "", ticket_id: id.current, kind, priority })
    setBusy(false)
    setWrong(found.ok ? "" : sentence(found))
    if (!found.ok) return
    id.current = uuid7()
    setPriority(false)
    setGiven(found.value.number)
    onGiven()
  }
  return (
    <Dialog title={t().give} onClose={onClose} actions={<Button onPress={onClose}>{t().close}</Button>}>
      <p>{t().giveMore}</p>
      {given && (
        <div role="status">
          <p class="queue__number num">{t().given(given)}</p>
          <p>{t().givenMore}</p>
        </div>
      )}
      {wrong && (
        <p class="d-line__why" role="alert">
          {wrong}
        </p>
      )}
      <label class="queue__tick">
        <input type="checkbox" checked={priority} onChange={(event) => setPriority(event.currentTarget.checked)} />
        {t().priority}
      </label>
      <div class="queue__kinds">
        {shown.kinds.map((kind) => (
          <Button key={kind.key} wide busy={busy} onPress={() => void give(kind.key)}>
            {kind.prefix}: {say({ vi: kind.name.vi, en: kind.name.en ?? undefined })}
          </Button>
        ))}
      </div>
    </Dialog>
  )
}
