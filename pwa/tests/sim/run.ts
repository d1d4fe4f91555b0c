/* The simulation: the phone's real core against a real server. Started by tests/sync/test_simulation.py, which owns the
   server: a line "kill" on stdout asks it to kill the workers, "restart" the whole server. The last line is what happened. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { diceOf } from "./dice.ts"
import { SimPhone, type Ground } from "./phone.ts"

interface Plan {
  readonly base: string
  readonly seed: number
  readonly phones: number
  readonly steps: number
  /** How often the server's workers die, and how often the whole server. */
  readonly kills: number
  readonly restarts: number
  readonly unit_id: string
  readonly procedure: string
  readonly answers: Record<string, unknown>
  readonly pages: string
  readonly password: string
}

const plan = JSON.parse(process.argv[2] ?? "{}") as Plan
const say = (word: string): boolean => process.stdout.write(`${word}\n`)

async function main(): Promise<void> {
  const dice = diceOf(plan.seed)
  const phones = Array.from({ length: plan.phones }, (_, n) => new SimPhone(groundOf(plan, n), diceOf(plan.seed * 1000 + n)))
  await Promise.all(phones.map((phone) => phone.start()))
  const badness = dice.pick([0.1, 0.25, 0.4])
  const moments = (count: number): Set<number> => new Set(Array.from({ length: count }, () => dice.below(plan.steps)))
  const [kills, restarts] = [moments(plan.kills), moments(plan.restarts)]
  for (let step = 0; step < plan.steps; step += 1) {
    if (kills.has(step)) say("kill")
    if (restarts.has(step)) say("restart")
    // some steps meet a dead server, then it is waited for
    if (restarts.has(step - 3)) await alive()
    for (const phone of phones) phone.badness = dice.often(0.15) ? 1 : badness
    await Promise.all(phones.map((phone) => phone.step()))
  }
  await alive()
  const told = await Promise.all(phones.map(finished))
  process.stdout.write(`${JSON.stringify({ seed: plan.seed, phones: told })}\n`, () => process.exit(0))
}

/** The server answers again. */
async function alive(): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (
      await fetch(`${plan.base}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return
    await setTimeout(100)
  }
  throw new Error("the server did not come back")
}

async function finished(phone: SimPhone): Promise<Record<string, unknown>> {
  const left = await phone.finish()
  const copies = await phone.copies(8)
  const told = {
    principal: phone.principal,
    left: left.map(({ op_id, kind, state, reason }) => ({ op_id, kind, state, reason })),
    expected: [...phone.expected.values()],
    shown: await phone.shown(),
    copies: Object.fromEntries(copies),
    faults: Object.fromEntries(phone.tally),
  }
  phone.close()
  return told
}

function groundOf({ base, seed, unit_id, procedure, answers, pages, password }: Plan, n: number): Ground {
  const read = readdirSync(pages)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(pages, name))
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    })
  const last4 = String(answers["req_id_number"]).slice(-4)
  const person = { username: `sim-${seed}-${n}`, password }
  return { base, unitId: unit_id, procedure, answers, factor: { kind: "id", last4 }, pages: read, person }
}

await main()
