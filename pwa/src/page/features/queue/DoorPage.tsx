import "./queue.css"
import { useEffect, useRef, useState } from "preact/hooks"
import type { DoorKindOut, DoorOut, TicketOut } from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { qrMatrix } from "../../../core/domain/qr.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { dateTime, time } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { clockIcon, noSignalIcon } from "../../ui/icons.ts"
import { printIcon } from "../../ui/icons-work.ts"
import { Qr } from "../../ui/Qr.tsx"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { TextInput } from "../../ui/TextInput.tsx"
import { queue, sentence, text, useAgain } from "./api.ts"
import { doorKey, keepDoorKey } from "./kept.ts"
import { Unpaired } from "./Unpaired.tsx"
import { t } from "./words.ts"

const LOOK = 15_000
const SHOWN_FOR = 30_000

/** The code behind the address, taken out of it at once: whoever looks over a shoulder or into the history reads none. */
function codeOfAddress(): string {
  const code = location.hash.slice(1)
  if (code !== "") history.replaceState(history.state, "", location.pathname + location.search)
  return code
}

/** The tablet at the door, paired with it: one big button for each kind of work, then the number. */
export default function DoorPage({ params, search }: PageProps) {
  const slug = params["unit"] ?? ""
  const [told] = useState(codeOfAddress)
  const [key, setKey] = useState(() => doorKey(slug))
  const door = useAgain(() => queue.door(slug, key), LOOK, `${slug} ${key}`)
  const [taken, setTaken] = useState<TicketOut>()
  const [byCode, setByCode] = useState(false)
  const done = (): void => {
    setTaken(undefined)
    setByCode(false)
    door.again()
  }
  const name = door.value?.unit_name ?? ""
  const asks = door.value?.state === "open" && door.value.books && !taken && !byCode
  const foot = asks ? (
    <Button wide onPress={() => setByCode(true)}>
      {t().booked}
    </Button>
  ) : (
    <span class="waitdoor__foot">{name}</span>
  )
  return (
    <Screen title={t().door} quiet kind="waitdoor" top={<Top name={name} />} action={foot}>
      {door.stale && (
        <Banner kind="wait" icon={noSignalIcon} live>
          {t().stale(time(door.stale))}
        </Banner>
      )}
      {taken ? (
        <Slip ticket={taken} printNow={search.get("in") === "1"} onDone={done} />
      ) : (
        <Inside
          door={door.value}
          failed={door.fault !== undefined}
          slug={slug}
          device={{ told, key }}
          byCode={byCode}
          onPaired={(made) => {
            keepDoorKey(slug, made)
            setKey(made)
          }}
          onBack={() => setByCode(false)}
          onTaken={setTaken}
          onRetry={door.again}
        />
      )}
    </Screen>
  )
}

function Top({ name }: { name: string }) {
  return (
    <header class="bar waitdoor__bar">
      <span>{name}</span>
    </header>
  )
}

interface InsideProps {
  door: DoorOut | undefined
  failed: boolean
  slug: string
  /** What this device brings: the code of the address, and the key it has kept. */
  device: { told: string; key: string }
  byCode: boolean
  onPaired: (key: string) => void
  onBack: () => void
  onTaken: (ticket: TicketOut) => void
  onRetry: () => void
}

function Inside({ door, failed, slug, device, byCode, onPaired, onBack, onTaken, onRetry }: InsideProps) {
  if (door === undefined)
    return (
      <>
        <h1>{t().door}</h1>
        {failed ? (
          <Failed title={t().noNet} onRetry={onRetry}>
            {t().noNetMore}
          </Failed>
        ) : (
          <Skeleton rows={3} />
        )}
      </>
    )
  if (byCode && door.state === "open") return <ByCode slug={slug} onTaken={onTaken} onBack={onBack} />
  if (door.tablet === null) return <Unpaired door={door} slug={slug} told={device.told} onPaired={onPaired} />
  if (door.state !== "open") return <Shut door={door} />
  return <Open door={door} slug={slug} deviceKey={device.key} onTaken={onTaken} onUnpaired={onRetry} />
}

function Shut({ door }: { door: DoorOut }) {
  const state = door.state === "open" ? "unused" : door.state
  return (
    <>
      <h1 class="vh">{t().door}</h1>
      <Empty icon={clockIcon} title={t()[state]}>
        {state === "unused"
          ? t().unusedMore
          : [door.opens ? t().opens(dateTime(door.opens)) : "", state === "over" ? t().overMore : ""].join(" ")}
      </Empty>
    </>
  )
}

/** Takes one number at a time; a lost answer is asked for again under the same id. */
function useTaking(onTaken: (ticket: TicketOut) => void) {
  const [wrong, setWrong] = useState("")
  const [busy, setBusy] = useState(false)
  const id = useRef(uuid7())
  const run = async (ask: (id: string) => Promise<Result<TicketOut>>): Promise<void> => {
    if (busy) return
    setBusy(true)
    const found = await ask(id.current)
    setBusy(false)
    setWrong(found.ok ? "" : sentence(found, t().noNetMore))
    if (!found.ok) return
    id.current = uuid7()
    onTaken(found.value)
  }
  return { wrong, busy, run }
}

