import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { beforeAll, describe, expect, it } from "vitest"
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader"
import { qrMatrix, qrPath, QUIET_ZONE, type QrMatrix } from "../../src/core/domain/qr.ts"

const SCALE = 3
/** How many bytes of ASCII each version holds at level M: a code one byte longer takes the next version. */
const CAPACITIES = [
  14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779, 857, 911, 997, 1059, 1125, 1190,
  1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989, 2099, 2213, 2331,
]

beforeAll(() => {
  const file = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm")
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(file)).buffer } })
})

/** The text a reader sees in the printed code. */
async function read(matrix: QrMatrix | null): Promise<string[]> {
  if (matrix === null) return []
  const size = (matrix.length + 2 * QUIET_ZONE) * SCALE
  const data = new Uint8ClampedArray(size * size * 4).fill(255)
  matrix.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (!dark) return
      for (let at = 0; at < SCALE * SCALE; at++) {
        const px = (x + QUIET_ZONE) * SCALE + (at % SCALE)
        const py = (y + QUIET_ZONE) * SCALE + Math.floor(at / SCALE)
        data.fill(0, (py * size + px) * 4, (py * size + px) * 4 + 3)
      }
    })
  })
  const found = await readBarcodes({ data, width: size, height: size, colorSpace: "srgb" }, { formats: ["QRCode"] })
  return found.map((result) => result.text)
}

describe("the QR encoder", () => {
  it.each(CAPACITIES.map((bytes, at) => [at + 1, bytes]))("fills version %i with %i bytes that a reader reads", async (version, bytes) => {
    const text = "CL/0123456789 abcdef ".repeat(120).slice(0, bytes)
    const matrix = qrMatrix(text)
    expect(matrix?.length).toBe(version * 4 + 17)
    expect(await read(matrix)).toEqual([text])
  })

  it("writes Vietnamese so that a reader need not guess the letters", async () => {
    expect(await read(qrMatrix("Ủy ban nhân dân xã Điện Thọ: Nguyễn Văn A"))).toEqual(["Ủy ban nhân dân xã Điện Thọ: Nguyễn Văn A"])
  })

  it("draws a payment and a slip that a reader reads", async () => {
    const payment =
      "00020101021238570010A00000072701270006970405011312345678901230208QRIBFTTA53037045405160005802VN62180814H26123452600016304AF38"
    const slip = "https://cualang.example.vn/t/BPQE-2SFM-8#I4RXGWC7PXJ4SALMBLG7UIYV"
    expect(await read(qrMatrix(payment))).toEqual([payment])
    expect(await read(qrMatrix(slip))).toEqual([slip])
  })

  it("says so when a text is longer than the largest code", () => {
    expect(qrMatrix("x".repeat(2332))).toBeNull()
  })

  it("gives the dark modules as one path with a quiet zone around it", () => {
    const { size, path } = qrPath([
      [true, true, false],
      [false, false, true],
    ])
    expect(size).toBe(10)
    expect(path).toBe("M4 4h2v1H4zM6 5h1v1H6z")
  })
})
