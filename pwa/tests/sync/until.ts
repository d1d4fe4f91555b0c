/* Waits for what the phone does by itself: turn by turn, never by the clock. */
import { setImmediate } from "node:timers/promises"

export async function until(holds: () => boolean | Promise<boolean>, what = "it"): Promise<void> {
  for (let turns = 0; turns < 500_000; turns += 1) {
    if (await holds()) return
    await setImmediate()
  }
  throw new Error(`${what} did not come`)
}
