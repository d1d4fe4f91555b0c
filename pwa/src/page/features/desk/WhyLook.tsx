import { useEffect, useState } from "preact/hooks"
import type { LookReasonsOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { bench } from "./apiBench.ts"
import { Line } from "./Line.tsx"
import { lookedAt, settle, waits } from "./proving.ts"
import { sentence } from "./say.ts"
import { look } from "./words-look.ts"

/** Asks why, once, over whatever is open; what waits behind goes on by itself. */
export function WhyLook() {
  return useWatch(waits) === "reason" ? <Asks key={lookedAt} dossier={lookedAt} /> : null
}

function Asks({ dossier }: { dossier: string }) {
  const [known, setKnown] = useState<LookReasonsOut>()
  const [fault, setFault] = useState<Fault>()
  const [text, setText] = useState("")
  const [busy, setBusy] = useState("")
  useEffect(() => {
    void bench.lookReasons().then((found) => {
      setFault(found.ok ? undefined : found)
      if (found.ok) setKnown(found.value)
    })
  }, [])
  const tell = async (key: string): Promise<void> => {
    setBusy(key)
    const said = await bench.sayWhy(dossier, { key, text: key === "own" ? text.trim() : "" })
    setBusy("")
    setFault(said.ok ? undefined : said)
    if (said.ok) settle(true)
  }
  const least = known?.least ?? 0
  return (
    <Dialog
      title={look().title}
      onClose={() => settle(false)}
      actions={
        <>
          <Button
            kind="main"
            busy={busy === "own"}
            refuses={text.trim().length < least ? look().short(least) : undefined}
            onPress={() => void tell("own")}
          >
            {look().open}
          </Button>
          <Button kind="quiet" onPress={() => settle(false)}>
            {look().back}
          </Button>
        </>
      }
    >
      <p>{look().more}</p>
      {fault && <p role="alert">{sentence(fault)}</p>}
      {!known && !fault && <Skeleton rows={4} />}
      <ul class="why-look">
        {known?.usual.map((each) => (
          <li key={each.key}>
            <Button busy={busy === each.key} onPress={() => void tell(each.key)}>
              {say({ vi: each.name.vi, en: each.name.en ?? undefined })}
            </Button>
          </li>
        ))}
      </ul>
      {known && <Line label={look().own} hint={look().ownMore(least)} value={text} onType={setText} />}
    </Dialog>
  )
}
