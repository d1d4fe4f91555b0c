import { useEffect, useRef, useState } from "preact/hooks"
import type { GiveOut, WaitingOut, WaitingPerson, WaitingRow } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { parseCard } from "../../../core/domain/cccd.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { dayMonth } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { peopleIcon, scanIcon, stopIcon } from "../../ui/icons.ts"
import { Scanner } from "../../ui/Scanner.tsx"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { desk } from "./api.ts"
import { begun, isReady, type KeptHanding, useHanding } from "./handing.ts"
import { handovers } from "./handoverApi.ts"
import { HandoverDone } from "./HandoverDone.tsx"
import { HandoverForm } from "./HandoverForm.tsx"
import { HandoverRows } from "./HandoverRows.tsx"
import { Line } from "./Line.tsx"
import { sentence } from "./say.ts"
import { handing as t } from "./words-handover.ts"

const has = (person: WaitingPerson, dossier: string): boolean => person.rows.some((row) => row.dossier_id === dossier)

/** The code of a slip's square, or the number of a card's; anything else is looked for as it is. */
function plain(text: string): string {
  const card = parseCard(text)
  if (card) return card.id_number
  return /\/t\/([0-9A-Za-z-]+)/.exec(text)?.[1] ?? text.trim()
}

interface Finding {
  q: string
  asked: string
  found: WaitingOut | undefined
  fault: Fault | undefined
  setQ: (q: string) => void
  search: (q: string, choose: boolean) => Promise<void>
}

/** Looks for people; where a search finds one alone she is chosen. */
function useFinding(kept: KeptHanding): Finding {
  const first = new URLSearchParams(location.search).get("q") ?? kept.draft?.code ?? ""
  const [q, setQ] = useState(first)
  const [asked, setAsked] = useState(first)
  const [found, setFound] = useState<WaitingOut>()
  const [fault, setFault] = useState<Fault>()
  const latest = useRef("")
  const search = async (text: string, choose: boolean): Promise<void> => {
    latest.current = text
    const answer = await handovers.waiting(text)
    if (latest.current !== text) return
    setFault(answer.ok ? undefined : answer)
    if (!answer.ok) return
    setAsked(text)
    setFound(answer.value)
    const [only, ...others] = answer.value.people
    const scanned = /^\d{12}$/.test(text) ? text : ""
    if (choose && text !== "" && only && others.length === 0 && !(kept.draft && has(only, kept.draft.person)))
      kept.set(begun(only, scanned))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was asked for when the room was opened
  useEffect(() => void search(first, true), [])
  return { q, asked, found, fault, setQ, search }
}

/** The counter hands results over: whose they are, which of them, who takes them, and how that is signed for. */
export function Handover() {
  const kept = useHanding()
  const finding = useFinding(kept)
  const [done, setDone] = useState<{ out: GiveOut; receiver: string }>()
  const [fault, setFault] = useState<Fault>()
  const { draft } = kept
  const person = draft && finding.found?.people.find((each) => has(each, draft.person))
  const compare = async (row: WaitingRow, paper: string): Promise<void> => {
    const body = { op_id: uuid7(), seen: row.version, paper, compared: true, reason: "" }
    const answer = await desk.compare(row.dossier_id, body)
    setFault(answer.ok ? undefined : answer)
    if (answer.ok) await finding.search(finding.asked, false)
  }
  const next = (): void => {
    kept.set(undefined)
    setDone(undefined)
    finding.setQ("")
    void finding.search("", false)
  }
  const stay = (): void => {
    setDone(undefined)
    kept.change({ ticked: [] })
    finding.setQ(draft?.code ?? "")
    void finding.search(draft?.code ?? "", false)
  }
  return (
    <main class="room handover" id="main" tabIndex={-1}>
      <h1>{t().title}</h1>
      {!draft && <p class="muted">{t().more}</p>}
      <div class="handover__sides">
        <Find finding={finding} kept={kept} onPick={() => setDone(undefined)} />
        <div class="handover__work">
          {done && <HandoverDone {...done} onNext={next} onStay={stay} />}
          {!done && draft && person && (
            <>
              {fault && (
                <p class="d-line__why" role="alert">
                  {fault.code === "offline" ? t().offline : sentence(fault)}
                </p>
              )}
              <HandoverRows person={person} draft={draft} kept={kept} onCompare={(row, paper) => void compare(row, paper)} />
              {person.rows.some(isReady) && (
                <HandoverForm
                  key={draft.sitting}
                  person={person}
                  draft={draft}
                  kept={kept}
                  onDone={(out) => {
                    setDone({ out, receiver: draft.name })
                    finding.setQ("")
                    // what is still waiting for others
                    void finding.search("", false)
                  }}
                />
              )}
            </>
          )}
          {!done && !person && (
            <Empty icon={peopleIcon} title={t().pick}>
              {t().pickMore}
            </Empty>
          )}
        </div>
      </div>
    </main>
  )
}

function Find({ finding, kept, onPick }: { finding: Finding; kept: KeptHanding; onPick: () => void }) {
  const { q, asked, found, fault, setQ, search } = finding
  const [camera, setCamera] = useState(false)
  const look = (text: string): void => {
    const wanted = plain(text)
    setQ(wanted)
    onPick()
    void search(wanted, true)
  }
  const hear = (text: string): void => {
    if (plain(text) === q && found) return
    setCamera(false)
    look(text)
  }
  return (
    <section class="handover__find" aria-label={t().find}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          look(q)
        }}
      >
        <Line label={t().find} hint={t().findHint} value={q} onType={setQ} />
        <div class="handover__search">
          <button type="submit" class="btn">
            {t().go}
          </button>
          <Button icon={camera ? stopIcon : scanIcon} onPress={() => setCamera(!camera)}>
            {camera ? t().closeScan : t().scan}
          </Button>
        </div>
      </form>
      {camera && <Scanner onText={hear} hint={t().scanHint} />}
      {fault && (
        <Failed title={t().failed} onRetry={() => void search(q, true)}>
          {fault.code === "offline" ? t().offline : sentence(fault)}
        </Failed>
      )}
      {!found && !fault && <Skeleton rows={4} />}
      {found && (
        <>
          <p role="status" class="handover__count">
            {asked !== "" && found.people.length === 0 ? t().none : t().waiting(found.ready)}
          </p>
          {found.people.length > 0 && <h2>{asked === "" ? t().longest : t().found}</h2>}
          <ul class="handover__people">
            {found.people.map((person) => (
              <li key={person.key}>
                <Person
                  person={person}
                  chosen={kept.draft !== undefined && has(person, kept.draft.person)}
                  onPick={() => {
                    onPick()
                    kept.set(begun(person, /^\d{12}$/.test(asked) ? asked : ""))
                  }}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Person({ person, chosen, onPick }: { person: WaitingPerson; chosen: boolean; onPick: () => void }) {
  const done = person.rows.filter((row) => row.ready_since !== null)
  const since = done.map((row) => row.ready_since ?? "").sort()[0]
  const known = [person.id_end && t().id(person.id_end), person.phone_end && t().tel(person.phone_end), person.address]
  return (
    <button type="button" class="handover__person" aria-current={chosen ? "true" : undefined} onClick={onPick}>
      <b>{person.name}</b>
      <span class="num">
        {t().readyOf(done.length)}
        {since && ` · ${t().since(dayMonth(since))}`}
      </span>
      <small class="num">{known.filter(Boolean).join(" · ")}</small>
    </button>
  )
}
