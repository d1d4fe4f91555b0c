import { useEffect, useState } from "preact/hooks"
import type { FilterOut, LabelOut } from "../../../core/contract/openapi.gen.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { closeIcon, pinIcon } from "../../ui/icons.ts"
import { CHANNELS, count, HOLDERS, type Narrowing, SPANS } from "./asked.ts"
import { desk } from "./api.ts"
import { bench } from "./apiBench.ts"
import { Line, Pick } from "./Line.tsx"
import { sentence } from "./say.ts"
import { benchWord, wb } from "./words-bench.ts"
import { t } from "./words.ts"

interface Procedure {
  code: string
  name: { vi: string; en?: string }
}

let procedures: Promise<readonly Procedure[]> | undefined

function useProcedures(): readonly Procedure[] {
  const [found, setFound] = useState<readonly Procedure[]>([])
  useEffect(() => {
    procedures ??= desk.bundle().then((bundle) => (bundle.ok ? (bundle.value as unknown as { procedures: Procedure[] }).procedures : []))
    void procedures.then(setFound)
  }, [])
  return found
}

export interface Chosen {
  view: string
  asked: Narrowing
}

interface Props extends Chosen {
  counts: { spans: Record<string, number>; pinned: Record<string, number> } | undefined
  filters: readonly FilterOut[]
  onAsk: () => void
  onChoose: (chosen: Chosen) => void
}

const sameAs = (filter: FilterOut, { view, asked }: Chosen): boolean =>
  filter.asked.view === view &&
  (["q", "procedure", "channel", "village", "assisted", "holder", "due", "label"] as const).every(
    (name) => (filter.asked[name] ?? "") === (asked[name] ?? ""),
  )

/** Under the views: the pinned filters with their counts, the spans of time, and the way to narrow further. */
export function FilterBar({ view, asked, counts, filters, onAsk, onChoose }: Props) {
  const pinned = filters.filter((each) => each.pinned)
  const n = count(asked)
  const spans = counts && view !== "done" && !asked.q ? SPANS.filter((each) => (counts.spans[each] ?? 0) > 0 || asked.due === each) : []
  return (
    <div class="narrow">
      <button type="button" class={n > 0 ? "chipb chipb--on" : "chipb"} onClick={onAsk}>
        {wb().filters} {n > 0 && <b>{n}</b>} <kbd>F</kbd>
      </button>
      {n > 0 && (
        <button type="button" class="chipb" onClick={() => onChoose({ view, asked: {} })}>
          <Icon d={closeIcon} small /> {wb().clear}
        </button>
      )}
      {spans.map((each) => (
        <button
          key={each}
          type="button"
          class={asked.due === each ? "chipb chipb--on" : "chipb"}
          aria-pressed={asked.due === each}
          onClick={() => onChoose({ view, asked: { ...asked, due: asked.due === each ? "" : each } })}
        >
          {benchWord(`due_${each}`)} <b>{counts?.spans[each] ?? 0}</b>
        </button>
      ))}
      {pinned.map((each) => {
        const on = sameAs(each, { view, asked })
        return (
          <button
            key={each.id}
            type="button"
            class={on ? "chipb chipb--on" : "chipb"}
            aria-pressed={on}
            onClick={() => onChoose(on ? { view: "mine", asked: {} } : chosenBy(each))}
          >
            <Icon d={pinIcon} small /> {each.name} {counts?.pinned[each.id] !== undefined && <b>{counts.pinned[each.id]}</b>}
          </button>
        )
      })}
    </div>
  )
}

/** What a saved filter asks for. */
export function chosenBy({ asked }: FilterOut): Chosen {
  const { view, ...rest } = asked
  return { view: view ?? "mine", asked: rest }
}

interface AskProps extends Chosen {
  filters: readonly FilterOut[]
  labels: readonly LabelOut[]
  onFilters: (filters: readonly FilterOut[]) => void
  onChoose: (chosen: Chosen) => void
  onClose: () => void
}

