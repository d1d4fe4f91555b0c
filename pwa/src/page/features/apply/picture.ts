/* The slip as one picture for the phone's gallery: what is needed to find the dossier again, and nothing about its content. */
import { qrMatrix } from "../../../core/domain/qr.ts"
import { gatePath } from "../../ui/Mark.tsx"
import { t } from "./words.ts"

interface Drawn {
  code: string
  qr: string
  procedure: string
  unit: string
  factor: string
}

const WIDTH = 900
const HEIGHT = 1200
const SIDE = 560

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

function lines(context: CanvasRenderingContext2D, text: string, x: number, y: number, step: number): number {
  let line = ""
  let at = y
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`
    if (context.measureText(longer).width > WIDTH - 2 * x && line !== "") {
      context.fillText(line, x, at)
      at += step
      line = word
    } else line = longer
  }
  context.fillText(line, x, at)
  return at + step
}

function draw(context: CanvasRenderingContext2D, { code, qr, procedure, unit, factor }: Drawn): void {
  const font = (weight: number, size: number): string => `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`
  context.fillStyle = "#fff"
  context.fillRect(0, 0, WIDTH, HEIGHT)
  context.fillStyle = colour("--gate-top")
  context.fillRect(0, 0, WIDTH, 150)
  context.fillStyle = colour("--gate-ink")
  context.save()
  context.translate(50, 30)
  context.scale(1.4, 1.4)
  context.fill(new Path2D(gatePath))
  context.restore()
  context.font = font(650, 38)
  context.fillText(t().slip, 165, 72)
  context.font = font(400, 32)
  context.fillText(unit ? t().slipAt(unit) : "", 165, 118)
  context.fillStyle = "#000"
  const matrix = qrMatrix(qr) ?? []
  const module = Math.floor(SIDE / Math.max(1, matrix.length))
  const left = (WIDTH - module * matrix.length) / 2
  matrix.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) context.fillRect(left + x * module, 200 + y * module, module, module)
    })
  })
  context.font = font(700, 76)
  context.textAlign = "center"
  context.fillText(code, WIDTH / 2, 880)
  context.textAlign = "left"
  context.font = font(650, 36)
  const after = lines(context, procedure, 60, 960, 48)
  context.font = font(400, 32)
  lines(context, factor, 60, after + 8, 44)
}

/** Saves the slip as a PNG where the phone keeps downloads. */
export async function savePicture(drawn: Drawn): Promise<void> {
  const canvas = document.createElement("canvas")
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const context = canvas.getContext("2d")
  if (context === null) return
  draw(context, drawn)
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/png")
  })
  if (blob === null) return
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = `cua-lang-${drawn.code}.png`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
