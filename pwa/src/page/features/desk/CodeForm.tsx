import { useState } from "preact/hooks"
import { Button } from "../../ui/Button.tsx"
import { Line } from "./Line.tsx"
import { sentence } from "./say.ts"
import { trusted } from "./trustApi.ts"
import { trust as t } from "./words-trust.ts"

interface Props {
  onDone: () => void
  /** What else stands beside the button. */
  onCancel?: { label: string; press: () => void }
}

/** Asks for a code of the app, or one of the paper, until the server takes it. */
export function CodeForm({ onDone, onCancel }: Props) {
  const [code, setCode] = useState("")
  const [paper, setPaper] = useState(false)
  const [why, setWhy] = useState("")
  const [busy, setBusy] = useState(false)
  const give = async (): Promise<void> => {
    if (busy) return
    if (!code.trim()) return void setWhy(t().typeCode)
    setBusy(true)
    const done = await trusted.prove(code.trim())
    setBusy(false)
    if (done.ok) return void onDone()
    setCode("")
    setWhy(sentence(done))
  }
  return (
    <form
      class="code"
      onSubmit={(event) => {
        event.preventDefault()
        void give()
      }}
    >
      <Line
        label={paper ? t().paper : t().code}
        hint={paper ? t().paperMore : t().codeMore}
        value={code}
        onType={setCode}
        type={paper ? "text" : "number"}
        complete="one-time-code"
        error={why}
      />
      <div class="code__acts">
        <Button kind="main" busy={busy} onPress={() => void give()}>
          {t().confirm}
        </Button>
        {onCancel && <Button onPress={onCancel.press}>{onCancel.label}</Button>}
      </div>
      <input type="submit" class="vh" tabIndex={-1} aria-hidden="true" value={t().confirm} />
      <button
        type="button"
        class="code__other"
        onClick={() => {
          setPaper(!paper)
          setWhy("")
          setCode("")
        }}
      >
        {paper ? t().useApp : t().usePaper}
      </button>
    </form>
  )
}
