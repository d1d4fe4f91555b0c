import { useEffect, useMemo, useState } from "preact/hooks"
import { qrMatrix } from "../../../core/domain/qr.ts"
import { Button } from "../../ui/Button.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { backIcon, nextIcon, pauseIcon, retryIcon } from "../../ui/icons.ts"
import { Qr } from "../../ui/Qr.tsx"
import { t } from "./words.ts"

/** A frame stands for so long, in milliseconds: an old camera looks at each at least twice. */
const PACE = 500

/** Keeps the screen on while the codes are shown, where the phone can. */
function useLitScreen(): void {
  useEffect(() => {
    const { wakeLock } = navigator as Partial<Navigator>
    if (wakeLock === undefined) return undefined
    const held = wakeLock.request("screen").catch(() => undefined)
    return () => void held.then((lock) => lock?.release())
  }, [])
}

/** The frames, one after the other and round again; they stop where somebody steps through them by hand. */
export function Frames({ frames }: { frames: readonly string[] }) {
  const [at, setAt] = useState(0)
  const [runs, setRuns] = useState(frames.length > 1)
  useLitScreen()
  useEffect(() => {
    if (!runs) return undefined
    const clock = setInterval(() => setAt((now) => (now + 1) % frames.length), PACE)
    return () => clearInterval(clock)
  }, [runs, frames.length])
  const matrix = useMemo(() => qrMatrix(frames[at] ?? ""), [frames, at])
  const step = (by: number): void => {
    setRuns(false)
    setAt((now) => (now + by + frames.length) % frames.length)
  }
  return (
    <div class="frames" data-silent>
      {matrix && <Qr matrix={matrix} label={t().code(at + 1, frames.length)} />}
      <div class="frames__way">
        {frames.length > 1 && (
          <button type="button" class="frames__step" aria-label={t().before} onClick={() => step(-1)}>
            <Icon d={backIcon} />
          </button>
        )}
        <b class="num frames__at">{t().frame(at + 1, frames.length)}</b>
        {frames.length > 1 && (
          <button type="button" class="frames__step" aria-label={t().after} onClick={() => step(1)}>
            <Icon d={nextIcon} />
          </button>
        )}
      </div>
      {frames.length > 1 && (
        <Button icon={runs ? pauseIcon : retryIcon} onPress={() => setRuns(!runs)}>
          {runs ? t().pause : t().run}
        </Button>
      )}
    </div>
  )
}
