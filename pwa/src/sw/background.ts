/* The same loop as in the page, run by the browser when a network is there and no page is open. */
import { Base } from "../core/sync/base.ts"
import { Loop } from "../core/sync/loop.ts"
import type { World } from "../core/sync/world.ts"

/** What ends the rounds that run, of which each may have its own. */
const running = new Set<() => void>()

/** Somebody wants the next release now, and a browser changes workers only when the old one has nothing to do. What was
    on its way is sent again by whoever comes next, as after any other end in the middle. */
export function giveWay(): void {
  for (const end of running) end()
}

/** One whole round; rejects where the line was down or it gave way, so that the browser tries again by itself. */
export async function sendInBackground(world: World): Promise<void> {
  const base = await Base.open(world)
  const loop = new Loop(base)
  let end = (): void => undefined
  const gaveWay = new Promise<never>((_, reject) => {
    end = () => reject(new Error("gave way"))
  })
  running.add(end)
  try {
    await Promise.race([loop.run(), gaveWay])
  } finally {
    running.delete(end)
    loop.stop()
    base.close()
  }
  if (loop.phase === "offline" || loop.phase === "captive" || loop.phase === "waiting") throw new Error(loop.phase)
}
