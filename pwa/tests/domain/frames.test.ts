import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { base64url } from "../../src/core/domain/base64url.ts"
import { checksum, Collector, FRAME_BYTES, frames, isReceipt, MOST_FRAMES, receiptSquare } from "../../src/core/domain/frames.ts"
import { qrMatrix } from "../../src/core/domain/qr.ts"

const bytes = fc.uint8Array({ minLength: 1, maxLength: 3000 })
const name = fc.uint8Array({ minLength: 6, maxLength: 6 }).map((six) => base64url(six.slice().buffer))
const made = fc.tuple(name, bytes).map(([given, content]) => ({ name: given, content, frames: frames(given, content) ?? [] }))
/** A rather arbitrary stream of frames: any of them, in any order, as often as it likes. */
const stream = (all: readonly string[]): fc.Arbitrary<string[]> => fc.array(fc.constantFrom(...all), { maxLength: all.length * 2 })

describe("the frames of a dossier", () => {
  it("come together in any order, with any of them lost and any of them twice, as soon as each was seen once", () => {
    fc.assert(
      fc.property(
        made.chain((sent) =>
          fc.tuple(fc.constant(sent), stream(sent.frames), fc.shuffledSubarray(sent.frames, { minLength: sent.frames.length })),
        ),
        ([sent, lossy, round]) => {
          const collector = new Collector()
          for (const frame of lossy) collector.add(frame)
          const seen = new Set(lossy)
          expect(collector.present?.here.length ?? 0).toBe(seen.size)
          expect(collector.whole !== undefined).toBe(seen.size === sent.frames.length)
          // what was lost comes round again
          for (const frame of round) expect(collector.add(frame)).toBe(seen.has(frame) ? "again" : "new")
          expect(collector.whole).toEqual(new Uint8Array(sent.content))
        },
      ),
    )
  })

  it("are refused when a letter of one was misread, and the others are not spoiled by it", () => {
    const misread = made.chain((sent) =>
      fc.tuple(
        fc.constant(sent),
        fc.nat({ max: sent.frames.length - 1 }),
        fc.nat(),
        fc.constantFrom("A", "B", "Z", "a", "b", "z", "0", "1", "9", "-", "_"),
      ),
    )
    fc.assert(
      fc.property(misread, ([sent, which, where, letter]) => {
        const right = sent.frames[which] ?? ""
        const at = 5 + (where % (right.length - 5))
        const wrong = right.slice(0, at) + letter + right.slice(at + 1)
        fc.pre(wrong !== right)
        const collector = new Collector()
        expect(collector.add(wrong)).toBe("damaged")
        for (const frame of sent.frames) collector.add(frame)
        expect(collector.add(wrong)).toBe("damaged")
        expect(collector.whole).toEqual(new Uint8Array(sent.content))
      }),
    )
  })

  it("of two phones never mix", () => {
    fc.assert(
      fc.property(made, made, fc.infiniteStream(fc.boolean()), (one, two, turns) => {
        fc.pre(one.name !== two.name)
        const collector = new Collector()
        const [left, right] = [[...one.frames], [...two.frames]]
        let last = one
        while (left.length + right.length > 0) {
          const first = turns.next().value === true ? left.length > 0 : right.length === 0
          last = first ? one : two
          collector.add((first ? left : right).shift() ?? "")
          if ((first ? left : right).length === 0) expect(collector.whole).toEqual(new Uint8Array(last.content))
        }
        collector.close(last.name)
        expect(collector.add(last.frames[0] ?? "")).toBe("again")
        expect(collector.present).toBeUndefined()
      }),
    )
  })

  it("that contradict each other are damaged, though each is whole", () => {
    const [one] = frames("AAAAAAAA", new Uint8Array([1])) ?? []
    const [other] = frames("AAAAAAAA", new Uint8Array([2])) ?? []
    const [longer] = frames("AAAAAAAA", new Uint8Array(FRAME_BYTES + 1)) ?? []
    const collector = new Collector()
    expect(collector.add(one ?? "")).toBe("new")
    expect(collector.add(other ?? "")).toBe("damaged")
    expect(collector.add(longer ?? "")).toBe("damaged")
    expect(collector.whole).toEqual(new Uint8Array([1]))
  })

  it("are told from every other code, and end where nobody would hold a phone still any longer", () => {
    const collector = new Collector()
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.trim().startsWith("CLQ1:"))
        expect(collector.add(text)).toBe("other")
      }),
    )
    expect(frames("AAAAAAAA", new Uint8Array(FRAME_BYTES * MOST_FRAMES))).toHaveLength(MOST_FRAMES)
    expect(frames("AAAAAAAA", new Uint8Array(FRAME_BYTES * MOST_FRAMES + 1))).toBeUndefined()
    for (const text of ["CLQ1:AAAAAAAA:0/1:", "CLQ1:AAAAAAAA:2/1:", "CLQ1:AAAAAAAA:1/999:"]) {
      const [, transfer = "", place = ""] = text.split(":")
      expect(collector.add(`${text}${checksum(`${transfer}:${place}:AA`)}:AA`)).toBe("damaged")
    }
  })

  it("fit a code of 65 modules, whatever they carry", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: FRAME_BYTES * 3, maxLength: FRAME_BYTES * 3 }), (content) => {
        for (const frame of frames("AAAAAAAA", content) ?? []) expect(qrMatrix(frame)?.length).toBeLessThanOrEqual(65)
      }),
      { numRuns: 10 },
    )
  })
})

it("the checksum is the CRC-32 that everybody knows", () => {
  expect(checksum("123456789")).toBe("cbf43926")
})

it("a receipt is known from its square and from what was typed, and is not known from another's", () => {
  expect(isReceipt(receiptSquare("0K1M8Z"), "0K1M8Z")).toBe(true)
  expect(isReceipt(" ok i-m8z ", "0K1M8Z")).toBe(true)
  expect(isReceipt("0K1M8Y", "0K1M8Z")).toBe(false)
  expect(isReceipt("", "0K1M8Z")).toBe(false)
})
