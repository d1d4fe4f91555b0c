import "./waiting.css"
import { useState } from "preact/hooks"
import type { ChangeOut, WaitingRoomOut, WaitingRoomsOut } from "../../../core/contract/openapi.gen.ts"
import { date } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { peopleIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { sentence } from "../desk/say.ts"
import { useRead } from "../desk/useRead.ts"
import { waitingRooms } from "./api.ts"
import { Changes } from "./Changes.tsx"
import { SetWaiting } from "./SetWaiting.tsx"
import { Tablets } from "./Tablets.tsx"
import { waiting as t } from "./words-waiting.ts"

/** The waiting rooms of every counter: what holds, what is to come, and the way to change it. */
export function Waiting() {
  const [read, again] = useRead<WaitingRoomsOut>(waitingRooms.list)
  const [changing, setChanging] = useState<WaitingRoomOut>()
  const [saved, setSaved] = useState(false)
  if (changing)
    return (
      <SetWaiting
        room={changing}
        onSaved={() => {
          setChanging(undefined)
          setSaved(true)
          again()
        }}
        onClose={() => setChanging(undefined)}
      />
    )
  return (
    <>
      <h1>{t().title}</h1>
      <p class="muted">{t().more}</p>
      {saved && (
        <Banner kind="done" live>
          {t().saved}
        </Banner>
      )}
      {read.state === "opening" && <Skeleton rows={3} />}
      {read.state === "failed" && <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />}
      {read.state === "here" && read.value.rooms.length === 0 && <Empty icon={peopleIcon} title={t().none} />}
      {read.state === "here" &&
        read.value.rooms.map((room) => <Room key={room.unit_id} room={room} onChange={() => setChanging(room)} onChanged={again} />)}
    </>
  )
}

/** What a change was, in words. */
function said({ what, before, after }: ChangeOut): string {
  const { since, source } = after as { since?: string; source?: string }
  const { tablet } = { ...before, ...after } as { tablet?: string }
  if (what === "tablet_offered") return t().offeredDid(tablet ?? "")
  if (what === "tablet_paired") return t().pairedDid(tablet ?? "")
  if (what === "tablet_unpaired") return t().unpairedDid(tablet ?? "")
  if (what === "tablet_withdrawn") return t().withdrawnDid(tablet ?? "")
  return t().did(date(since ?? ""), source ?? "")
}

interface RoomProps {
  room: WaitingRoomOut
  onChange: () => void
  onChanged: () => void
}

function Room({ room, onChange, onChanged }: RoomProps) {
  return (
    <section class="card card--pad" data-room={room.name}>
      <div class="row admin__row admin__head">
        <h2>{room.name}</h2>
        <Button onPress={onChange} label={t().changeOf(room.name)}>
          {t().change}
        </Button>
      </div>
      <p>
        <b>{room.used ? t().inUse : t().notInUse}</b>
      </p>
      <ul class="admin__history">
        {room.turns.map((turn) => (
          <li key={turn.since}>{t().from(date(turn.since), turn.used, turn.source)}</li>
        ))}
      </ul>
      <Tablets room={room} onChanged={onChanged} />
      <Changes history={room.history} say={said} />
    </section>
  )
}
