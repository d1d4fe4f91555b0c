import type { Fault } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { t } from "./words.ts"

/** One sentence for what did not work: the server's own, or that a network is needed. */
export function sentence(fault: Fault): string {
  if (fault.code === "offline" || fault.code === "captive") return t().offline
  if (fault.status === 429 && fault.wait !== undefined) return t().wait(Math.ceil(fault.wait / 1000))
  if (fault.say) return say({ vi: fault.say.vi, en: fault.say.en ?? undefined })
  return t().failedAct
}
