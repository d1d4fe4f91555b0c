import "./queue.css"
import { useEffect, useRef, useState } from "preact/hooks"
import type { TicketOut } from "../../../core/contract/openapi.gen.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { common } from "../../i18n/common.ts"
import { date, time, today } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Hear } from "../../ui/Hear.tsx"
import { noSignalIcon, searchIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { queue, sentence, text, useAgain } from "./api.ts"
import { t } from "./words.ts"

const LOOK = 8000
const GIVES_UP: ReadonlySet<string> = new Set(["waiting", "called", "absent"])

/** A number on the phone that scanned it: how many are before it, and where it is called to. */
export default function TicketPage({ params }: PageProps) {
  const id = params["ticket"] ?? ""
  const seen = useAgain(() => queue.ticket(id), LOOK, id)
  const [leaving, setLeaving] = useState(false)
  const ticket = seen.value
  useRing(ticket?.state)
  const gone = ticket === undefined && (seen.fault?.status === 404 || seen.fault?.status === 422)
  return (
    <Screen title={t().mine} quiet kind="turn" barTitle={ticket?.unit_name ?? common().app}>
      {seen.stale && (
        <Banner kind="wait" icon={noSignalIcon} live>
          {t().stale(time(seen.stale))}
        </Banner>
      )}
      {ticket && <Turn ticket={ticket} />}
      {ticket && <Hear label={t().hear} of=".turn__read" />}
      {ticket && GIVES_UP.has(ticket.state) && ticket.day === today() && (
        <Button kind="quiet" onPress={() => setLeaving(true)}>
          {t().leave}
        </Button>
      )}
      {gone && (
        <>
          <h1 class="vh">{t().gone}</h1>
          <Empty icon={searchIcon} title={t().gone} actions={<ButtonLink href="/">{t().home}</ButtonLink>}>
            {t().goneMore}
          </Empty>
        </>
      )}
      {ticket === undefined && !gone && (
        <>
          <h1>{t().mine}</h1>
          {seen.fault ? (
            <Failed title={t().noNet} onRetry={seen.again}>
              {t().noNetMore}
            </Failed>
          ) : (
            <Skeleton rows={2} />
          )}
        </>
      )}
      {leaving && <Leave id={id} onClose={() => setLeaving(false)} onLeft={seen.again} />}
    </Screen>
  )
}

const shake = (): boolean => "vibrate" in navigator && navigator.vibrate([300, 150, 300])

/** The phone shakes once when its number is called. */
function useRing(state: string | undefined): void {
  const before = useRef(state)
  useEffect(() => {
    if (state === "called" && before.current !== undefined && before.current !== "called") shake()
    before.current = state
  }, [state])
}

function Leave({ id, onClose, onLeft }: { id: string; onClose: () => void; onLeft: () => void }) {
  const [wrong, setWrong] = useState("")
  const go = async (): Promise<void> => {
    const found = await queue.leave(id)
    setWrong(found.ok ? "" : sentence(found, t().noNetMore))
    if (!found.ok) return
    onLeft()
    onClose()
  }
  return (
    <Dialog
      title={t().leaveSure}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" onPress={() => void go()}>
            {t().leaveNow}
          </Button>
          <Button onPress={onClose}>{t().keep}</Button>
        </>
      }
    >
      <p>{t().leaveMore}</p>
      {wrong && (
        <p class="bad" role="alert">
          {wrong}
        </p>
      )}
    </Dialog>
  )
}

function Turn({ ticket }: { ticket: TicketOut }) {
  const over = ticket.day !== today()
  return (
    <div class={`turn__read${ticket.state === "called" && !over ? " is-called" : ""}`}>
      <h1>{t().mine}</h1>
      <p class="waitslip__number num">{ticket.number}</p>
      <p>
        <b>{text(ticket.kind)}</b>, {ticket.unit_name}
      </p>
      {ticket.slot && <p>{t().slotAt(time(ticket.slot))}</p>}
      {ticket.priority && <p>{t().hasPriority}</p>}
      <div class="turn__state" role="status">
        {over ? <p>{t().oldDay(date(ticket.day))}</p> : <State ticket={ticket} />}
      </div>
    </div>
  )
}

function State({ ticket }: { ticket: TicketOut }) {
  const point = ticket.point ?? ""
  if (ticket.state === "called")
    return (
      <>
        <p class="turn__big">{t().goTo(point)}</p>
        <p>{t().goNow}</p>
      </>
    )
  if (ticket.state === "serving") return <p class="turn__big">{t().serving(point)}</p>
  if (ticket.state === "absent")
    return (
      <>
        <p class="turn__big">{t().absent}</p>
        <p>{t().absentMore}</p>
      </>
    )
  if (ticket.state !== "waiting") return <p class="turn__big">{ticket.state === "served" ? t().served : t().left}</p>
  return (
    <>
      <p class="turn__big">{t().ahead(ticket.before ?? 0)}</p>
      {ticket.wait ? (
        <>
          <p>{t().minutes(ticket.wait.low, ticket.wait.high)}</p>
          <p class="small muted">{ticket.wait.measured ? t().measured : t().planned}</p>
        </>
      ) : (
        <p class="small muted">{t().noWait}</p>
      )}
    </>
  )
}
