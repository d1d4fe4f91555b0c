/* Reads QR codes out of pictures: the phone's own reader where it has one, else zxing, fetched when first needed. */

type Look = (source: HTMLVideoElement | ImageBitmap) => Promise<string[]>

interface NativeDetector {
  detect(source: HTMLVideoElement | ImageBitmap): Promise<{ rawValue: string }[]>
}
interface NativeDetectorMaker {
  new (options: { formats: string[] }): NativeDetector
  getSupportedFormats(): Promise<string[]>
}

/** Long edge of the frame that is looked at: enough for an ID card's code, light enough for an old phone. */
const EDGE = 1280

async function native(): Promise<Look | undefined> {
  const Maker = (globalThis as { BarcodeDetector?: NativeDetectorMaker }).BarcodeDetector
  if (Maker === undefined || !(await Maker.getSupportedFormats()).includes("qr_code")) return undefined
  const detector = new Maker({ formats: ["qr_code"] })
  return async (source) => (await detector.detect(source).catch(() => [])).map((found) => found.rawValue)
}

function pixels(source: HTMLVideoElement | ImageBitmap, canvas: HTMLCanvasElement): ImageData | undefined {
  const [width, height] = source instanceof ImageBitmap ? [source.width, source.height] : [source.videoWidth, source.videoHeight]
  const scale = Math.min(1, EDGE / Math.max(width, height, 1))
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const context = canvas.getContext("2d", { willReadFrequently: true })
  context?.drawImage(source, 0, 0, canvas.width, canvas.height)
  return context?.getImageData(0, 0, canvas.width, canvas.height)
}

async function zxing(): Promise<Look> {
  const [{ prepareZXingModule, readBarcodes }, { default: wasmUrl }] = await Promise.all([
    import("zxing-wasm/reader"),
    import("zxing-wasm/reader/zxing_reader.wasm?url"),
  ])
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true })
  const canvas = document.createElement("canvas")
  return async (source) => {
    const image = pixels(source, canvas)
    if (image === undefined) return []
    const found = await readBarcodes(image, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 2 })
    return found.filter((each) => each.isValid).map((each) => each.text)
  }
}

let ready: Promise<Look> | undefined

/** The best reader of this phone; a failed start is tried again the next time. */
export function reader(): Promise<Look> {
  ready ??= native()
    .then((look) => look ?? zxing())
    .catch((error: unknown) => {
      ready = undefined
      throw error
    })
  return ready
}

/** The texts of the QR codes in a picture. */
export async function readPicture(file: Blob): Promise<string[]> {
  const [look, picture] = await Promise.all([reader(), createImageBitmap(file)])
  const texts = await look(picture)
  picture.close()
  return texts
}
