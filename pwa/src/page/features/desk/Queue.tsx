import { useEffect, useRef, useState } from "preact/hooks"
import type { DeskQueueOut, DeskTicketOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { time } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { peopleIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { forget, keepField, keptField } from "./kept.ts"
import { useKeys } from "./keys.ts"
import { Pick } from "./Line.tsx"
import { line } from "./queueApi.ts"
import { GiveNumber } from "./QueueGive.tsx"
import { Absent, Bookings, Others, Waiting } from "./QueueLists.tsx"
import { sentence } from "./say.ts"
import { queue as t } from "./words-queue.ts"

const LOOK = 4000
const SEAT = "queue-seat"

export type Act = "call" | "recall" | "serve" | "done" | "absent" | "back" | "leave" | "priority" | "ordinary"

/** What the lists may ask the room to do. */
export interface Doing {
  readonly busy: boolean
  readonly act: (ticket: DeskTicketOut, what: Act) => void
  readonly arrive: (code: string) => void
}

function useLine(unit: string): [DeskQueueOut | undefined, Fault | undefined, () => Promise<void>] {
  const [shown, setShown] = useState<DeskQueueOut>()
  const [fault, setFault] = useState<Fault>()
  const read = useRef<() => Promise<void>>(() => Promise.resolve())
  read.current = async () => {
    const found = await line.read(unit)
    setFault(found.ok ? undefined : found)
    if (found.ok) setShown(found.value)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another unit is another line
  useEffect(() => {
    void read.current()
    const every = setInterval(() => document.visibilityState === "visible" && void read.current(), LOOK)
    return () => clearInterval(every)
  }, [unit])
  return [shown, fault, () => read.current()]
}

/** Where this official sits, remembered on this computer. */
function useSeat() {
  const [unit, setUnit] = useState(keptField(SEAT, "unit") ?? "")
  const [point, setPoint] = useState(keptField(SEAT, "point") ?? "")
  return {
    ...{ unit, point },
    sit: (at: string) => {
      keepField(SEAT, "point", at)
      setPoint(at)
    },
    move: (to: string) => {
      forget(SEAT)
      keepField(SEAT, "unit", to)
      setUnit(to)
      setPoint("")
    },
  }
}

/** The room in which an official calls numbers to her counter. */
export function Queue() {
  const seat = useSeat()
  const [shown, fault, again] = useLine(seat.unit)
  return (
    <main class="room queue" id="main" tabIndex={-1}>
      <h1>{t().title}</h1>
      {shown === undefined && !fault && <Skeleton rows={4} />}
      {shown === undefined && fault && <Failed title={t().failed} code={fault.code} onRetry={() => void again()} />}
      {shown && shown.units.length > 1 && (
        <Pick
          label={t().unit}
          sure
          value={shown.unit_id ?? ""}
          options={shown.units.map((each) => ({ value: each.unit_id, label: each.name }))}
          onPick={seat.move}
        />
      )}
      {shown && !shown.used && (
        <Empty icon={peopleIcon} title={t().unused}>
          {t().unusedMore}
        </Empty>
      )}
      {shown?.used && <Line shown={shown} seat={seat} again={again} />}
    </main>
  )
}

interface LineProps {
  shown: DeskQueueOut
  seat: ReturnType<typeof useSeat>
  again: () => Promise<void>
}

/** One thing at a time: the same press after a lost answer asks under the same id, another press is another act. */
function useDoing(shown: DeskQueueOut, point: string, again: () => Promise<void>) {
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState("")
  const [said, setSaid] = useState("")
  const kept = useRef({ intention: "", id: "" })
  const run = async (intention: string, go: (id: string) => Promise<Fault | string>): Promise<void> => {
    if (busy) return
    if (kept.current.intention !== intention) kept.current = { intention, id: uuid7() }
    setBusy(true)
    const came = await go(kept.current.id)
    setBusy(false)
    const failed = typeof came !== "string"
    setWrong(failed ? sentence(came) : "")
    setSaid(failed ? "" : came)
    if (!failed || came.code !== "offline") kept.current = { intention: "", id: "" }
    await again()
  }
  const act = (ticket: DeskTicketOut, what: Act): void =>
    void run(`${what} ${ticket.ticket_id}`, async (op_id) => {
      const found = await line.act(ticket.ticket_id, { op_id, what, point: what === "call" ? point : null })
      return found.ok ? (what === "call" || what === "recall" ? t().calledNow(found.value.number) : "") : found
    })
  const next = (): void =>
    void run("next", async (op_id) => {
      const found = await line.next({ op_id, unit_id: shown.unit_id ?? "", point })
      return found.ok ? (found.value.ticket ? t().calledNow(found.value.ticket.number) : t().nobodyCalled) : found
    })
  const arrive = (code: string): void =>
    void run(`arrive ${code}`, async () => {
      const found = await line.arrive({ unit_id: shown.unit_id ?? "", code, priority: false })
      return found.ok ? t().given(found.value.number) : found
    })
  return { busy, wrong, said, act, next, arrive }
}

function Line({ shown, seat, again }: LineProps) {
  const point = shown.points.find((each) => each.key === seat.point)
  const doing = useDoing(shown, point?.key ?? "", again)
  const [giving, setGiving] = useState(false)
  const now = shown.here.find((each) => each.point === point?.key)
  const on = (what: Act, states: readonly string[]) => (now && states.includes(now.state) ? () => doing.act(now, what) : undefined)
  useKeys({
    g: point && now?.state !== "called" ? doing.next : undefined,
    l: on("recall", ["called"]),
    d: on("serve", ["called"]),
    v: on("absent", ["called"]),
    x: on("done", ["called", "serving"]),
    p: () => setGiving(true),
  })
  const served = shown.waiting.filter((each) => !point || point.kinds.length === 0 || point.kinds.includes(each.kind))
  return (
    <>
      <div class="row queue__top">
        <Pick
          label={t().point}
          value={point?.key ?? ""}
          empty={t().choosePoint}
          options={shown.points.map((each) => ({ value: each.key, label: each.name }))}
          onPick={seat.sit}
        />
        <p>
          <b>{shown.state === "open" ? t().state_open(shown.until ? time(shown.until) : "") : stateWord(shown.state)}</b>
          <br />
          {t().counts(shown.waiting.length, shown.done)}
        </p>
        <Button onPress={() => setGiving(true)}>{t().give}</Button>
      </div>
      {doing.wrong && (
        <p class="d-line__why" role="alert">
          {doing.wrong}
        </p>
      )}
      <p class="vh" role="status">
        {doing.said}
      </p>
      <div class="queue__sides">
        <div>
          {point ? (
            <Here now={now} next={served[0]} unit={shown.unit_id ?? ""} busy={doing.busy} onNext={doing.next} onAct={doing.act} />
          ) : (
            <p class="muted">{t().choosePointMore}</p>
          )}
          <Others tickets={shown.here.filter((each) => each !== now)} points={shown.points} />
          <Bookings bookings={shown.bookings} doing={doing} />
          <Screens shown={shown} />
        </div>
        <div>
          <Waiting tickets={shown.waiting} doing={doing} calls={point !== undefined && now?.state !== "called"} />
          <Absent tickets={shown.absent} doing={doing} />
        </div>
      </div>
      {giving && <GiveNumber shown={shown} onClose={() => setGiving(false)} onGiven={() => void again()} />}
    </>
  )
}

const stateWord = (state: string): string =>
  state === "early" ? t().state_early : state === "over" ? t().state_over : state === "closed" ? t().state_closed : t().unused

interface HereProps {
  now: DeskTicketOut | undefined
  next: DeskTicketOut | undefined
  unit: string
  busy: boolean
  onNext: () => void
  onAct: (ticket: DeskTicketOut, what: Act) => void
}

/** Who is at this counter, and what can be done with her now. */
function Here({ now, next, unit, busy, onNext, onAct }: HereProps) {
  const called = now?.state === "called"
  return (
    <section class="card card--pad queue__here" aria-label={t().here}>
      <h2>{t().here}</h2>
      {now ? <Now now={now} /> : <p class="muted">{t().nobodyMore}</p>}
      {now && (
        <div class="row">
          {called && (
            <>
              <Button kind="main" busy={busy} onPress={() => onAct(now, "serve")}>
                {t().serve} <kbd>D</kbd>
              </Button>
              <Button busy={busy} onPress={() => onAct(now, "recall")}>
                {t().recall} <kbd>L</kbd>
              </Button>
              <Button busy={busy} onPress={() => onAct(now, "absent")}>
                {t().absent} <kbd>V</kbd>
              </Button>
            </>
          )}
          <Button busy={busy} onPress={() => onAct(now, "done")}>
            {t().done} <kbd>X</kbd>
          </Button>
          <ButtonLink href={`/ban/khai?so=${now.ticket_id}&ten=${now.number}&noi=${unit}`}>{t().sitting}</ButtonLink>
        </div>
      )}
      {!called && (
        <Button kind="main" wide busy={busy} onPress={onNext}>
          {t().next} <kbd>G</kbd>
        </Button>
      )}
      <p class="muted num">{next ? t().nextIs(next.number) : t().noneWaits}</p>
      <p class="small muted">{t().keys}</p>
    </section>
  )
}

function Now({ now }: { now: DeskTicketOut }) {
  return (
    <>
      <p class="queue__number num">{now.number}</p>
      <p>
        {say({ vi: now.kind_name.vi, en: now.kind_name.en ?? undefined })}
        {now.priority && `, ${t().isPriority}`}
      </p>
      <p class="muted num">
        {now.state === "called"
          ? t().called(time(now.called_at ?? ""), now.calls)
          : t().serving(time(now.serving_at ?? now.called_at ?? ""))}
      </p>
    </>
  )
}

function Screens({ shown }: { shown: DeskQueueOut }) {
  const slug = shown.units.find((each) => each.unit_id === shown.unit_id)?.slug ?? ""
  return (
    <section>
      <h2>{t().links}</h2>
      <ul class="queue__plain">
        {(
          [
            [t().door, "hang-doi"],
            [t().board, "bang-goi"],
            [t().book, "hen"],
          ] as const
        ).map(([name, path]) => (
          <li key={path}>
            <a href={`/${path}/${slug}`} target="_blank" rel="noopener">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
