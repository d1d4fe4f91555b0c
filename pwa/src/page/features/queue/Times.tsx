import { useRef, useState } from "preact/hooks"
import type { BookingOut, DoorKindOut, SlotDayOut } from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { dayMonth, startDate, weekdayShort } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { clockIcon } from "../../ui/icons.ts"
import { Empty, NotHere, Skeleton } from "../../ui/States.tsx"
import { TextInput } from "../../ui/TextInput.tsx"
import { queue, sentence, useAgain } from "./api.ts"
import { span } from "./Booked.tsx"
import { holder } from "./kept.ts"
import { t } from "./words-book.ts"

const LOOK = 20_000

interface Props {
  slug: string
  kind: DoorKindOut
  procedure: string
  /** The appointment that gets another time; a new one without it. */
  moving: BookingOut | undefined
  onDone: (booking: BookingOut, said: string) => void
  onStay: () => void
}

/** Sends what was chosen; a lost answer is asked for again under the same id. */
function useBooking({ slug, kind, procedure, moving, onDone }: Props, failed: () => void) {
  const [wrong, setWrong] = useState("")
  const [badPhone, setBadPhone] = useState("")
  const [busy, setBusy] = useState(false)
  const id = useRef(uuid7())
  const ask = (slot: string, phone: string): Promise<Result<BookingOut>> =>
    moving
      ? queue.move(slug, moving.code, slot)
      : queue.book(slug, { booking_id: id.current, kind: kind.key, slot, holder: holder(), phone: phone.trim(), procedure_code: procedure })
  const send = async (slot: string, phone: string): Promise<void> => {
    if (busy) return
    if (!slot) return void setWrong(t().choose)
    setBusy(true)
    const found = await ask(slot, phone)
    setBusy(false)
    setBadPhone(!found.ok && found.errors?.some((each) => each.path === "phone") ? sentence(found, t().phone) : "")
    setWrong(found.ok ? "" : sentence(found, t().noNet))
    if (found.ok) onDone(found.value, t().booked)
    else failed()
  }
  return { wrong, badPhone, busy, send }
}

/** The days and half hours of a kind of work, and the way to take one. */
export function Times(props: Props) {
  const { slug, kind, moving, onStay } = props
  const slots = useAgain(() => queue.slots(slug, kind.key), LOOK, `${slug} ${kind.key}`)
  const [day, setDay] = useState("")
  const [slot, setSlot] = useState("")
  const [phone, setPhone] = useState("")
  const booking = useBooking(props, slots.again)
  const days = slots.value?.days
  if (days === undefined) return slots.fault ? <NotHere>{t().noNet}</NotHere> : <Skeleton rows={3} />
  const shown = days.find((each) => each.day === day) ?? days.find((each) => each.slots.some((one) => one.left > 0)) ?? days[0]
  if (shown === undefined)
    return (
      <Empty icon={clockIcon} title={t().none}>
        {t().noneMore}
      </Empty>
    )
  const pick = (next: string): void => {
    setDay(next)
    setSlot("")
  }
  return (
    <form
      class="booking__times"
      onSubmit={(event) => {
        event.preventDefault()
        void booking.send(slot, phone)
      }}
    >
      {moving && <Banner kind="info">{t().moving}</Banner>}
      <Days days={days} shown={shown} onPick={pick} />
      <Slots day={shown} slot={slot} onPick={setSlot} />
      {!moving && (
        <TextInput
          id="booking-phone"
          kind="phone"
          label={t().phone}
          hint={t().phoneHint}
          value={phone}
          onType={setPhone}
          error={booking.badPhone || undefined}
        />
      )}
      {booking.wrong && (
        <p class="bad" role="alert">
          {booking.wrong}
        </p>
      )}
      <Button kind="main" wide busy={booking.busy} onPress={() => void booking.send(slot, phone)}>
        {moving ? t().moveNow : t().book}
      </Button>
      {moving ? <Button onPress={onStay}>{t().stay}</Button> : <p class="small muted">{t().bookMore}</p>}
    </form>
  )
}

function Days({ days, shown, onPick }: { days: readonly SlotDayOut[]; shown: SlotDayOut; onPick: (day: string) => void }) {
  return (
    <fieldset class="booking__days">
      <legend>{t().day}</legend>
      <div>
        {days.map((each) => (
          <label key={each.day} class={each.free ? "is-free" : undefined}>
            <input type="radio" name="day" checked={each === shown} onChange={() => onPick(each.day)} />
            <span>
              <small>{weekdayShort(each.day)}</small>
              <b class="num">{dayMonth(each.day)}</b>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Slots({ day, slot, onPick }: { day: SlotDayOut; slot: string; onPick: (slot: string) => void }) {
  return (
    <fieldset class="booking__slots">
      <legend>
        {t().slot}, {startDate(day.day)}
      </legend>
      {day.free && <Banner kind="info">{t().free}</Banner>}
      {!day.free && day.slots.length === 0 && <p>{t().noSlots}</p>}
      <div>
        {day.slots.map((each) => (
          <label key={each.at} class={each.left === 0 ? "is-full" : undefined}>
            <input type="radio" name="slot" disabled={each.left === 0} checked={each.at === slot} onChange={() => onPick(each.at)} />
            <span>
              <b class="num">{span(each.at)}</b>
              <small>{each.left === 0 ? t().full : t().left(each.left)}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
