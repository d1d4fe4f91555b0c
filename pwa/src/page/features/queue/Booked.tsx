import { useState } from "preact/hooks"
import type { BookingOut } from "../../../core/contract/openapi.gen.ts"
import { startDate, time } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { queue, sentence, text } from "./api.ts"
import { dropBooking } from "./kept.ts"
import { t } from "./words-book.ts"

const HALF_HOUR = 30 * 60_000

/** From when to when an appointment is: 09:00–09:30. */
export const span = (slot: string): string => `${time(slot)}–${time(new Date(Date.parse(slot) + HALF_HOUR).toISOString())}`

const shown = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`

interface Props {
  booking: BookingOut
  onMove: () => void
  onChanged: (booking: BookingOut, said: string) => void
  onDropped: () => void
}

/** One appointment of this phone: when, where, its code, and what can still be done with it. */
export function Booked({ booking, onMove, onChanged, onDropped }: Props) {
  const [asking, setAsking] = useState(false)
  const open = booking.state === "open"
  return (
    <section class="card card--pad booked" aria-label={t().yours}>
      <h2>{t().yours}</h2>
      <p class="booked__when">
        <b class="num">{span(booking.slot)}</b>, {startDate(booking.slot)}
      </p>
      <p>
        {text(booking.kind)}, {booking.unit_name}
      </p>
      {booking.address && <p class="muted">{booking.address}</p>}
      {booking.off && <Banner kind="wait">{t().off}</Banner>}
      {open && (
        <>
          <p class="booked__code num">
            <small>{t().code}</small>
            <b>{shown(booking.code)}</b>
          </p>
          <p class="small muted">{t().codeMore}</p>
          <p class="small muted">{t().here}</p>
          <div class="row">
            <Button onPress={onMove}>{t().move}</Button>
            <Button onPress={() => setAsking(true)}>{t().cancel}</Button>
          </div>
        </>
      )}
      {booking.state === "arrived" && <p>{t().arrived}</p>}
      {booking.ticket_id && <ButtonLink href={`/so/${booking.ticket_id}`}>{t().seeNumber}</ButtonLink>}
      {!open && booking.state !== "arrived" && <p>{booking.state === "cancelled" ? t().cancelled : t().missed}</p>}
      {!open && (
        <Button
          kind="quiet"
          onPress={() => {
            dropBooking(booking.booking_id)
            onDropped()
          }}
        >
          {t().forget}
        </Button>
      )}
      {asking && <Cancel booking={booking} onClose={() => setAsking(false)} onChanged={onChanged} />}
    </section>
  )
}

function Cancel({ booking, onClose, onChanged }: Pick<Props, "booking" | "onChanged"> & { onClose: () => void }) {
  const [wrong, setWrong] = useState("")
  const go = async (): Promise<void> => {
    const found = await queue.cancel(booking.slug, booking.code)
    setWrong(found.ok ? "" : sentence(found, t().noNet))
    if (!found.ok) return
    onChanged(found.value, t().cancelled)
    onClose()
  }
  return (
    <Dialog
      title={t().cancelSure}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" onPress={() => void go()}>
            {t().cancelNow}
          </Button>
          <Button onPress={onClose}>{t().keep}</Button>
        </>
      }
    >
      <p>{t().cancelMore}</p>
      {wrong && (
        <p class="bad" role="alert">
          {wrong}
        </p>
      )}
    </Dialog>
  )
}
