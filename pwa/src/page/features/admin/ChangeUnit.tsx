import { useState } from "preact/hooks"
import type { UnitChangeIn, UnitFullOut, UnitNodeOut, UnitPreviewOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { plusIcon } from "../../ui/icons-work.ts"
import { Line, Pick } from "../desk/Line.tsx"
import { Wrong } from "../desk/Wrong.tsx"
import { unitCalls } from "./apiUnits.ts"
import { unitWord, unt } from "./words-units.ts"
import { rooms as t } from "./words.ts"

export type What = UnitChangeIn["what"]

interface Props {
  what: What
  unit: UnitNodeOut
  all: readonly UnitNodeOut[]
  onSaved: (found: UnitFullOut) => void
  onClose: () => void
}

const TITLES = { add: "doAdd", rename: "doRename", move: "doMove", merge: "doMerge", split: "doSplit" } as const
const BELOW: Readonly<Record<string, readonly ("commune" | "office" | "village")[]>> = {
  province: ["commune", "office"],
  commune: ["village", "office"],
}
/** Under which kinds a unit may stand (app/units/operations.py). */
const ABOVE: Readonly<Record<string, readonly string[]>> = {
  commune: ["province"],
  office: ["province", "commune"],
  village: ["commune"],
}

interface Typed {
  text: Readonly<Record<string, string>>
  set: (field: string, value: string) => void
  marked: ReadonlySet<string>
  mark: (id: string, on: boolean) => void
}

function useTyped(): Typed {
  const [text, setText] = useState<Readonly<Record<string, string>>>({ day: today() })
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  return {
    text,
    set: (field, value) => setText((before) => ({ ...before, [field]: value })),
    marked,
    mark: (id, on) =>
      setMarked((before) => {
        const next = new Set(before)
        if (on) next.add(id)
        else next.delete(id)
        return next
      }),
  }
}

/** What was typed as the server takes it. */
function asked({ what, unit }: { what: What; unit: UnitNodeOut }, typed: Typed): UnitChangeIn {
  const { text, marked } = typed
  const of = (field: string): string => (text[field] ?? "").trim()
  const body = { what, day: of("day"), decision: of("decision"), decided_on: of("decided_on") || null }
  const facts = { name: of("name"), slug: of("slug"), official_code: of("official_code"), e_identifier: of("e_identifier") }
  if (what === "add") {
    const kinds = BELOW[unit.kind] ?? []
    return { ...body, ...facts, parent_id: unit.unit_id, kind: kinds.find((each) => each === of("kind")) ?? kinds[0] ?? null }
  }
  if (what === "rename") return { ...body, ...facts, unit_id: unit.unit_id }
  if (what === "move") return { ...body, unit_id: unit.unit_id, parent_id: of("parent_id") || null }
  if (what === "merge") {
    const others = [unit.unit_id, ...marked].filter((id) => id !== of("into"))
    return { ...body, ...facts, others, unit_id: of("into") || null }
  }
  const numbers = Array.from({ length: partsIn(typed) }, (_, n) => String(n + 1))
  const parts = numbers.map((n) => ({ name: of(`part${n}`), villages: villagesIn(typed, n) }))
  return { ...body, unit_id: unit.unit_id, parts }
}

const LEAST_PARTS = 2
/** The server takes no more (app/admin/unit_schemas.py). */
const MOST_PARTS = 20
const VILLAGE = "village:"

/** Into how many parts a unit is split, as it was typed. */
const partsIn = ({ text }: Typed): number => Number(text["parts"] ?? LEAST_PARTS)

/** The villages of a part; those of the first are not named, for they go with it by themselves. */
const villagesIn = ({ text }: Typed, part: string): string[] =>
  part === "1"
    ? []
    : Object.entries(text)
        .filter(([field, value]) => field.startsWith(VILLAGE) && value === part)
        .map(([field]) => field.slice(VILLAGE.length))

/** Into which parts a unit is split, and which village belongs to which of them. */
function Parts({ villages, typed }: { villages: readonly UnitNodeOut[]; typed: Typed }) {
  const count = partsIn(typed)
  const numbers = Array.from({ length: count }, (_, n) => n + 1)
  const options = numbers.map((n) => ({ value: String(n), label: unt().ofPart(n, (typed.text[`part${n}`] ?? "").trim()) }))
  const fewer = (): void => {
    // whatever belonged to the last part belongs to the first again
    for (const id of villagesIn(typed, String(count))) typed.set(`${VILLAGE}${id}`, "1")
    typed.set(`part${count}`, "")
    typed.set("parts", String(count - 1))
  }
  return (
    <>
      {numbers.map((n) => (
        <Line key={n} label={unt().part(n)} value={typed.text[`part${n}`] ?? ""} onType={(value) => typed.set(`part${n}`, value)} />
      ))}
      <div class="row">
        {count < MOST_PARTS && (
          <Button icon={plusIcon} onPress={() => typed.set("parts", String(count + 1))}>
            {unt().morePart}
          </Button>
        )}
        {count > LEAST_PARTS && (
          <Button kind="quiet" onPress={fewer}>
            {unt().lessPart(count)}
          </Button>
        )}
      </div>
      {villages.length > 0 && (
        <fieldset class="unit__parts">
          <legend>{unt().villagesOf}</legend>
          {villages.map((each) => (
            <Pick
              key={each.unit_id}
              label={each.name}
              sure
              options={options}
              value={typed.text[`${VILLAGE}${each.unit_id}`] ?? "1"}
              onPick={(value) => typed.set(`${VILLAGE}${each.unit_id}`, value)}
            />
          ))}
        </fieldset>
      )}
    </>
  )
}

function Marks({ legend, units, typed }: { legend: string; units: readonly UnitNodeOut[]; typed: Typed }) {
  return (
    <fieldset class="unit__marks">
      <legend>{legend}</legend>
      {units.map((each) => (
        <label key={each.unit_id}>
          <input
            type="checkbox"
            checked={typed.marked.has(each.unit_id)}
            onChange={(event) => typed.mark(each.unit_id, event.currentTarget.checked)}
          />
          {each.name}
        </label>
      ))}
    </fieldset>
  )
}

function Questions({ what, unit, all, typed }: Omit<Props, "onSaved" | "onClose"> & { typed: Typed }) {
  const box = (field: string) => ({ value: typed.text[field] ?? "", onType: (value: string) => typed.set(field, value) })
  const pick = (field: string) => ({ value: typed.text[field] ?? "", onPick: (value: string) => typed.set(field, value) })
  const option = (each: UnitNodeOut) => ({ value: each.unit_id, label: each.name })
  const living = all.filter((each) => each.living && each.unit_id !== unit.unit_id)
  const alike = living.filter((each) => each.kind === unit.kind && each.parent_id === unit.parent_id)
  if (what === "add")
    return (
      <>
        <Pick
          label={unt().kind}
          {...pick("kind")}
          sure
          options={(BELOW[unit.kind] ?? []).map((each) => ({ value: each, label: unitWord(`kind_${each}`) }))}
        />
        <Line label={unt().name} {...box("name")} />
        <Line label={unt().slug} hint={unt().slugMore} {...box("slug")} />
        <Line label={unt().code} {...box("official_code")} />
      </>
    )
  if (what === "rename")
    return (
      <>
        <Line label={unt().newName} {...box("name")} />
        <Line label={unt().newSlug} {...box("slug")} />
        <Line label={unt().newCode} {...box("official_code")} />
        <Line label={unt().newIdentifier} {...box("e_identifier")} />
      </>
    )
  if (what === "move") {
    const above = living.filter((each) => ABOVE[unit.kind]?.includes(each.kind) && each.unit_id !== unit.parent_id)
    return <Pick label={unt().moveTo} {...pick("parent_id")} options={above.map(option)} />
  }
  if (what === "merge")
    return (
      <>
        <Marks legend={unt().others} units={alike} typed={typed} />
        <Pick label={unt().into} {...pick("into")} empty={unt().intoNew} options={[unit, ...alike].map(option)} />
        {!typed.text["into"] && (
          <>
            <Line label={unt().name} hint={unt().intoMore} {...box("name")} />
            <Line label={unt().slug} hint={unt().slugMore} {...box("slug")} />
            <Line label={unt().code} {...box("official_code")} />
            <Line label={unt().identifier} {...box("e_identifier")} />
          </>
        )}
      </>
    )
  const villages = living.filter((each) => each.parent_id === unit.unit_id)
  return <Parts villages={villages} typed={typed} />
}

/** A change of the tree: the questions, then everything it brings, then it is made. */
export function ChangeUnit({ what, unit, all, onSaved, onClose }: Props) {
  const typed = useTyped()
  const [looked, setLooked] = useState<{ body: UnitChangeIn; found: UnitPreviewOut }>()
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState(false)
  const box = (field: string) => ({ value: typed.text[field] ?? "", onType: (value: string) => typed.set(field, value) })
  const missing = (field: string, least: number): string | undefined =>
    tried && (typed.text[field] ?? "").trim().length < least ? t().needed : undefined
  const look = async (body: UnitChangeIn): Promise<void> => {
    setTried(true)
    if (!body.day || body.decision.length < 3) return
    setBusy(true)
    const found = await unitCalls.preview(body)
    setBusy(false)
    setFault(found.ok ? undefined : found)
    setLooked(found.ok ? { body, found: found.value } : undefined)
  }
  const save = async (): Promise<void> => {
    if (!looked) return
    setBusy(true)
    const done = await unitCalls.save(looked.body, looked.found.fingerprint)
    setBusy(false)
    if (done.ok) {
      onSaved(done.value)
      return
    }
    if (done.code === "unit_list_changed") await look(looked.body)
    setFault(done)
  }
  return (
    <Dialog
      title={`${unt()[TITLES[what]]}: ${unit.name}`}
      onClose={onClose}
      actions={
        looked ? (
          <>
            <Button kind="main" busy={busy} onPress={() => void save()}>
              {t().save}
            </Button>
            <Button onPress={() => setLooked(undefined)}>{t().back}</Button>
          </>
        ) : (
          <>
            <Button kind="main" busy={busy} onPress={() => void look(asked({ what, unit }, typed))}>
              {unt().look}
            </Button>
            <Button onPress={onClose}>{t().cancel}</Button>
          </>
        )
      }
    >
      <Wrong fault={fault} />
      {looked ? (
        <>
          <h3>{unt().will}</h3>
          <ul class="admin__history">
            {looked.found.lines.map((line) => (
              <li key={line.vi}>{say({ vi: line.vi, en: line.en ?? undefined })}</li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <Questions what={what} unit={unit} all={all} typed={typed} />
          <Line label={unt().day} type="date" {...box("day")} error={missing("day", 10)} />
          <Line label={unt().decision} {...box("decision")} error={missing("decision", 3)} />
          <Line label={unt().decidedOn} type="date" {...box("decided_on")} />
        </>
      )}
    </Dialog>
  )
}
