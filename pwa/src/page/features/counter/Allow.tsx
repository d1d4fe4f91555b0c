import { useState } from "preact/hooks"
import { lang, say } from "../../i18n/lang.ts"
import type { Beside } from "./beside.ts"
import { t } from "./words-beside.ts"

/** May the office fill this in again next time? Two answers of one size, none of them chosen beforehand. */
export function Allow({ beside }: { beside: Beside }) {
  const [wrong, setWrong] = useState(false)
  const [busy, setBusy] = useState(false)
  const asked = beside.told?.question
  if (!asked) return <h1>{t().wait}</h1>
  const tell = async (yes: boolean): Promise<void> => {
    setBusy(true)
    setWrong(!(await beside.say(yes)))
    setBusy(false)
  }
  const choice = (yes: boolean) => (
    <button
      type="button"
      class="beside__choice"
      disabled={busy}
      aria-pressed={asked.said === (yes ? "yes" : "no")}
      onClick={() => void tell(yes)}
    >
      {yes ? t().allowYes : t().allowNo}
    </button>
  )
  return (
    <>
      <h1>{say({ vi: asked.title.vi, en: asked.title.en ?? undefined })}</h1>
      <p class="beside__lead">{t().allowFree}</p>
      <div class="beside__choices" data-silent>
        {choice(true)}
        {choice(false)}
      </div>
      <div role="status">
        {asked.said && (
          <p class="beside__lead">
            <b>{asked.said === "yes" ? t().saidYes : t().saidNo}.</b> {t().saidMore}
          </p>
        )}
        {wrong && <p class="bad">{t().failed}</p>}
      </div>
      <div class="beside__words">
        {(lang() === "en" ? asked.body.en : asked.body.vi).map((each) => (
          <p key={each}>{each}</p>
        ))}
      </div>
    </>
  )
}
