import { useEffect, useState } from "preact/hooks"
import type { TabletCodeOut, TabletOut, WaitingRoomOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { qrMatrix } from "../../../core/domain/qr.ts"
import { time } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Qr } from "../../ui/Qr.tsx"
import { Line } from "../desk/Line.tsx"
import { Wrong } from "../desk/Wrong.tsx"
import { waitingRooms } from "./api.ts"
import { waiting as t } from "./words-waiting.ts"

const LOOK = 2000

interface Props {
  room: WaitingRoomOut
  /** A new one, or one whose code was not used. */
  tablet: { id: string; name: string }
  onClose: () => void
}

/** Pairs a tablet: its name, then the code that is shown this once, until the tablet has brought it. */
export function PairTablet({ room, tablet, onClose }: Props) {
  const [name, setName] = useState(tablet.name)
  const [made, setMade] = useState<TabletCodeOut>()
  const [fault, setFault] = useState<Fault>()
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const paired = usePaired(room.unit_id, made)
  const make = async (): Promise<void> => {
    setMissing(name.trim() === "")
    if (busy || name.trim() === "") return
    setBusy(true)
    const found = await waitingRooms.offer({ tablet_id: tablet.id, unit_id: room.unit_id, name: name.trim() })
    setBusy(false)
    setFault(found.ok ? undefined : found)
    if (found.ok) setMade(found.value)
  }
  const asks = made === undefined
  return (
    <Dialog
      title={asks ? t().pair : t().codeFor(name.trim())}
      onClose={onClose}
      actions={
        <>
          <Button kind={paired ? "main" : "plain"} onPress={onClose}>
            {asks ? t().cancel : t().done}
          </Button>
          {!paired && (
            <Button kind={asks ? "main" : "plain"} busy={busy} onPress={() => void make()}>
              {asks ? t().makeCode : t().newCode}
            </Button>
          )}
        </>
      }
    >
      <Wrong fault={fault} />
      {asks && <Line label={t().tabletName} hint={t().tabletHint} value={name} onType={setName} error={missing ? t().needed : undefined} />}
      {made && paired && <Banner kind="done">{t().isPaired(paired.name)}</Banner>}
      {made && !paired && <Code made={made} slug={room.slug} />}
    </Dialog>
  )
}

/** Looks whether the tablet has brought its code. */
function usePaired(unit: string, made: TabletCodeOut | undefined): TabletOut | undefined {
  const [paired, setPaired] = useState<TabletOut>()
  const [, beat] = useState(0)
  useEffect(() => {
    if (made === undefined || paired) return
    const look = async (): Promise<void> => {
      const found = await waitingRooms.list()
      // what is shown says too when the code is over
      beat((before) => before + 1)
      const room = found.ok ? found.value.rooms.find((each) => each.unit_id === unit) : undefined
      setPaired(room?.tablets.find((each) => each.tablet_id === made.tablet_id && each.paired_at))
    }
    const clock = setInterval(() => void look(), LOOK)
    return () => clearInterval(clock)
  }, [unit, made, paired])
  return paired
}

const spaced = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`

function Code({ made, slug }: { made: TabletCodeOut; slug: string }) {
  const address = `${location.origin}/hang-doi/${slug}`
  const square = qrMatrix(`${address}#${made.code}`)
  const over = Date.parse(made.until) <= Date.now()
  return (
    <div class="waiting__code">
      <p class="waiting__word num">{spaced(made.code)}</p>
      <p>{t().codeMore(time(made.until))}</p>
      {square && <Qr matrix={square} label={t().codeSquare} />}
      <p class="waiting__address">{address}</p>
      <p class="muted" role="status">
        {over ? t().codeOver : t().waitsForTablet}
      </p>
    </div>
  )
}
