/* What a phone shows at the counter, for its screens. */
import type { Result } from "../../core/contract/result.ts"
import type { Showing } from "../../core/sync/shown.ts"
import type { Parts } from "./parts.ts"

export type { Showing } from "../../core/sync/shown.ts"

export interface AtCounter {
  /** The frames of a dossier that waits here; the fault `sent` where the office has it. */
  showing(dossier_id: string): Promise<Result<Showing>>
  /** Notes that the counter has it, by what was read or typed from its screen. Promises whether it was the right one. */
  scanned(dossier_id: string, receipt: string): Promise<boolean>
}

export function counterOf(parts: Parts): AtCounter {
  return {
    showing: async (dossierId) => {
      const { showing } = await import("../../core/sync/shown.ts")
      return showing(parts.base, parts.front, { dossierId, bundle: await parts.catalogue.bundle() })
    },
    scanned: async (dossierId, receipt) => {
      const { tellScanned } = await import("../../core/sync/shown.ts")
      return tellScanned(parts.base, parts.front, dossierId, receipt)
    },
  }
}
