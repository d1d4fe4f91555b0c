import { useEffect, useMemo, useState } from "preact/hooks"
import type { AskIn, DeskDossierOut, OfficeOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { fold } from "../../../core/domain/text.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { desk } from "./api.ts"
import { type Askable, askables, idOf } from "./asking.ts"
import { Refused } from "./Conflict.tsx"
import { forget, useKept } from "./kept.ts"
import { Line, Pick } from "./Line.tsx"
import { t } from "./words-opinions.ts"
import { t as desks } from "./words.ts"

const MANY = 8

interface Props {
  found: DeskDossierOut
  stops: boolean
  onChanged: (now: DeskDossierOut) => void
  onReload: () => void
  onClose: () => void
}

function useOffices(): readonly OfficeOut[] {
  const [offices, setOffices] = useState<readonly OfficeOut[]>([])
  useEffect(() => {
    void desk.offices().then((found) => found.ok && setOffices(found.value.offices))
  }, [])
  return offices
}

interface ChoicesProps {
  all: readonly Askable[]
  isOn: (id: string) => boolean
  onTurn: (id: string, on: boolean) => void
}

function Choices({ all, isOn, onTurn }: ChoicesProps) {
  const [find, setFind] = useState("")
  const wanted = fold(find)
  const shown = all.filter((each) => isOn(idOf(each)) || fold(each.label).includes(wanted))
  return (
    <>
      {all.length > MANY && <Line label={t().find} value={find} onType={setFind} />}
      {(["paper", "answer"] as const).map((kind) => {
        const mine = shown.filter((each) => each.kind === kind)
        return mine.length === 0 ? null : (
          <fieldset class="more" key={kind}>
            <legend>{kind === "paper" ? t().papers : t().answers}</legend>
            {mine.map((each) => (
              <div class={isOn(idOf(each)) ? "more__item more__item--on" : "more__item"} key={each.key}>
                <label>
                  <input type="checkbox" checked={isOn(idOf(each))} onChange={(event) => onTurn(idOf(each), event.currentTarget.checked)} />
                  {each.label}
                </label>
              </div>
            ))}
          </fieldset>
        )
      })}
    </>
  )
}

/** Whom to ask what, by when, and what they may see; what was typed stays until it was sent. */
export function AskOpinion({ found, stops, onChanged, onReload, onClose }: Props) {
  const id = found.dossier.dossier_id
  const name = `${id}:ask-opinion`
  const [kept, keep] = useKept(name)
  const [op_id] = useState(() => uuid7())
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const offices = useOffices()
  const all = useMemo(() => askables(found), [found])
  const on = all.filter((each) => kept[`on:${idOf(each)}`] === "1")
  const value = (field: string): string => (kept[field] ?? "").trim()
  const missing = (field: string, least = 1): string | undefined => (tried && value(field).length < least ? desks().typeThis : undefined)
  const go = async (): Promise<void> => {
    setTried(true)
    if (!value("unit") || value("question").length < 5 || !value("by") || busy) return
    const keys = (kind: Askable["kind"]): string[] => on.filter((each) => each.kind === kind).map((each) => each.key)
    const body: AskIn = {
      op_id,
      seen: found.dossier.version,
      to_unit: value("unit"),
      question: value("question"),
      paths: keys("answer"),
      papers: keys("paper"),
      respond_by: value("by"),
    }
    setBusy(true)
    const done = await desk.askOpinion(id, body)
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (!done.ok) return
    forget(name)
    onClose()
    onChanged(done.value)
  }
  return (
    <Dialog
      title={t().ask}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" busy={busy} onPress={() => void go()}>
            {t().send}
          </Button>
          <Button onPress={onClose}>{desks().cancel}</Button>
          <span class="muted num">{t().chosen(on.length)}</span>
        </>
      }
    >
      <Refused fault={fault} onReload={onReload} />
      <Pick
        label={t().office}
        value={value("unit")}
        onPick={(next) => keep("unit", next)}
        options={offices.map((each) => ({ value: each.unit_id, label: each.name }))}
        error={missing("unit")}
      />
      <Line
        label={t().question}
        rows={3}
        value={kept["question"] ?? ""}
        onType={(text) => keep("question", text)}
        error={missing("question", 5)}
      />
      <Line
        label={t().by}
        hint={stops ? t().clockStops : t().clockRuns}
        type="date"
        value={kept["by"] ?? ""}
        onType={(text) => keep("by", text)}
        error={missing("by")}
      />
      <p class="muted">{t().askMore}</p>
      <Choices all={all} isOn={(each) => kept[`on:${each}`] === "1"} onTurn={(each, turned) => keep(`on:${each}`, turned ? "1" : "")} />
    </Dialog>
  )
}
