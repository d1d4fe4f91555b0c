import { useState } from "preact/hooks"
import type { TabletOut, WaitingRoomOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { dateTime, time } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Wrong } from "../desk/Wrong.tsx"
import { waitingRooms } from "./api.ts"
import { PairTablet } from "./PairTablet.tsx"
import { waiting as t } from "./words-waiting.ts"

interface Props {
  room: WaitingRoomOut
  onChanged: () => void
}

/** The tablets that give numbers at a door: pairing one, and taking one away. */
export function Tablets({ room, onChanged }: Props) {
  const [pairing, setPairing] = useState<{ id: string; name: string }>()
  const [leaving, setLeaving] = useState<TabletOut>()
  const [gone, setGone] = useState("")
  const none = room.used && !room.tablets.some((each) => each.paired_at)
  return (
    <section class="waiting__tablets">
      <h3>{t().tablets}</h3>
      <p class="muted">{t().tabletsMore}</p>
      {none && <Banner kind="wait">{t().noTablets}</Banner>}
      {gone && (
        <Banner kind="done" live>
          {gone}
        </Banner>
      )}
      {room.tablets.length > 0 && (
        <ul class="list">
          {room.tablets.map((each) => (
            <Row
              key={each.tablet_id}
              tablet={each}
              onCode={() => setPairing({ id: each.tablet_id, name: each.name })}
              onLeave={() => setLeaving(each)}
            />
          ))}
        </ul>
      )}
      <Button label={t().pairOf(room.name)} onPress={() => setPairing({ id: uuid7(), name: "" })}>
        {t().pair}
      </Button>
      {pairing && (
        <PairTablet
          room={room}
          tablet={pairing}
          onClose={() => {
            setPairing(undefined)
            setGone("")
            onChanged()
          }}
        />
      )}
      {leaving && (
        <Unpair
          tablet={leaving}
          onClose={() => setLeaving(undefined)}
          onGone={() => {
            setGone(leaving.paired_at ? t().unpaired(leaving.name) : t().dropped(leaving.name))
            setLeaving(undefined)
            onChanged()
          }}
        />
      )}
    </section>
  )
}

function standing({ paired_at, used_at, code_until, offered_by }: TabletOut): string {
  if (!paired_at) return Date.parse(code_until) > Date.now() ? t().codeUntil(time(code_until)) : t().codePast
  return `${t().pairedSince(dateTime(paired_at), offered_by)}. ${used_at ? t().usedAt(dateTime(used_at)) : t().neverUsed}.`
}

function Row({ tablet, onCode, onLeave }: { tablet: TabletOut; onCode: () => void; onLeave: () => void }) {
  return (
    <li class="item" data-tablet={tablet.name}>
      <span class="item__body item__body--snug">
        <b class="item__name">{tablet.name}</b>
        <span class="item__note num">{standing(tablet)}</span>
      </span>
      {!tablet.paired_at && (
        <Button label={t().newCodeOf(tablet.name)} onPress={onCode}>
          {t().newCode}
        </Button>
      )}
      <Button kind="mend" label={tablet.paired_at ? t().unpairOf(tablet.name) : t().dropOf(tablet.name)} onPress={onLeave}>
        {tablet.paired_at ? t().unpair : t().drop}
      </Button>
    </li>
  )
}

function Unpair({ tablet, onGone, onClose }: { tablet: TabletOut; onGone: () => void; onClose: () => void }) {
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const go = async (): Promise<void> => {
    setBusy(true)
    const done = await waitingRooms.unpair(tablet.tablet_id)
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (done.ok) onGone()
  }
  return (
    <Dialog
      title={tablet.paired_at ? t().unpairAsk(tablet.name) : t().dropAsk(tablet.name)}
      onClose={onClose}
      actions={
        <>
          <Button kind="mend" busy={busy} onPress={() => void go()}>
            {tablet.paired_at ? t().unpair : t().drop}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <p>{tablet.paired_at ? t().unpairMore : t().dropMore}</p>
      <Wrong fault={fault} />
    </Dialog>
  )
}
