/* How a page is cut out of a picture: quarter turns, then a box. The server does it after what is drawn here
   (app/digitising/rules.py); tests/shared/cutting.json holds both to it. */

export const WHOLE = 1000
/** A page that is cut out is at least this wide and high, in thousandths. */
export const LEAST = 50

/** Quarter turns clockwise, then a box of what is upright after them, in thousandths of its width and height. */
export interface Cut {
  readonly turns: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export const UNCUT: Cut = { turns: 0, left: 0, top: 0, right: WHOLE, bottom: WHOLE }

export const isWhole = (cut: Cut): boolean =>
  cut.turns === 0 && cut.left === 0 && cut.top === 0 && cut.right === WHOLE && cut.bottom === WHOLE

/** The size of the picture once it is turned. */
export const upright = (cut: Cut, width: number, height: number): readonly [number, number] =>
  cut.turns % 2 === 1 ? [height, width] : [width, height]

/** The pixels (left, top, right, bottom) that are kept of a picture of this size once it is turned; never nothing. */
export function boxOf(cut: Cut, width: number, height: number): readonly [number, number, number, number] {
  const [wide, high] = upright(cut, width, height)
  const left = Math.floor((cut.left * wide) / WHOLE)
  const top = Math.floor((cut.top * high) / WHOLE)
  const right = Math.ceil((cut.right * wide) / WHOLE)
  const bottom = Math.ceil((cut.bottom * high) / WHOLE)
  return [left, top, Math.max(right, left + 1), Math.max(bottom, top + 1)]
}

/** Turned once more, clockwise: what is seen stays what is seen. */
export const turned = (cut: Cut): Cut => ({
  turns: (cut.turns + 1) % 4,
  left: WHOLE - cut.bottom,
  top: cut.left,
  right: WHOLE - cut.top,
  bottom: cut.right,
})

const within = (from: number, to: number, at: number): number => from + Math.round(((to - from) * at) / WHOLE)

/** What is left of a cut where a box of it is kept, in thousandths of what is seen. */
export const trimmed = (cut: Cut, [left, top, right, bottom]: readonly [number, number, number, number]): Cut => ({
  turns: cut.turns,
  left: within(cut.left, cut.right, left),
  top: within(cut.top, cut.bottom, top),
  right: within(cut.left, cut.right, right),
  bottom: within(cut.top, cut.bottom, bottom),
})

/** A page that holds two, side by side or one above the other, as two. */
export function halved(cut: Cut, along: "side" | "above"): readonly [Cut, Cut] {
  const half = WHOLE / 2
  return along === "side"
    ? [trimmed(cut, [0, 0, half, WHOLE]), trimmed(cut, [half, 0, WHOLE, WHOLE])]
    : [trimmed(cut, [0, 0, WHOLE, half]), trimmed(cut, [0, half, WHOLE, WHOLE])]
}

/** Whether it can still be halved: what is left of each is no sliver. */
export const canHalve = (cut: Cut, along: "side" | "above"): boolean =>
  (along === "side" ? cut.right - cut.left : cut.bottom - cut.top) >= 2 * LEAST
