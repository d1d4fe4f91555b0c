import type { DeskBookingOut, DeskPointOut, DeskTicketOut } from "../../../core/contract/openapi.gen.ts"
import { phone, time } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { peopleIcon } from "../../ui/icons.ts"
import { Empty } from "../../ui/States.tsx"
import type { Doing } from "./Queue.tsx"
import { queue as t } from "./words-queue.ts"

const name = (words: { vi: string; en: string | null }): string => say({ vi: words.vi, en: words.en ?? undefined })

const notes = (ticket: DeskTicketOut): string =>
  [ticket.slot ? t().isBooked(time(ticket.slot)) : "", ticket.priority ? t().isPriority : "", ticket.back ? t().isBack : ""]
    .filter(Boolean)
    .join(", ")

interface WaitingProps {
  tickets: readonly DeskTicketOut[]
  doing: Doing
  /** Whether a number may be called from here now. */
  calls: boolean
}

/** Everybody who waits, in the order they will be called. */
export function Waiting({ tickets, doing, calls }: WaitingProps) {
  if (tickets.length === 0)
    return (
      <Empty icon={peopleIcon} title={t().empty}>
        {t().emptyMore}
      </Empty>
    )
  return (
    <section>
      <h2 id="queue-waiting">{t().waiting}</h2>
      <table class="queue__list" aria-labelledby="queue-waiting">
        <thead>
          <tr>
            <th scope="col">{t().number}</th>
            <th scope="col">{t().kind}</th>
            <th scope="col">{t().waits}</th>
            <th scope="col">{t().more}</th>
            <th scope="col">
              <span class="vh">{t().call}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tickets.map((ticket) => (
            <tr key={ticket.ticket_id} data-number={ticket.number}>
              <th scope="row" class="num">
                {ticket.number}
              </th>
              <td>{name(ticket.kind_name)}</td>
              <td class="num">{time(ticket.taken_at)}</td>
              <td>{notes(ticket)}</td>
              <td class="queue__acts">
                {calls && (
                  <Button busy={doing.busy} label={t().callThis(ticket.number)} onPress={() => doing.act(ticket, "call")}>
                    {t().call}
                  </Button>
                )}
                <Button kind="quiet" busy={doing.busy} onPress={() => doing.act(ticket, ticket.priority ? "ordinary" : "priority")}>
                  {ticket.priority ? t().makeOrdinary : t().makePriority}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Who was called and did not come; she is put back when she does. */
export function Absent({ tickets, doing }: { tickets: readonly DeskTicketOut[]; doing: Doing }) {
  if (tickets.length === 0) return null
  return (
    <section>
      <h2>{t().absentOnes}</h2>
      <ul class="queue__plain">
        {tickets.map((ticket) => (
          <li key={ticket.ticket_id}>
            <b class="num">{ticket.number}</b>
            <span>{name(ticket.kind_name)}</span>
            <Button busy={doing.busy} label={`${t().back}: ${ticket.number}`} onPress={() => doing.act(ticket, "back")}>
              {t().back}
            </Button>
            <Button kind="quiet" busy={doing.busy} label={`${t().leave}: ${ticket.number}`} onPress={() => doing.act(ticket, "leave")}>
              {t().leave}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Who is at the other counters. */
export function Others({ tickets, points }: { tickets: readonly DeskTicketOut[]; points: readonly DeskPointOut[] }) {
  if (tickets.length === 0) return null
  return (
    <section>
      <h2>{t().others}</h2>
      <ul class="queue__plain">
        {tickets.map((ticket) => (
          <li key={ticket.ticket_id}>
            <b class="num">{ticket.number}</b>
            <span>{points.find((each) => each.key === ticket.point)?.name ?? ticket.point}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The appointments of today that are still to come. */
export function Bookings({ bookings, doing }: { bookings: readonly DeskBookingOut[]; doing: Doing }) {
  if (bookings.length === 0) return null
  return (
    <section>
      <h2>{t().bookings}</h2>
      <ul class="queue__plain">
        {bookings.map((each) => (
          <li key={each.code}>
            <b class="num">{time(each.slot)}</b>
            <span>
              {name(each.kind_name)}, <span class="num">{each.code}</span>
              {each.phone && <span class="num">, {phone(each.phone)}</span>}
            </span>
            <Button busy={doing.busy} label={`${t().arrived}: ${each.code}`} onPress={() => doing.arrive(each.code)}>
              {t().arrived}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
