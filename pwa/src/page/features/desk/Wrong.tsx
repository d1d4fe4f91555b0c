import type { Fault } from "../../../core/contract/result.ts"
import { sentence } from "./say.ts"

/** Why an act did not go through, in words that say what to do; nothing where it did. */
export function Wrong({ fault }: { fault: Fault | undefined }) {
  if (fault === undefined) return null
  return (
    <p class="d-line__why" role="alert">
      {sentence(fault)}
    </p>
  )
}
