import type { Fault } from "../../../core/contract/result.ts"
import { moveName } from "../../i18n/moves.ts"
import { Button } from "../../ui/Button.tsx"
import { sentence, shortMoment } from "./say.ts"
import { wb } from "./words-bench.ts"
import { t } from "./words.ts"

interface Said {
  fault: Fault | undefined
  onReload: () => void
}

/** Why a move was not made: somebody was faster, or a sentence. */
export function Refused({ fault, onReload }: Said) {
  if (!fault) return null
  if (fault.status === 409 && fault.params?.["who"] !== undefined) return <Conflict fault={fault} onReload={onReload} />
  return (
    <p class="d-line__why" role="alert">
      {fault.code === "offline" ? wb().offlineAct : sentence(fault)}
    </p>
  )
}

/** Someone else acted first: who, what and when, and the way to the newest; nothing typed is lost. */
function Conflict({ fault, onReload }: { fault: Fault; onReload: () => void }) {
  const text = (name: string): string => {
    const found = fault.params?.[name]
    return typeof found === "string" ? found : ""
  }
  const at = text("at")
  return (
    <div class="mend" role="alert">
      <h3 class="mend__head">{t().conflictTitle}</h3>
      <div class="mend__body">
        <p>{t().conflictMore(text("who") || t().someone, moveName(text("move")), at ? shortMoment(at) : "")}</p>
        <Button onPress={onReload}>{t().reload}</Button>
      </div>
    </div>
  )
}
