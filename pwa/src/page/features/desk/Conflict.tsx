import type { Fault } from "../../../core/contract/result.ts"
import { moveName } from "../../i18n/moves.ts"
import { Button } from "../../ui/Button.tsx"
import { shortMoment } from "./say.ts"
import { t } from "./words.ts"

/** Someone else acted first: who, what and when, and the way to the newest; nothing typed is lost. */
export function Conflict({ fault, onReload }: { fault: Fault; onReload: () => void }) {
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
