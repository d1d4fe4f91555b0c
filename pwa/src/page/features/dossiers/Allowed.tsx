import { useState } from "preact/hooks"
import type { AllowedOut, DossierOut } from "../../../core/contract/openapi.gen.ts"
import { date } from "../../i18n/format.ts"
import { phone } from "../../offline/phone.ts"
import { Button } from "../../ui/Button.tsx"
import { allowed as t } from "./words-allowed.ts"

/** Whether what was said here may be filled in again, and the button that ends it; works without a network. */
export function Allowed({ dossier }: { dossier: DossierOut }) {
  // a copy that this phone got before there was such a thing has none
  const given: AllowedOut | null = (dossier as Partial<DossierOut>).allowed ?? null
  const [said, setSaid] = useState<"going" | "failed">()
  if (given === null || dossier.my_role === "helper") return null
  const isOver = Date.parse(given.until) <= Date.now()
  const end = async (): Promise<void> => setSaid((await phone().dossiers.endReuse(dossier.dossier_id)).ok ? "going" : "failed")
  const words = given.withdrawn_at
    ? t().ended(date(given.withdrawn_at))
    : isOver
      ? t().over(date(given.until))
      : t().holds(date(given.given_at), date(given.until))
  return (
    <section>
      <div class="head">
        <h2>{t().title}</h2>
      </div>
      <div class="card card--pad allowed">
        <p>{words}</p>
        {!given.withdrawn_at && !isOver && (
          <>
            <div role="status">{said && <p>{t()[said]}</p>}</div>
            {said !== "going" && (
              <>
                <Button onPress={() => void end()}>{t().end}</Button>
                <p class="small muted">{t().endMore}</p>
              </>
            )}
          </>
        )}
      </div>
    </section>
  )
}
