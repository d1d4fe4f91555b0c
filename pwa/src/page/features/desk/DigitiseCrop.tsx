import type { TargetedPointerEvent } from "preact"
import { useRef, useState } from "preact/hooks"
import { LEAST, trimmed, UNCUT, WHOLE } from "../../../core/domain/cutting.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { CutPicture } from "./CutPicture.tsx"
import type { Sheet } from "./digitiseSheets.ts"
import { t } from "./words-digitise.ts"

type Frame = readonly [number, number, number, number]

const ALL: Frame = [0, 0, WHOLE, WHOLE]
const SIDES = ["cropLeft", "cropTop", "cropRight", "cropBottom"] as const

/** How much is taken off each side, in percent of what is seen. */
const offOf = (frame: Frame, side: number): number => Math.round((side < 2 ? (frame[side] ?? 0) : WHOLE - (frame[side] ?? WHOLE)) / 10)

/** A side moved; the other side stays where it is, and something is always left between them. */
function moved(frame: Frame, side: number, off: number): Frame {
  const next = [...frame] as [number, number, number, number]
  const other = frame[(side + 2) % 4] ?? 0
  next[side] = side < 2 ? Math.min(off * 10, other - LEAST) : Math.max(WHOLE - off * 10, other + LEAST)
  return next
}

const clamped = (n: number): number => Math.min(WHOLE, Math.max(0, Math.round(n)))

/** Draws the frame with the pointer; the bars do the same for the keyboard. */
function useDrawing(onFrame: (frame: Frame) => void) {
  const from = useRef<readonly [number, number] | undefined>(undefined)
  const at = (event: TargetedPointerEvent<HTMLElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect()
    return [clamped(((event.clientX - box.left) / box.width) * WHOLE), clamped(((event.clientY - box.top) / box.height) * WHOLE)]
  }
  return {
    onPointerDown: (event: TargetedPointerEvent<HTMLElement>): void => {
      event.currentTarget.setPointerCapture(event.pointerId)
      from.current = at(event)
    },
    onPointerMove: (event: TargetedPointerEvent<HTMLElement>): void => {
      if (from.current === undefined) return
      const [x, y] = at(event)
      const [left, right] = [Math.min(x, from.current[0]), Math.max(x, from.current[0])]
      const [top, bottom] = [Math.min(y, from.current[1]), Math.max(y, from.current[1])]
      if (right - left >= LEAST && bottom - top >= LEAST) onFrame([left, top, right, bottom])
    },
    onPointerUp: (): void => {
      from.current = undefined
    },
  }
}

/** What of a page is kept. */
export function DigitiseCrop({
  sheet,
  name,
  onCut,
  onClose,
}: {
  sheet: Sheet
  name: string
  onCut: (cut: Sheet["cut"]) => void
  onClose: () => void
}) {
  const [frame, setFrame] = useState<Frame>(ALL)
  const drawing = useDrawing(setFrame)
  const [left, top, right, bottom] = frame
  return (
    <Dialog
      wide
      title={`${t().cropTitle}: ${name}`}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" onPress={() => onCut(trimmed(sheet.cut, frame))}>
            {t().cropDo}
          </Button>
          <Button onPress={() => onCut({ ...UNCUT, turns: sheet.cut.turns })}>{t().cropAll}</Button>
          <Button kind="quiet" onPress={onClose}>
            {t().cancel}
          </Button>
        </>
      }
    >
      <p>{t().cropLead}</p>
      <div class="crop">
        <div class="crop__page" {...drawing}>
          <CutPicture id={sheet.source.attachment_id} cut={sheet.cut} label={name} size="full" />
          <i
            class="crop__frame"
            aria-hidden="true"
            style={{ left: `${left / 10}%`, top: `${top / 10}%`, width: `${(right - left) / 10}%`, height: `${(bottom - top) / 10}%` }}
          />
        </div>
        <div class="crop__bars">
          {SIDES.map((side, n) => (
            <label key={side}>
              <span>
                {t()[side]} <b class="num">{t().percent(offOf(frame, n))}</b>
              </span>
              <input
                type="range"
                min={0}
                max={95}
                value={offOf(frame, n)}
                onInput={(event) => setFrame(moved(frame, n, Number(event.currentTarget.value)))}
              />
            </label>
          ))}
        </div>
      </div>
    </Dialog>
  )
}
