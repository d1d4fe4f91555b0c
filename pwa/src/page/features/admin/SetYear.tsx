import { useState } from "preact/hooks"
import type { YearOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { forget, useKept } from "../desk/kept.ts"
import { Line } from "../desk/Line.tsx"
import { Wrong } from "../desk/Wrong.tsx"
import { admin } from "./api.ts"
import { cal } from "./words-calendar.ts"
import { rooms as t } from "./words.ts"

/** Whether the notice of a year is out, and which one it is. */
export function SetYear({ year, onSaved, onClose }: { year: YearOut; onSaved: (year: YearOut) => void; onClose: () => void }) {
  const name = `calendar-year-${year.year}`
  const [kept, keep] = useKept(name)
  const [tried, setTried] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const published = year.status === "published"
  const source = (kept["source"] ?? "").trim()
  const document = (kept["document"] ?? "").trim()
  const save = async (): Promise<void> => {
    setTried(true)
    if (source.length < 3) return
    setBusy(true)
    const status = published ? "estimated" : "published"
    const done = await admin.saveYear({ year: year.year, status, source, document: document === "" ? null : document })
    setBusy(false)
    if (!done.ok) {
      setFault(done)
      return
    }
    forget(name)
    onSaved(done.value)
  }
  return (
    <Dialog
      title={published ? cal().unsetYear : cal().setYear}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" busy={busy} onPress={() => void save()}>
            {t().save}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <Wrong fault={fault} />
      {!published && <p>{cal().setYearMore}</p>}
      <Line
        label={t().source}
        value={kept["source"] ?? ""}
        onType={(text) => keep("source", text)}
        error={tried && source.length < 3 ? t().needed : undefined}
      />
      <Line label={t().document} value={kept["document"] ?? ""} onType={(text) => keep("document", text)} />
    </Dialog>
  )
}
