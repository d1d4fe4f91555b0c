/* Drafts as a person has them on several phones: where each was last touched, and what was kept of those that ended. */
import { dropKept, restoreKept } from "../../core/db/kept.ts"
import type { Draft, KeptRecord } from "../../core/db/records.ts"
import { COPIES, KEPT } from "../../core/db/tables.ts"
import { uuid7 } from "../../core/domain/ids.ts"
import type { Parts } from "./parts.ts"

/** Where a draft was last written on, and how its copy on the server stands. */
export interface DraftPlace {
  /** What the other phone says of itself; absent where it was this one. */
  readonly device?: string
  readonly saved_at?: string
  /** The server's copy goes then, unless somebody goes on with it. */
  readonly ends_at?: string
  /** Why the server does not take it. */
  readonly fault?: string
}

export interface DraftsOfPhones {
  /** This phone, as clashes name it. */
  readonly device_id: string
  places(): Promise<ReadonlyMap<string, DraftPlace>>
  /** What was written on drafts that ended elsewhere, the latest first. */
  kept(): Promise<readonly KeptRecord[]>
  /** Opens what was kept as a new draft. */
  restore(draft_id: string): Promise<Draft | undefined>
  /** Gives up for good what was kept. */
  forget(draft_id: string): Promise<void>
}

export function draftsOf(parts: Parts): DraftsOfPhones {
  const { base, loop } = parts
  return {
    device_id: base.device.id,
    places: async () => {
      const all = (await parts.store.all(COPIES)).map((held) => held.value)
      return new Map(
        all.map(({ draft_id, device_id, device, saved_at, ends_at, fault }) => [
          draft_id,
          {
            ...(device !== undefined && device_id !== base.device.id && { device }),
            ...(saved_at !== undefined && { saved_at }),
            ...(ends_at !== undefined && { ends_at }),
            ...(fault !== undefined && { fault }),
          },
        ]),
      )
    },
    kept: async () => {
      const all = (await parts.store.all(KEPT)).map((held) => held.value)
      return all.sort((a, b) => (a.kept_at < b.kept_at ? 1 : -1))
    },
    restore: async (id) => {
      const draft = await restoreKept(parts.store, id, { newId: () => uuid7(), now: base.world.now })
      if (draft !== undefined) loop.wake("saved")
      return draft
    },
    forget: async (id) => {
      await dropKept(parts.store, id, base.world.now())
      loop.wake("saved")
    },
  }
}
