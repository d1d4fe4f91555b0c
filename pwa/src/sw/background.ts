/* The same loop as in the page, run by the browser when a network is there and no page is open. */
import { Base } from "../core/sync/base.ts"
import { Loop } from "../core/sync/loop.ts"
import type { World } from "../core/sync/world.ts"

/** One whole round; rejects where the line was down, so that the browser tries again by itself. */
export async function sendInBackground(world: World): Promise<void> {
  const base = await Base.open(world)
  const loop = new Loop(base)
  try {
    await loop.run()
  } finally {
    loop.stop()
    base.close()
  }
  if (loop.phase === "offline" || loop.phase === "captive" || loop.phase === "waiting") throw new Error(loop.phase)
}
