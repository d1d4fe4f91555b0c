import type { DeskDossierOut } from "../../../core/contract/openapi.gen.ts"
import { money } from "../../i18n/format.ts"
import { t } from "./words-terms.ts"

/** That the fee is another one than stood on the sender's screen: by the rules of today, and after reception by what was asked for. */
export function FeeChanged({ found }: { found: DeskDossierOut }) {
  const { fee_seen: seen, fee_now: now, dossier } = found
  if (seen == null || now == null || seen === now) return null
  return (
    <div class="twins">
      <h2>{t().title}</h2>
      <p>{(dossier.received_at === null ? t().beforeNow : t().asked)(money(seen), money(now))}</p>
    </div>
  )
}
