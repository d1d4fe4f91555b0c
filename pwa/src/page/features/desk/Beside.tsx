import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import type { BesideOut, DossierOut, LabelOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault, Result } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { moveName } from "../../i18n/moves.ts"
import { Button } from "../../ui/Button.tsx"
import { me } from "./api.ts"
import { bench } from "./apiBench.ts"
import { forget, sameAct, useKept } from "./kept.ts"
import { useKeys } from "./keys.ts"
import { Line } from "./Line.tsx"
import { sentence, shortMoment } from "./say.ts"
import { Tag } from "./Tag.tsx"
import { side, sideWord } from "./words-beside.ts"
import { own } from "./words-owners.ts"
import { t, word } from "./words.ts"

export interface BesideRead {
  value: BesideOut | undefined
  fault: Fault | undefined
  /** Does one thing beside the dossier; says whether it was done. */
  act: (does: Promise<Result<BesideOut>>) => Promise<boolean>
}

/** What lies beside a dossier; read with it and again where it has changed. */
export function useBeside(id: string, version: number): BesideRead {
  const [value, setValue] = useState<BesideOut>()
  const [fault, setFault] = useState<Fault>()
  const present = useRef(id)
  present.current = id
  const written = useRef(0)
  const show = useCallback((found: Result<BesideOut>): void => {
    setFault(found.ok ? undefined : found)
    if (found.ok) setValue(found.value)
  }, [])
  const act = useCallback(
    async (does: Promise<Result<BesideOut>>): Promise<boolean> => {
      const found = await does
      if (present.current !== id) return found.ok
      if (found.ok) written.current += 1
      show(found)
      return found.ok
    },
    [id, show],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version may have brought another look or page
  useEffect(() => {
    const before = written.current
    void bench.beside(id).then((found) => {
      // what was read before something was written does not know of it, however late it comes
      if (present.current === id && written.current === before) show(found)
    })
  }, [id, show, version])
  return { value, fault, act }
}

const said = (fault: Fault): string => (fault.code === "offline" ? side().waits : sentence(fault))

interface Props {
  dossier: DossierOut
  beside: BesideRead
}

/** The office's own notes. What is typed stays until it is written down, and a repeat is the same note. */
export function Notes({ dossier, beside }: Props) {
  const id = dossier.dossier_id
  const name = `${id}:note`
  const [kept, keep] = useKept(name)
  const box = useRef<HTMLDivElement>(null)
  const [fault, setFault] = useState<Fault>()
  useKeys({ w: () => box.current?.querySelector("textarea")?.focus() })
  const text = (kept["text"] ?? "").trim()
  const write = async (): Promise<void> => {
    if (!text) return
    const note_id = sameAct(name, text)
    let failed: Fault | undefined
    const done = await beside.act(
      bench.note(id, { note_id, text }).then((found) => {
        if (!found.ok) failed = found
        return found
      }),
    )
    setFault(failed)
    if (!done) return
    keep("text", "")
    forget(name)
  }
  return (
    <div class="beside" ref={box}>
      <h2>{side().notes}</h2>
      <p class="muted">{side().notesMore}</p>
      <ul class="notes">
        {(beside.value?.notes ?? []).map((note) => (
          <Note key={note.id} note={note} onStrike={(why) => beside.act(bench.strike(id, note.id, why))} />
        ))}
      </ul>
      <Line
        label={side().note}
        rows={2}
        value={kept["text"] ?? ""}
        onType={(next) => keep("text", next)}
        error={fault && said(fault)}
        snippets
      />
      <Button refuses={text ? undefined : t().typeThis} onPress={() => void write()}>
        {side().write}
      </Button>
    </div>
  )
}

function Note({ note, onStrike }: { note: BesideOut["notes"][number]; onStrike: (why: string) => Promise<boolean> }) {
  const [asking, setAsking] = useState(false)
  const [why, setWhy] = useState("")
  const struck = note.struck_at !== null
  return (
    <li class={struck ? "is-struck" : undefined}>
      <p>{struck ? <s>{note.text}</s> : note.text}</p>
      <footer>
        <span class="num">
          {note.by}, {shortMoment(note.at)}
        </span>
        {struck && <span>{side().struck(note.struck_by ?? "", shortMoment(note.struck_at), note.struck_reason ?? "")}</span>}
        {!struck && !asking && (
          <button type="button" class="ask__show" onClick={() => setAsking(true)}>
            {side().strike}
          </button>
        )}
      </footer>
      {asking && !struck && (
        <>
          <Line label={side().strikeWhy} value={why} onType={setWhy} />
          <Button
            refuses={why.trim().length < 3 ? t().typeThis : undefined}
            onPress={() => void onStrike(why.trim()).then((done) => done && setAsking(false))}
          >
            {side().strike}
          </Button>
        </>
      )}
    </li>
  )
}

/** The labels on a dossier, put on and taken off; the list itself is the administrator's. */
export function Labels({ dossier, beside, onChanged }: Props & { onChanged: () => void }) {
  const [labels, setLabels] = useState<readonly LabelOut[]>([])
  useEffect(() => void bench.labels().then((found) => found.ok && setLabels(found.value.labels)), [])
  const on = beside.value?.labels ?? []
  const here = labels.filter((each) => each.unit_id === dossier.unit_id && (!each.retired || on.includes(each.id)))
  const put = async (wanted: readonly string[]): Promise<void> => {
    if (await beside.act(bench.putLabels(dossier.dossier_id, wanted))) onChanged()
  }
  return (
    <div class="beside">
      <h2>{side().labels}</h2>
      <div class="beside__labels">
        {here.map((each) => (
          <label key={each.id}>
            <input
              type="checkbox"
              checked={on.includes(each.id)}
              onChange={(event) => void put(event.currentTarget.checked ? [...on, each.id] : on.filter((id) => id !== each.id))}
            />
            <Tag label={each} />
          </label>
        ))}
      </div>
      {here.length === 0 && <p class="muted small">{side().noLabels}</p>}
    </div>
  )
}

type Happening = { at: string; key: string } & ({ event: DossierOut["events"][number] } | { look: BesideOut["looks"][number] })

/** What was done and who looked, in one line of time, the newest last. */
export function History({ dossier, beside }: Props) {
  const [looks, setLooks] = useState(false)
  const all: Happening[] = dossier.events.map((event) => ({ at: event.at, key: `e${event.version}`, event }))
  if (looks) for (const look of beside.value?.looks ?? []) all.push({ at: look.at, key: `l${look.at}${look.by}${look.what}`, look })
  all.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return (
    <>
      <h2>{t().history}</h2>
      <label class="seen beside">
        <input type="checkbox" checked={looks} onChange={(event) => setLooks(event.currentTarget.checked)} />
        {side().looks}
      </label>
      {looks && <p class="muted beside">{beside.fault && !beside.value ? side().failed : side().looksMore}</p>}
      <ul class="hist">
        {all.map((each) => (
          <li key={each.key} class={"look" in each ? "hist__look" : undefined}>
            <span>{shortMoment(each.at)}</span>
            {"event" in each ? <Done event={each.event} /> : <Looked look={each.look} />}
          </li>
        ))}
      </ul>
    </>
  )
}

function Done({ event }: { event: DossierOut["events"][number] }) {
  return (
    <span>
      <b>{moveName(event.move)}</b>
      {event.from_state !== event.to_state && `, ${word(`state_${event.to_state}`).toLocaleLowerCase("vi")}`}.{" "}
      {event.by === "you" ? me.get()?.name : event.by}
      {event.given_to && ` · ${own().givenTo(event.given_to)}`}
      {event.reason && <q class="hist__why">{event.reason}</q>}
    </span>
  )
}

function Looked({ look }: { look: BesideOut["looks"][number] }) {
  return (
    <span class="muted">
      {look.by || side().nobody}: {sideWord(`look_${look.what}`)}
      {look.times > 1 && `, ${side().times(look.times)}`}
      {look.reason && <q class="hist__why">{say({ vi: look.reason.vi, en: look.reason.en ?? undefined })}</q>}
    </span>
  )
}
