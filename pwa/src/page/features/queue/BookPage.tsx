import "./queue.css"
import { useEffect, useState } from "preact/hooks"
import type { BookingOut, DoorKindOut, DoorOut } from "../../../core/contract/openapi.gen.ts"
import { useClient, useStored } from "../../app/client.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { common } from "../../i18n/common.ts"
import { civilDate, today } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { ButtonLink } from "../../ui/Button.tsx"
import { clockIcon } from "../../ui/icons.ts"
import { Empty, NotHere, Skeleton } from "../../ui/States.tsx"
import { queue, text, useAgain } from "./api.ts"
import { Booked } from "./Booked.tsx"
import { keepBooking, keptAt } from "./kept.ts"
import { Times } from "./Times.tsx"
import { t } from "./words-book.ts"

const LOOK = 20_000
const OVER: ReadonlySet<string> = new Set(["cancelled", "missed"])

/** Appointments of a unit: those of this phone, also without a network, and the half hours that are free. */
export default function BookPage({ params, search }: PageProps) {
  const slug = params["unit"] ?? ""
  const procedure = search.get("thu-tuc") ?? ""
  const door = useAgain(() => queue.door(slug), LOOK, slug)
  const kind = useKind(door.value, procedure)
  const [mine, setMine] = useMine(slug)
  const [moving, setMoving] = useState<BookingOut>()
  const [said, setSaid] = useState("")
  const changed = (booking: BookingOut, word: string): void => {
    keepBooking(booking)
    setMine(keptAt(slug))
    setMoving(undefined)
    setSaid(word)
  }
  const back = procedure ? { href: `/${slug}/${procedure}`, label: t().back } : { href: "/", label: common().home }
  const asked = moving ? kind.all.find((each) => each.key === moving.kind_key) : unbooked(kind.chosen, mine)
  return (
    <Screen title={t().title} back={back} barTitle={door.value?.unit_name ?? mine[0]?.unit_name ?? common().app} kind="booking">
      <h1>{t().title}</h1>
      {said && (
        <Banner kind="done" live>
          {said}
        </Banner>
      )}
      {mine.map((booking) => (
        <Booked
          key={booking.booking_id}
          booking={booking}
          onMove={() => setMoving(booking)}
          onChanged={changed}
          onDropped={() => setMine(keptAt(slug))}
        />
      ))}
      <Without door={door.value} cut={door.fault !== undefined} none={kind.all.length === 0 && mine.length === 0} back={back} />
      {kind.chosen && moving === undefined && <Kinds kind={kind} />}
      {asked && (
        <Times
          key={`${asked.key} ${moving?.booking_id ?? ""}`}
          slug={slug}
          kind={asked}
          procedure={procedure}
          moving={moving}
          onDone={changed}
          onStay={() => setMoving(undefined)}
        />
      )}
    </Screen>
  )
}

/** The kind itself, unless this phone has an appointment of it that is still to come. */
function unbooked(kind: DoorKindOut | undefined, mine: readonly BookingOut[]): DoorKindOut | undefined {
  const hers = mine.some((each) => each.state === "open" && civilDate(each.slot) >= today() && each.kind_key === kind?.key)
  return hers ? undefined : kind
}

interface WithoutProps {
  door: DoorOut | undefined
  cut: boolean
  none: boolean
  back: { href: string; label: string }
}

/** What stands there while the office was not asked yet, cannot be asked, or makes no appointments. */
function Without({ door, cut, none, back }: WithoutProps) {
  if (door === undefined) return cut ? <NotHere>{t().noNet}</NotHere> : <Skeleton rows={3} />
  if (!none) return null
  return (
    <Empty icon={clockIcon} title={t().notHere} actions={<ButtonLink href={back.href}>{back.label}</ButtonLink>}>
      {t().notHereMore}
    </Empty>
  )
}

/** What this phone keeps, asked after once there is a network. */
function useMine(slug: string): [readonly BookingOut[], (mine: readonly BookingOut[]) => void] {
  const [mine, setMine] = useState(() => keptAt(slug))
  useEffect(() => {
    const look = async (): Promise<void> => {
      for (const each of keptAt(slug)) {
        if (OVER.has(each.state)) continue
        const found = await queue.look(slug, each.code)
        if (found.ok) keepBooking(found.value)
      }
      setMine(keptAt(slug))
    }
    void look()
  }, [slug])
  return [mine, setMine]
}

interface ChosenKind {
  readonly all: readonly DoorKindOut[]
  readonly chosen: DoorKindOut | undefined
  readonly choose: (key: string) => void
}

/** What one comes for: chosen, or known from the procedure one comes from, or the only one. */
function useKind(door: DoorOut | undefined, procedure: string): ChosenKind {
  const { store } = useClient()
  const [key, choose] = useState("")
  const bundle = useStored(() => store.bundle(), ["bundle"])
  const known = bundle.state === "here" ? bundle.value?.procedures.find((each) => each.code === procedure) : undefined
  const all = door?.kinds.filter((kind) => kind.booked) ?? []
  const led = known && all.find((kind) => kind.fields.includes(known.field.key))
  return { all, chosen: all.find((kind) => kind.key === key) ?? led ?? all[0], choose }
}

function Kinds({ kind }: { kind: ChosenKind }) {
  if (kind.all.length < 2) return <p class="booking__lead">{t().lead}</p>
  return (
    <fieldset class="booking__kinds">
      <legend>{t().kind}</legend>
      {kind.all.map((each) => (
        <label key={each.key}>
          <input type="radio" name="kind" checked={each === kind.chosen} onChange={() => kind.choose(each.key)} />
          {text(each.name)}
        </label>
      ))}
    </fieldset>
  )
}