/** Everything that may narrow the list; kept under a name where it is wanted again. */
export function AskFilter({ view, asked, filters, labels, onFilters, onChoose, onClose }: AskProps) {
  const [want, setWant] = useState<Narrowing>(asked)
  const all = useProcedures()
  const set = (part: Narrowing): void => setWant({ ...want, ...part })
  const option = (value: string, name: string) => ({ value, label: benchWord(`${name}_${value}`) })
  const assisted = want.assisted === true ? "yes" : want.assisted === false ? "no" : ""
  const go = (): void => {
    onChoose({ view, asked: { ...want, in_view: Boolean(want.q) } })
    onClose()
  }
  return (
    <Dialog
      title={wb().filters}
      onClose={onClose}
      wide
      actions={
        <>
          <Button kind="main" onPress={go}>
            {wb().filterKey}
          </Button>
          <Button
            onPress={() => {
              onChoose({ view, asked: {} })
              onClose()
            }}
          >
            {wb().clear}
          </Button>
        </>
      }
    >
      <div class="two">
        <Pick
          label={wb().procedure}
          value={want.procedure ?? ""}
          onPick={(procedure) => set({ procedure })}
          options={all.map((each) => ({ value: each.code, label: say(each.name) }))}
        />
        <Pick
          label={wb().due}
          value={want.due ?? ""}
          onPick={(due) => set({ due: due as NonNullable<Narrowing["due"]> })}
          options={SPANS.map((each) => option(each, "due"))}
        />
        <Pick
          label={wb().channel}
          value={want.channel ?? ""}
          onPick={(channel) => set({ channel: channel as NonNullable<Narrowing["channel"]> })}
          options={CHANNELS.map((each) => option(each, "channel"))}
        />
        <Pick
          label={wb().holder}
          value={want.holder ?? ""}
          onPick={(holder) => set({ holder: holder as NonNullable<Narrowing["holder"]> })}
          options={HOLDERS.map((each) => option(each, "holder"))}
        />
        <Pick
          label={wb().helped}
          value={assisted}
          onPick={(value) => set({ assisted: value === "" ? null : value === "yes" })}
          options={["yes", "no"].map((each) => option(each, "helped"))}
        />
        <Pick
          label={wb().label}
          value={want.label ?? ""}
          onPick={(label) => set({ label: label || null })}
          options={labels.filter((each) => !each.retired || each.id === want.label).map((each) => ({ value: each.id, label: each.name }))}
        />
        <Line label={wb().village} value={want.village ?? ""} onType={(village) => set({ village })} />
        <Line label={wb().words} value={want.q ?? ""} onType={(q) => set({ q })} />
      </div>
      <Saved view={view} asked={want} filters={filters} onFilters={onFilters} onChoose={onChoose} onClose={onClose} />
    </Dialog>
  )
}

function Saved({ view, asked, filters, onFilters, onChoose, onClose }: Omit<AskProps, "labels">) {
  const [name, setName] = useState("")
  const [fault, setFault] = useState<Fault>()
  const [id, setId] = useState(uuid7)
  const keep = async (at: string, body: Parameters<typeof bench.keepFilter>[1]): Promise<void> => {
    const done = await bench.keepFilter(at, body)
    setFault(done.ok ? undefined : done)
    if (!done.ok) return
    onFilters(done.value.filters)
    setName("")
    setId(uuid7())
  }
  const drop = async (at: string): Promise<void> => {
    const done = await bench.dropFilter(at)
    setFault(done.ok ? undefined : done)
    if (done.ok) onFilters(done.value.filters)
  }
  return (
    <section class="myfilters" aria-label={wb().saved}>
      <h3>{wb().saved}</h3>
      {filters.length === 0 && <p class="muted">{wb().noFilters}</p>}
      <ul>
        {filters.map((each) => (
          <li key={each.id}>
            <button
              type="button"
              class="ask__show"
              onClick={() => {
                onChoose(chosenBy(each))
                onClose()
              }}
            >
              {each.name}
            </button>
            <label class="seen">
              <input
                type="checkbox"
                checked={each.pinned}
                onChange={(event) => void keep(each.id, { name: each.name, asked: each.asked, pinned: event.currentTarget.checked })}
              />
              {wb().pinned}
            </label>
            <button type="button" class="tool" onClick={() => void drop(each.id)}>
              <Icon d={closeIcon} small />
              <span class="vh">{wb().remove(each.name)}</span>
            </button>
          </li>
        ))}
      </ul>
      <Line label={wb().saveName} hint={wb().saveMore} value={name} onType={setName} error={fault && sentence(fault)} />
      <Button
        refuses={name.trim() ? undefined : t().typeThis}
        onPress={() =>
          void keep(id, { name: name.trim(), asked: { ...asked, view: view as "mine", in_view: Boolean(asked.q) }, pinned: true })
        }
      >
        {wb().save}
      </Button>
    </section>
  )
}
