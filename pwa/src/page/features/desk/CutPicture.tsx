import { useEffect, useRef, useState } from "preact/hooks"
import { boxOf, type Cut } from "../../../core/domain/cutting.ts"
import { Skeleton } from "../../ui/States.tsx"
import { desk } from "./api.ts"
import { t } from "./words-digitise.ts"

const QUARTER = Math.PI / 2

/** Draws a picture as it is turned and cut, its long edge so many pixels. */
function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, cut: Cut, edge: number): void {
  const { width, height } = picture
  const [left, top, right, bottom] = boxOf(cut, width, height)
  const scale = edge / Math.max(right - left, bottom - top)
  canvas.width = Math.max(1, Math.round((right - left) * scale))
  canvas.height = Math.max(1, Math.round((bottom - top) * scale))
  const context = canvas.getContext("2d")
  if (!context) return
  context.imageSmoothingQuality = "high"
  context.setTransform(scale, 0, 0, scale, -left * scale, -top * scale)
  if (cut.turns === 1) context.translate(height, 0)
  if (cut.turns === 2) context.translate(width, height)
  if (cut.turns === 3) context.translate(0, width)
  context.rotate(QUARTER * cut.turns)
  context.drawImage(picture, 0, 0)
}

type Opened = { state: "opening" | "failed" } | { state: "here"; picture: ImageBitmap }

/** Fetches a page once; how it is cut is drawn here. */
function usePicture(id: string, size: "full" | "thumb"): Opened {
  const [opened, setOpened] = useState<Opened>({ state: "opening" })
  useEffect(() => {
    let wanted = true
    const read = async (): Promise<void> => {
      const found = await desk.attachment(id, size)
      const picture = found.ok ? await createImageBitmap(found.value).catch(() => undefined) : undefined
      if (wanted) setOpened(picture ? { state: "here", picture } : { state: "failed" })
    }
    const back = (): void => void read()
    void read()
    addEventListener("online", back)
    return () => {
      wanted = false
      removeEventListener("online", back)
    }
  }, [id, size])
  return opened
}

/** A page as it will be kept. */
export function CutPicture({ id, cut, label, size }: { id: string; cut: Cut; label: string; size: "full" | "thumb" }) {
  const opened = usePicture(id, size)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (canvas.current && opened.state === "here") draw(canvas.current, opened.picture, cut, size === "thumb" ? 320 : 1100)
  }, [opened, cut, size])
  if (opened.state === "opening") return <Skeleton rows={1} />
  if (opened.state === "failed") return <p class="small muted">{t().cannotShow}</p>
  return <canvas ref={canvas} class="cutpic" role="img" aria-label={label} />
}
