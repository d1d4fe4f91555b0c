import { useEffect, useState } from "preact/hooks"
import type { PosterSetOut } from "../../../core/contract/openapi.gen.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { desk, type Named } from "./api.ts"
import { Pick } from "./Line.tsx"
import { saveAs, type Mine } from "./mine.ts"
import { sentence } from "./say.ts"
import { own } from "./words-catalogue.ts"

const LOOK_AGAIN = 1500

/** What is to be printed: `e:` a life event, `p:` one procedure, nothing for all. */
function wanted(which: string): { codes?: string[]; life_event?: string } {
  if (which.startsWith("e:")) return { life_event: which.slice(2) }
  return which.startsWith("p:") ? { codes: [which.slice(2)] } : {}
}

/** A set that is still being drawn is looked at again until it is there. */
function useSet(): [PosterSetOut | undefined, (made: PosterSetOut | undefined) => void, string, (why: string) => void] {
  const [made, setMade] = useState<PosterSetOut>()
  const [wrong, setWrong] = useState("")
  useEffect(() => {
    if (!made || made.made_at) return
    const wait = setTimeout(() => {
      void desk.posterSet(made.set_id).then((found) => {
        if (found.ok) setMade(found.value)
        else setWrong(sentence(found))
      })
    }, LOOK_AGAIN)
    return () => clearTimeout(wait)
  }, [made])
  return [made, setMade, wrong, setWrong]
}

/** Posters of the unit's procedures in one PDF, for the wall or to take home. */
export function Posters({ units, procedures, events }: { units: readonly Mine[]; procedures: readonly Named[]; events: readonly Named[] }) {
  const [unit, setUnit] = useState(units[0]?.unit_id ?? "")
  const [size, setSize] = useState<"a4" | "a6">("a4")
  const [which, setWhich] = useState("")
  const [busy, setBusy] = useState(false)
  const [made, setMade, wrong, setWrong] = useSet()
  const make = async (): Promise<void> => {
    setBusy(true)
    setWrong("")
    setMade(undefined)
    const done = await desk.makePosters({ unit_id: unit, size, ...wanted(which) })
    setBusy(false)
    if (done.ok) setMade(done.value)
    else setWrong(sentence(done))
  }
  const save = async (): Promise<void> => {
    if (!made) return
    const found = await desk.posterPdf(made.set_id)
    if (found.ok) saveAs(found.value, `ap-phich-${made.size}.pdf`)
    else setWrong(sentence(found))
  }
  const choices = [
    ...events.map((each) => ({ value: `e:${each.key}`, label: say(each.name) })),
    ...procedures.map((each) => ({ value: `p:${each.key}`, label: say(each.name) })),
  ]
  return (
    <section class="card card--pad room__form">
      <h2>{own().posters}</h2>
      <p class="muted">{own().postersMore}</p>
      {units.length > 1 && (
        <Pick
          label={own().unit}
          value={unit}
          onPick={setUnit}
          options={units.map((each) => ({ value: each.unit_id, label: each.unit_name }))}
        />
      )}
      <Pick label={own().which} value={which} onPick={setWhich} empty={own().all} options={choices} />
      <Pick
        label={own().size}
        value={size}
        onPick={(next) => setSize(next === "a6" ? "a6" : "a4")}
        options={[
          { value: "a4", label: own().a4 },
          { value: "a6", label: own().a6 },
        ]}
        sure
      />
      <Button kind="main" busy={busy} onPress={() => void make()}>
        {own().make}
      </Button>
      {wrong && (
        <p class="d-line__why" role="alert">
          {wrong}
        </p>
      )}
      <p role="status">{made && (made.made_at ? own().madeSet(made.count, made.pages) : own().drawing(made.count))}</p>
      {made?.made_at && <Button onPress={() => void save()}>{own().save}</Button>}
    </section>
  )
}
