import { useEffect, useRef, useState } from "preact/hooks"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { cameraIcon } from "../../ui/icons-work.ts"
import { t } from "./words-digitise.ts"

const WANTED = { facingMode: "environment", width: { ideal: 3264 }, height: { ideal: 2448 } }

/** Opens the camera into the video until the returned function is called. */
function watch(video: HTMLVideoElement, onState: (open: boolean) => void): () => void {
  let over = false
  let close = (): void => undefined
  const run = async (): Promise<void> => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false })
    close = () => {
      for (const track of stream.getTracks()) track.stop()
    }
    if (over) return void close()
    video.srcObject = stream
    await video.play()
    onState(true)
  }
  run().catch(() => {
    if (!over) onState(false)
  })
  return () => {
    over = true
    close()
  }
}

/** What the camera sees now, as a file. */
function shot(video: HTMLVideoElement, name: string): Promise<File | undefined> {
  const canvas = document.createElement("canvas")
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext("2d")?.drawImage(video, 0, 0)
  return new Promise((resolve) => {
    canvas.toBlob(
      (blob) => resolve(blob === null ? undefined : new File([blob], `${name}.jpg`, { type: "image/jpeg" })),
      "image/jpeg",
      0.92,
    )
  })
}

/** Papers under the desk's camera: each press is a page. */
export function DigitiseCamera({ onShot, onClose }: { onShot: (file: File) => void; onClose: () => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const [open, setOpen] = useState<boolean>()
  const [taken, setTaken] = useState(0)
  useEffect(() => {
    const element = video.current
    // no camera interface at all: an old browser, or a page without https
    if (element === null || !("mediaDevices" in navigator)) return void setOpen(false)
    return watch(element, setOpen)
  }, [])
  const take = async (): Promise<void> => {
    const file = video.current && (await shot(video.current, t().shotName(taken + 1)))
    if (!file) return
    setTaken(taken + 1)
    onShot(file)
  }
  return (
    <Dialog
      wide
      title={t().cameraTitle}
      onClose={onClose}
      actions={
        <>
          {open === true && (
            <Button kind="main" icon={cameraIcon} onPress={() => void take()}>
              {t().shoot}
            </Button>
          )}
          <Button onPress={onClose}>{t().close}</Button>
        </>
      }
    >
      {open === false ? (
        <Banner kind="wait" live>
          {t().cameraOff}
        </Banner>
      ) : (
        <>
          <p>{t().cameraLead}</p>
          <video ref={video} class="shot" muted playsInline aria-label={t().cameraLead} />
        </>
      )}
      <p role="status">{taken > 0 && t().shot(taken)}</p>
    </Dialog>
  )
}
