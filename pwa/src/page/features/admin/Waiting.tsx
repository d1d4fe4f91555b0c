import "./waiting.css"
import { useState } from "preact/hooks"
import type { WaitingRoomOut, WaitingRoomsOut } from "../../../core/contract/openapi.gen.ts"
import { date, dateTime } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { peopleIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { call } from "../desk/api.ts"
import { sentence } from "../desk/say.ts"
import { useRead } from "../desk/useRead.ts"
import { SetWaiting } from "./SetWaiting.tsx"
import { waiting as t } from "./words-waiting.ts"
import { rooms } from "./words.ts"

/** The waiting rooms of every counter: what holds, what is to come, and the way to change it. */
export function Waiting() {
  const [read, again] = useRead<WaitingRoomsOut>(() => call<WaitingRoomsOut>("/api/desk/admin/waiting-rooms"))
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
      {read.state === "here" && read.value.rooms.map((room) => <Room key={room.unit_id} room={room} onChange={() => setChanging(room)} />)}
    </>
  )
}

function Room({ room, onChange }: { room: WaitingRoomOut; onChange: () => void }) {
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
      {room.history.length > 0 && (
        <details>
          <summary>{t().history}</summary>
          <ul class="admin__history">
            {room.history.map((each) => {
              const after = each.after as { since?: string; source?: string }
              return (
                <li key={each.at}>
                  {t().did(date(after.since ?? ""), after.source ?? "")}.{" "}
                  <span class="muted">{rooms().by(each.by, dateTime(each.at))}</span>
                </li>
              )
            })}
          </ul>
        </details>
      )}
    </section>
  )
}
