import { useEffect, useRef, useState } from "preact/hooks"
import { words } from "../i18n/words.ts"
import { Button } from "./Button.tsx"
import "./signature.css"

const t = words(
  { signHere: "Ô ký tên: ký bằng ngón tay", signAgain: "Ký lại", signed: "Đã có chữ ký" },
  { signHere: "Signature box: sign with a finger", signAgain: "Sign again", signed: "Signed" },
)

/** A stroke as x, y pairs in thousandths of the box: a drawing, not a picture, and small. */
export type Stroke = number[]

const SCALE = 1000
const WIDTH = 1000
const HEIGHT = 420

const path = (stroke: readonly number[]): string =>
  stroke.reduce<string>(
    (text, value, n) => `${text}${n === 0 ? "M" : n % 2 === 0 ? "L" : " "}${n % 2 === 0 ? value : Math.round((value * HEIGHT) / SCALE)}`,
    "",
  )

/** A signature as it was drawn. */
export function Drawn({ strokes, label }: { strokes: readonly (readonly number[])[]; label: string }) {
  return (
    <div class="sign-box sign-drawn">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {strokes.map((stroke, n) => (
          <path key={n} d={path(stroke)} />
        ))}
      </svg>
    </div>
  )
}

/** A box to sign in with a finger or a pen. What is drawn is kept as strokes. */
export function Signature({ strokes, onSign }: { strokes: readonly Stroke[]; onSign: (strokes: Stroke[]) => void }) {
  const box = useRef<SVGSVGElement>(null)
  const [drawing, setDrawing] = useState<Stroke>()
  const latest = useRef<Stroke | undefined>(undefined)
  latest.current = drawing
  const at = (event: PointerEvent): number[] => {
    const { left, top, width, height } = box.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1)
    return [Math.round(((event.clientX - left) / width) * SCALE), Math.round(((event.clientY - top) / height) * SCALE)]
  }
  useEffect(() => {
    const end = (): void => {
      const done = latest.current
      setDrawing(undefined)
      if (done && done.length > 4) onSign([...strokes, done])
    }
    addEventListener("pointerup", end)
    addEventListener("pointercancel", end)
    return () => {
      removeEventListener("pointerup", end)
      removeEventListener("pointercancel", end)
    }
  }, [strokes, onSign])
  return (
    <div class="sign-box">
      <svg
        ref={box}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={strokes.length > 0 ? t().signed : t().signHere}
        onPointerDown={(event) => {
          event.preventDefault()
          setDrawing(at(event))
        }}
        onPointerMove={(event) => {
          if (drawing) setDrawing([...drawing, ...at(event)])
        }}
      >
        {[...strokes, ...(drawing ? [drawing] : [])].map((stroke, n) => (
          <path key={n} d={path(stroke)} />
        ))}
      </svg>
      {strokes.length > 0 && <Button onPress={() => onSign([])}>{t().signAgain}</Button>}
    </div>
  )
}
