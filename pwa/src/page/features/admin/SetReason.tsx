import { useState } from "preact/hooks"
import type { PhrasesOut, ReasonRowOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { today } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { forget, useKept } from "../desk/kept.ts"
import { Line, Pick } from "../desk/Line.tsx"
import { Wrong } from "../desk/Wrong.tsx"
import { phrases, type ReasonBody } from "./apiPhrases.ts"
import { phr, phrase } from "./words-phrases.ts"
import { rooms as t } from "./words.ts"

export interface Asked {
  use: ReasonRowOut["use"]
  /** The reason that is changed; nothing for a new one. */
  row: ReasonRowOut | undefined
  /** Whether it is offered from that day on. */
  ended: boolean
}

interface Props {
  unit: string
  asked: Asked
  onSaved: (found: PhrasesOut) => void
  onClose: () => void
}

const KINDS = ["paper", "answer"] as const

function stands(row: ReasonRowOut | undefined): Record<string, string> {
  return {
    label: row?.label.vi ?? "",
    label_en: row?.label.en ?? "",
    hint: row?.hint?.vi ?? "",
    basis: row?.basis ?? "",
    procedure: row?.procedure ?? "",
    kind: row?.kind ?? "",
    since: today(),
  }
}

const titleOf = (asked: Asked): string => {
  if (asked.row === undefined) return phr().add
  return asked.ended ? phr().endOf(asked.row.label.vi) : phr().change
}

/** A new reason, other words for one, or its end, from a day on. */
export function SetReason({ unit, asked, onSaved, onClose }: Props) {
  const { use, row, ended } = asked
  const name = `reason-${unit}-${use}-${row?.value ?? ""}`
  const [kept, keep] = useKept(name)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const value = (field: string): string => kept[field] ?? stands(row)[field] ?? ""
  const box = (field: string) => ({ value: value(field), onType: (text: string) => keep(field, text) })
  const short = value("label").trim().length < 3
  const save = async (): Promise<void> => {
    setTried(true)
    if (short || !value("since")) return
    const kind = value("kind")
    const body: ReasonBody = {
      unit_id: unit,
      use,
      value: row?.value ?? null,
      kind: kind === "paper" || kind === "answer" ? kind : null,
      procedure: value("procedure").trim(),
      label: value("label").trim(),
      label_en: value("label_en").trim(),
      hint: value("hint").trim(),
      basis: value("basis").trim(),
      ended,
      since: value("since"),
    }
    setBusy(true)
    const done = await phrases.reason(body)
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (!done.ok) return
    forget(name)
    onSaved(done.value)
  }
  return (
    <Dialog
      title={titleOf(asked)}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" busy={busy} onPress={() => void save()}>
            {ended ? phr().end : t().save}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <Wrong fault={fault} />
      {!ended && (
        <>
          <Line label={phr().label} {...box("label")} error={tried && short ? t().needed : undefined} />
          {use === "supplement" ? (
            <>
              <Pick
                label={phr().kind}
                value={value("kind")}
                onPick={(next) => keep("kind", next)}
                empty={phr().kind_any}
                options={KINDS.map((each) => ({ value: each, label: phrase(`kind_${each}`) }))}
              />
              <Line label={phr().hint} {...box("hint")} />
            </>
          ) : (
            <Line label={phr().basis} hint={phr().basisMore} {...box("basis")} />
          )}
          <Line label={phr().procedure} {...box("procedure")} />
          <Line label={phr().labelEn} {...box("label_en")} />
        </>
      )}
      <Line label={phr().since} type="date" {...box("since")} error={tried && !value("since") ? t().needed : undefined} />
    </Dialog>
  )
}
