import { useState } from "preact/hooks"
import { Button } from "../../ui/Button.tsx"
import { desk } from "./api.ts"
import { Line } from "./Line.tsx"
import { sentence } from "./say.ts"
import { choice as t } from "./words-choice.ts"

const LEAST = 10

/** The password somebody was given is good once: she chooses her own, typed twice, before any room opens. */
export function Choose({ onDone }: { onDone: () => void }) {
  const [next, setNext] = useState("")
  const [again, setAgain] = useState("")
  const [why, setWhy] = useState({ next: "", again: "" })
  const [busy, setBusy] = useState(false)
  const give = async (): Promise<void> => {
    if (busy) return
    if (Array.from(next).length < LEAST) return void setWhy({ next: t().short, again: "" })
    if (next !== again) return void setWhy({ next: "", again: t().differs })
    setBusy(true)
    const done = await desk.choose(next)
    setBusy(false)
    if (done.ok) onDone()
    else setWhy({ next: sentence(done), again: "" })
  }
  return (
    <form
      class="lock__form"
      onSubmit={(event) => {
        event.preventDefault()
        void give()
      }}
    >
      <h1>{t().title}</h1>
      <p class="muted">{t().more}</p>
      <ul class="small">
        {t().rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <Line label={t().next} value={next} onType={setNext} type="password" complete="new-password" error={why.next} />
      <Line label={t().again} value={again} onType={setAgain} type="password" complete="new-password" error={why.again} />
      <Button kind="main" wide busy={busy} onPress={() => void give()}>
        {t().go}
      </Button>
      <input type="submit" class="vh" tabIndex={-1} aria-hidden="true" value={t().go} />
    </form>
  )
}
