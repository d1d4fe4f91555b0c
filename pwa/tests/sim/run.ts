/* The simulation: the phone's real core against a real server. Started by tests/torture, which owns the server and speaks
   with this process over its pipes; many seeds run here one after the other, each with an office and people of its own. */
import { driverOnPipes } from "./driver.ts"
import type { Mutant } from "./broken.ts"
import { pagesIn, type Given } from "./ground.ts"
import { History } from "./history.ts"
import { Tally } from "./tally.ts"

interface Order {
  readonly base: string
  readonly pages: string
  readonly seeds: readonly number[]
  readonly steps: number
  readonly mutant: Mutant
  readonly restores: boolean
  readonly badness: number | null
}

const order = JSON.parse(process.argv[2] ?? "{}") as Order
const driver = driverOnPipes()
const pages = pagesIn(order.pages)
for (const seed of order.seeds) {
  const tally = new Tally()
  const given = (await driver.ask("ground", { seed })) as unknown as Given
  const { steps, mutant, restores, badness, base } = order
  const history = new History({ seed, steps, ground: { ...given, base, pages }, mutant, driver, tally, restores, badness })
  const told = await history
    .run()
    .catch((error: unknown) => ({ violations: [{ invariant: "crashed", said: String((error as Error).stack) }] }))
  await driver.ask("end", { seed, ...told, counts: tally.told() })
}
process.exit(0)