interface OpenProps {
  door: DoorOut
  slug: string
  deviceKey: string
  onTaken: (ticket: TicketOut) => void
  onUnpaired: () => void
}

function Open({ door, slug, deviceKey: key, onTaken, onUnpaired }: OpenProps) {
  const [priority, setPriority] = useState(false)
  const taking = useTaking(onTaken)
  const take = async (id: string, kind: string): Promise<Result<TicketOut>> => {
    const found = await queue.take(slug, { ticket_id: id, kind, priority, key })
    if (!found.ok && found.status === 403) onUnpaired()
    return found
  }
  return (
    <>
      <h1>{t().door}</h1>
      <p class="waitdoor__lead">{t().doorMore}</p>
      {door.free_today && <Banner kind="info">{t().freeToday}</Banner>}
      {taking.wrong && (
        <p class="bad" role="alert">
          {taking.wrong}
        </p>
      )}
      <ul class="waitdoor__kinds">
        {door.kinds.map((kind) => (
          <li key={kind.key}>
            <Kind kind={kind} busy={taking.busy} onPress={() => void taking.run((id) => take(id, kind.key))} />
          </li>
        ))}
      </ul>
      {door.groups.length > 0 && (
        <label class="waitdoor__priority">
          <input type="checkbox" checked={priority} onChange={(event) => setPriority(event.currentTarget.checked)} />
          <span>
            <b>{t().priority}</b>
            <small>{t().priorityMore(door.groups.map(text).join("; "))}</small>
          </span>
        </label>
      )}
    </>
  )
}

function Kind({ kind, busy, onPress }: { kind: DoorKindOut; busy: boolean; onPress: () => void }) {
  return (
    <button type="button" class="waitdoor__kind" aria-busy={busy} onClick={onPress}>
      <i aria-hidden="true">{kind.prefix}</i>
      <span>
        <b>{text(kind.name)}</b>
        <small>
          {t().waiting(kind.waiting)}
          {kind.wait && kind.waiting > 0 && `, ${t().minutes(kind.wait.low, kind.wait.high)}`}
        </small>
      </span>
    </button>
  )
}

interface ByCodeProps {
  slug: string
  onTaken: (ticket: TicketOut) => void
  onBack: () => void
}

function ByCode({ slug, onTaken, onBack }: ByCodeProps) {
  const [code, setCode] = useState("")
  const taking = useTaking(onTaken)
  const go = (): void => void taking.run(() => queue.arrive(slug, { code, priority: false }))
  return (
    <form
      class="waitdoor__form"
      onSubmit={(event) => {
        event.preventDefault()
        go()
      }}
    >
      <h1>{t().booked}</h1>
      <TextInput
        id="booking-code"
        kind="passport"
        label={t().code}
        hint={t().codeHint}
        value={code}
        onType={setCode}
        error={taking.wrong || undefined}
      />
      <div class="row">
        <Button kind="main" busy={taking.busy} onPress={go}>
          {t().codeNow}
        </Button>
        <Button onPress={onBack}>{t().back}</Button>
      </div>
    </form>
  )
}

/** The number that was taken, with the code that shows its turn on a phone; the next person begins anew. */
function Slip({ ticket, printNow, onDone }: { ticket: TicketOut; printNow: boolean; onDone: () => void }) {
  const title = useRef<HTMLHeadingElement>(null)
  const square = qrMatrix(`${location.origin}/so/${ticket.ticket_id}`)
  const end = useRef(onDone)
  end.current = onDone
  useEffect(() => {
    title.current?.focus()
    if (printNow) print()
    const over = setTimeout(() => end.current(), SHOWN_FOR)
    return () => clearTimeout(over)
  }, [printNow])
  return (
    <section class="waitslip">
      <h1 ref={title} tabIndex={-1}>
        {t().yours}
      </h1>
      <p class="waitslip__unit">{ticket.unit_name}</p>
      <p class="waitslip__number num">{ticket.number}</p>
      <p>
        <b>{text(ticket.kind)}</b>
      </p>
      {ticket.before !== null && <p>{t().ahead(ticket.before)}</p>}
      {ticket.wait && ticket.before ? <p>{t().minutes(ticket.wait.low, ticket.wait.high)}</p> : null}
      {square && <Qr matrix={square} label={t().square} />}
      <p class="waitslip__more">{t().yoursMore}</p>
      <p class="small muted num">{t().takenAt(dateTime(ticket.taken_at))}</p>
      <div class="row waitslip__acts">
        <Button kind="main" onPress={onDone}>
          {t().done}
        </Button>
        <Button icon={printIcon} onPress={() => print()}>
          {t().print}
        </Button>
      </div>
    </section>
  )
}
