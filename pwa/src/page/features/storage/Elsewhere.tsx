import { systemOf } from "../../../core/domain/inapp.ts"
import { dateTime } from "../../i18n/format.ts"
import type { Comeback } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { t } from "./words.ts"

/** Drafts that the same person's other phone or browser holds. */
export function Elsewhere({ comeback }: { comeback: Comeback }) {
  const others = (comeback.before?.held ?? []).filter((each) => !each.here && each.drafts > 0)
  if (others.length === 0) return null
  return (
    <section>
      <div class="head">
        <h2>{t().elsewhereTitle}</h2>
      </div>
      {others.map((each) => (
        <p key={each.at}>{t().elsewhere(each.drafts, dateTime(each.at))}</p>
      ))}
      {systemOf(navigator.userAgent) === "ios" && <p class="small muted">{t().elsewhereIos}</p>}
    </section>
  )
}

/** She types here what belongs into the app she has installed. */
export function Finish() {
  return (
    <Banner kind="wait">
      <b>{t().finishTitle}</b> {t().finish}
    </Banner>
  )
}
