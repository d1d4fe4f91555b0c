import { dateTime } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { t, type OutReason } from "./words-out.ts"

const REASONS: readonly string[] = ["reassigned", "closed", "mandate_revoked", "role_ended", "adopted"] satisfies OutReason[]
const isKnown = (reason: string): reason is OutReason => REASONS.includes(reason)

/** Why this can only be read here, and that nothing made on this phone goes before it has arrived. */
export function Out({ out }: { out: { reason: string; at: string } }) {
  return (
    <Banner kind="wait">
      <p>
        <b>{t().title}</b> {isKnown(out.reason) ? t()[out.reason] : t().other}
      </p>
      <p class="small">
        {t().stays} {out.at && t().since(dateTime(out.at))}
      </p>
    </Banner>
  )
}
