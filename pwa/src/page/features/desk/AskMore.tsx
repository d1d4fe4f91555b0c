import { useMemo, useState } from "preact/hooks"
import type { DeskDossierOut, OpenMove, ReasonOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { fold } from "../../../core/domain/text.ts"
import { today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { type Askable, askables, type AskedFor, idOf } from "./asking.ts"
import { Refused } from "./Conflict.tsx"
import { useKept } from "./kept.ts"
import { Line, Pick } from "./Line.tsx"
import { useReasons } from "./reasons.ts"
import { more as t } from "./words-more.ts"
import { t as desks } from "./words.ts"
import "./desk-more.css"

const DAYS = 10
const DAY = 24 * 60 * 60 * 1000
/** So many things are found by looking; more need a box to type in. */
const MANY = 10

type Kept = Record<string, string>

/** The civil day in Viet Nam so many days from now. */
const inDays = (n: number): string => new Date(Date.parse(today()) + n * DAY).toISOString().slice(0, 10)

interface Props {
  name: string
  found: DeskDossierOut
  move: OpenMove
  fault: Fault | undefined
  busy: boolean
  onMove: (reason: string, data: Record<string, unknown>) => void
  onReload: () => void
  onClose: () => void
}

function itemsOf(all: readonly Askable[], kept: Kept, reasons: readonly ReasonOut[]): AskedFor[] {
  return all
    .filter((each) => kept[`on:${idOf(each)}`] === "1")
    .map(({ kind, key }) => {
      const id = `${kind}:${key}`
      const code = kept[`code:${id}`] ?? ""
      const example = reasons.find((each) => each.value === code)?.example ?? ""
      return {
        kind,
        key,
        reason_code: code,
        reason: (kept[`reason:${id}`] ?? "").trim(),
        guidance: (kept[`how:${id}`] ?? "").trim(),
        example,
      }
    })
}

/** Asks the owner for papers or answers again: what, why, how, and until when. What was typed stays until it was asked. */
export function AskMore({ name, found, move, fault, busy, onMove, onReload, onClose }: Props) {
  const [kept, keep] = useKept(name)
  const [tried, setTried] = useState(false)
  const reasons = useReasons("supplement", { unit: found.dossier.unit_id, procedure: found.dossier.procedure_code })
  const all = useMemo(() => askables(found), [found])
  const items = itemsOf(all, kept, reasons)
  const by = kept["by"] ?? inDays(DAYS)
  const again = move.needs_reason
  const why = (kept["again"] ?? "").trim()
  const go = (): void => {
    setTried(true)
    if (items.length === 0 || items.some((item) => item.reason === "") || !by || (again && why.length < 3)) return
    onMove(why, { items, respond_by: by, note: (kept["note"] ?? "").trim() })
  }
  return (
    <Dialog
      title={say({ vi: move.label.vi, en: move.label.en ?? undefined })}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" busy={busy} onPress={go}>
            {again ? t().sendAgain : t().send}
          </Button>
          <Button onPress={onClose}>{desks().cancel}</Button>
          <span class="muted num">{t().chosen(items.length)}</span>
        </>
      }
    >
      <Refused fault={fault} onReload={onReload} />
      <p class="muted">{t().what}</p>
      {tried && items.length === 0 && (
        <p class="d-line__why" role="alert">
          {t().none}
        </p>
      )}
      <Choices all={all} kept={kept} keep={keep} reasons={reasons} tried={tried} />
      {again && (
        <Line
          label={t().again}
          hint={t().againMore}
          rows={2}
          value={kept["again"] ?? ""}
          onType={(text) => keep("again", text)}
          error={tried && why.length < 3 ? desks().typeThis : undefined}
          snippets
        />
      )}
      <Line
        label={t().by}
        hint={t().byMore}
        type="date"
        value={by}
        onType={(text) => keep("by", text)}
        error={tried && !by ? desks().typeThis : undefined}
      />
      <Line label={t().note} rows={2} value={kept["note"] ?? ""} onType={(text) => keep("note", text)} snippets />
    </Dialog>
  )
}

interface ChoicesProps {
  all: readonly Askable[]
  kept: Kept
  keep: (field: string, value: string) => void
  reasons: readonly ReasonOut[]
  tried: boolean
}

function Choices({ all, kept, keep, reasons, tried }: ChoicesProps) {
  const [find, setFind] = useState("")
  const wanted = fold(find)
  const shown = all.filter((each) => kept[`on:${idOf(each)}`] === "1" || fold(each.label).includes(wanted))
  return (
    <>
      {all.length > MANY && <Line label={t().find} value={find} onType={setFind} />}
      {(["paper", "answer"] as const).map((kind) => {
        const mine = shown.filter((each) => each.kind === kind)
        return mine.length === 0 ? null : (
          <fieldset class="more" key={kind}>
            <legend>{kind === "paper" ? t().papers : t().answers}</legend>
            {mine.map((each) => (
              <Choice key={each.key} askable={each} kept={kept} keep={keep} reasons={reasons} tried={tried} />
            ))}
          </fieldset>
        )
      })}
    </>
  )
}

function Choice({ askable, kept, keep, reasons, tried }: Omit<ChoicesProps, "all"> & { askable: Askable }) {
  const id = idOf(askable)
  const on = kept[`on:${id}`] === "1"
  const fitting = reasons.filter((each) => each.kind === null || each.kind === askable.kind)
  const choose = (code: string): void => {
    const found = reasons.find((each) => each.value === code)
    keep(`code:${id}`, code)
    keep(`reason:${id}`, found && code !== "other" ? found.text : "")
    keep(`how:${id}`, found?.hint?.vi ?? "")
  }
  return (
    <div class={on ? "more__item more__item--on" : "more__item"}>
      <label>
        <input type="checkbox" checked={on} onChange={(event) => keep(`on:${id}`, event.currentTarget.checked ? "1" : "")} />
        {askable.label}
      </label>
      {on && (
        <div class="more__why">
          <Pick
            label={t().reason}
            value={kept[`code:${id}`] ?? ""}
            onPick={choose}
            options={fitting.map((each) => ({ value: each.value, label: say({ vi: each.label.vi, en: each.label.en ?? undefined }) }))}
          />
          <Line
            label={t().ownWords}
            value={kept[`reason:${id}`] ?? ""}
            onType={(text) => keep(`reason:${id}`, text)}
            error={tried && !(kept[`reason:${id}`] ?? "").trim() ? desks().typeThis : undefined}
          />
          <Line label={t().guidance} value={kept[`how:${id}`] ?? ""} onType={(text) => keep(`how:${id}`, text)} />
        </div>
      )}
    </div>
  )
}
