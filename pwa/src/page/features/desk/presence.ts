/* Whether somebody sits at this desk: the last key or touch, in whichever tab of it. */
const KEY = "cl-desk-active"
const TOLD = 5_000
/** A request that comes so long after the last touch was made by the page itself. */
const BY_ITSELF = 60_000

let last = Date.now()
let told = 0
let spoke = Date.now()

function seen(): void {
  last = Date.now()
  if (last - told < TOLD) return
  told = last
  try {
    localStorage.setItem(KEY, String(last))
  } catch {
    // without storage each tab counts for itself
  }
}

/** When somebody last touched this desk. */
export function lastTouch(): number {
  try {
    return Math.max(last, Number(localStorage.getItem(KEY) ?? 0) || 0)
  } catch {
    return last
  }
}

/** Whether what is asked now is asked by the page itself; else the server has heard of the person by it. */
export function byItself(): boolean {
  if (Date.now() - lastTouch() > BY_ITSELF) return true
  spoke = Date.now()
  return false
}

/** When the server last heard of the person. */
export const lastSpoke = (): number => spoke

/** Listens for keys and touches; returns how to stop. */
export function listen(): () => void {
  seen()
  const names = ["keydown", "pointerdown", "wheel"] as const
  for (const name of names) addEventListener(name, seen, { passive: true, capture: true })
  return () => {
    for (const name of names) removeEventListener(name, seen, { capture: true })
  }
}
