/* What the screens of lost phones ask, whether from the office's desk or from a lead's own phone. */
import type { PhonesOut } from "../../core/contract/openapi.gen.ts"
import type { Result } from "../../core/contract/result.ts"

export interface PhonesSource {
  /** The phones this person may block, the last heard of first; by a name, or by the code of a slip that was made on it. */
  list(q: string): Promise<Result<PhonesOut>>
  block(device_id: string, reason: string): Promise<Result<undefined>>
  unblock(device_id: string, reason: string): Promise<Result<undefined>>
}
