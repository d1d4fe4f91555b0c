/* Bytes take turns: whatever is more urgent goes between two pieces, and then they go on where they were. */
import type { Fault } from "../contract/result.ts"
import { operations } from "../db/operations.ts"
import { dueOperations, push, type PushOrder } from "./push.ts"
import { upload, type UploadOrder } from "./uploads.ts"

export interface BytesOrder extends PushOrder, Pick<UploadOrder, "pace" | "progress"> {
  /** True where the loop would rather begin a new round: a person tapped, or somebody else is in front. */
  readonly elsewhere: () => boolean
}

export interface BytesRound {
  readonly stop: Fault | undefined
  readonly stored: number
}

/** Sends the bytes that are due; an operation made meanwhile goes before the next piece. */
export async function sendBytes(order: BytesOrder): Promise<BytesRound> {
  const { elsewhere } = order
  let known = await due(order)
  let stored = 0
  const urgent = async (): Promise<boolean> => elsewhere() || [...(await due(order))].some((id) => !known.has(id))
  for (;;) {
    const round = await upload({ ...order, urgent })
    stored += round.stored
    if (!round.gaveWay || elsewhere()) return { stop: round.stop, stored }
    const stop = await push(order)
    if (stop !== undefined) return { stop, stored }
    // what is due still had its turn: it does not hold the bytes up again
    known = await due(order)
  }
}

async function due({ base, owner, principals }: BytesOrder): Promise<ReadonlySet<string>> {
  const all = dueOperations(await operations(base.store(owner)), base.world.now())
  return new Set(all.filter((op) => principals.has(op.principal)).map((op) => op.op_id))
}
