/* A rescue file of a store that nobody here can open: a forgotten PIN. Its rows go into the file as they are, with the key
   that is sealed to the office; what the office has already, it has once. Drafts that were never sent are no acts of
   anybody's and stay behind. */
import { fail, ok, type Result } from "../contract/result.ts"
import { PART_BYTES, partName, RESCUE_SEALED } from "../domain/rescue.ts"
import type { Base } from "./base.ts"
import { newCode, sealedPart, type RescueFile } from "./parts.ts"
import { contentSize, lockedBytes, lockedRows, packRun, packSealed, packVault } from "./sealed-rows.ts"

/** A run of one page, or the whole of it. */
interface Run {
  readonly id: string
  readonly offset: number
  readonly length: number
}

export interface LockedRescue {
  readonly code: string
  readonly count: number
  /** Acts in it; how many of them the office lacks, only the office can tell. */
  readonly things: number
  part(number: number): Promise<RescueFile>
}

/** Promises the parts; each has the acts and what is known of the pages, so that none needs another to be opened. */
export async function makeLockedRescue(base: Base, principal: string, limit = PART_BYTES): Promise<Result<LockedRescue>> {
  const key = (await base.device.server())?.office_key
  const vault = packVault(base, principal)
  if (key === undefined || vault === undefined) return fail("office_key_missing")
  const { ops, pages } = await lockedRows(base, principal)
  if (ops.length === 0) return fail("nothing_to_send")
  const rows = [vault, ...[...ops, ...pages].map(packSealed)]
  const free = Math.max(limit - rows.reduce((sum, row) => sum + row.byteLength, 0), limit / 4)
  const plan = await planRuns(base, principal, { pages: pages.map((page) => page.id), free })
  const code = newCode()
  const part = async (number: number): Promise<RescueFile> => {
    const runs: Uint8Array[] = []
    for (const { id, offset, length } of plan[number - 1] ?? []) {
      const row = await lockedBytes(base, principal, id)
      if (row !== undefined) runs.push(packRun(row, offset, length))
    }
    const head = { format: RESCUE_SEALED, code, part: number, parts: plan.length }
    return { name: partName(code, number, plan.length), bytes: await sealedPart(base, key, head, [...rows, ...runs]) }
  }
  return ok({ code, count: plan.length, things: ops.length, part })
}

/** Shares the pages out; one that is larger than what is free is cut. */
async function planRuns(base: Base, principal: string, { pages, free }: { pages: readonly string[]; free: number }): Promise<Run[][]> {
  const plan: Run[][] = [[]]
  let left = free
  for (const id of pages) {
    const row = await lockedBytes(base, principal, id)
    const size = row === undefined ? 0 : contentSize(row)
    for (let offset = 0; offset < size; ) {
      if (left <= 0) {
        plan.push([])
        left = free
      }
      const length = Math.min(size - offset, left)
      plan.at(-1)?.push({ id, offset, length })
      left -= length
      offset += length
    }
  }
  return plan
}
