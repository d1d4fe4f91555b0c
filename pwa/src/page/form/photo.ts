/* From whatever the camera or the gallery gives to a page worth keeping: right way up, light, without a place or a device in it. */

import { HEAD, measureOf } from "./measure.ts"

export type PhotoFault = "not_picture" | "unreadable" | "too_large"

export interface Page {
  readonly bytes: ArrayBuffer
  readonly type: "image/jpeg" | "application/pdf"
  readonly sha256: string
  readonly thumb?: ArrayBuffer
  readonly warn: ("dark" | "blurred")[]
}

export type Made = { ok: true; page: Page } | { ok: false; fault: PhotoFault }

const EDGE = 1600
/** More pixels than this are never all in memory at once: the browser makes the picture smaller while it decodes. */
const WHOLE = 16_000_000
const WANTED = 320_000
const QUALITIES = [0.82, 0.72, 0.6, 0.48]
const THUMB_EDGE = 240
const PDF_LIMIT = 10_000_000
const SAMPLE_EDGE = 480
/** Mean brightness (0 to 255) under which a paper is hard to read. */
const DARK = 70
/** Spread of the edges under which letters run into each other; measured on photos of printed and handwritten pages. */
const BLURRED = 45

const starts = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, n) => head[n] === byte)
const word = (head: Uint8Array, from: number, to: number): string => String.fromCharCode(...head.slice(from, to))

/** What the first bytes say a file is, whatever its name says. */
export function sniff(head: Uint8Array): "picture" | "pdf" | undefined {
  if (word(head, 0, 5) === "%PDF-") return "pdf"
  if (starts(head, 0xff, 0xd8, 0xff) || starts(head, 0x89, 0x50, 0x4e, 0x47)) return "picture"
  if (word(head, 0, 4) === "RIFF" && word(head, 8, 12) === "WEBP") return "picture"
  const brand = word(head, 4, 8) === "ftyp" ? word(head, 8, 12) : ""
  return /^(hei[cxms]|hev[cx]|mif1|msf1|avif)$/.test(brand) ? "picture" : undefined
}

/** Brightness of each pixel, row by row. */
export function grey(rgba: Uint8ClampedArray): Uint8ClampedArray {
  const light = new Uint8ClampedArray(rgba.length / 4)
  for (let n = 0; n < light.length; n += 1) {
    light[n] = 0.299 * (rgba[4 * n] ?? 0) + 0.587 * (rgba[4 * n + 1] ?? 0) + 0.114 * (rgba[4 * n + 2] ?? 0)
  }
  return light
}

/** What may make a page hard to read: too little light, or edges without sharpness (variance of the Laplacian). */
export function faultsOf(light: Uint8ClampedArray, width: number): ("dark" | "blurred")[] {
  const height = Math.floor(light.length / width)
  const at = (x: number, y: number): number => light[y * width + x] ?? 0
  let sum = 0
  for (const each of light) sum += each
  let edges = 0
  let squares = 0
  const count = Math.max(1, (width - 2) * (height - 2))
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const edge = 4 * at(x, y) - at(x - 1, y) - at(x + 1, y) - at(x, y - 1) - at(x, y + 1)
      edges += edge
      squares += edge * edge
    }
  }
  const spread = squares / count - (edges / count) ** 2
  const warn: ("dark" | "blurred")[] = []
  if (sum / Math.max(1, light.length) < DARK) warn.push("dark")
  if (spread < BLURRED) warn.push("blurred")
  return warn
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** Draws a picture so that its long edge is at most this; halving step by step keeps thin strokes. */
function drawn(source: ImageBitmap | HTMLCanvasElement, edge: number): HTMLCanvasElement {
  const scale = Math.min(1, edge / Math.max(source.width, source.height))
  const step = Math.max(scale, 0.5)
  const canvas = document.createElement("canvas")
  canvas.width = Math.max(1, Math.round(source.width * step))
  canvas.height = Math.max(1, Math.round(source.height * step))
  const context = canvas.getContext("2d")
  if (context) {
    // a transparent PNG would otherwise turn black
    context.fillStyle = "#fff"
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.imageSmoothingQuality = "high"
    context.drawImage(source, 0, 0, canvas.width, canvas.height)
  }
  return step > scale ? drawn(canvas, edge) : canvas
}

const encoded = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => {
    canvas.toBlob(resolve, "image/jpeg", quality)
  })

/** Encoding anew leaves every tag of the camera behind: place, device, time. */
async function light(canvas: HTMLCanvasElement): Promise<ArrayBuffer | undefined> {
  let best: Blob | null = null
  for (const quality of QUALITIES) {
    best = await encoded(canvas, quality)
    if (best === null || best.size <= WANTED) break
  }
  return best?.arrayBuffer()
}

function judged(canvas: HTMLCanvasElement): ("dark" | "blurred")[] {
  const small = drawn(canvas, SAMPLE_EDGE)
  const pixels = small.getContext("2d")?.getImageData(0, 0, small.width, small.height)
  return pixels ? faultsOf(grey(pixels.data), small.width) : []
}

/** How a picture of this many pixels is decoded: twice the edge that is kept leaves thin strokes whole. */
export function decoding(head: Uint8Array): ImageBitmapOptions {
  const upright: ImageBitmapOptions = { imageOrientation: "from-image" }
  const { width, height } = measureOf(head) ?? { width: 0, height: 0 }
  if (width * height <= WHOLE) return upright
  // one edge alone keeps the shape, whichever way the camera was held
  return { ...upright, resizeQuality: "high", ...(width >= height ? { resizeWidth: 2 * EDGE } : { resizeHeight: 2 * EDGE }) }
}

async function decoded(file: Blob): Promise<ImageBitmap | undefined> {
  const options = decoding(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()))
  const small = await createImageBitmap(file, options).catch(() => undefined)
  // a browser that cannot make it smaller while decoding decodes it as it is
  return small ?? createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => undefined)
}

async function pictureOf(file: Blob): Promise<Made> {
  const picture = await decoded(file)
  if (picture === undefined) return { ok: false, fault: "unreadable" }
  const canvas = drawn(picture, EDGE)
  picture.close()
  const bytes = await light(canvas)
  const thumb = await encoded(drawn(canvas, THUMB_EDGE), 0.7)
  const warn = judged(canvas)
  // a canvas holds its pixels until it is made small; old phones run out otherwise
  canvas.width = 0
  if (bytes === undefined) return { ok: false, fault: "unreadable" }
  const page: Page = { bytes, type: "image/jpeg", sha256: await sha256(bytes), warn, ...(thumb && { thumb: await thumb.arrayBuffer() }) }
  return { ok: true, page }
}

/** A page ready to be kept, or why this file cannot be one. */
export async function pageOf(file: Blob): Promise<Made> {
  const kind = sniff(new Uint8Array(await file.slice(0, 16).arrayBuffer()))
  if (kind === undefined) return { ok: false, fault: "not_picture" }
  if (kind === "picture") return pictureOf(file)
  if (file.size > PDF_LIMIT) return { ok: false, fault: "too_large" }
  const bytes = await file.arrayBuffer()
  return { ok: true, page: { bytes, type: "application/pdf", sha256: await sha256(bytes), warn: [] } }
}
