import type { Slip } from "../../app/client.ts"
import { time } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { ButtonLink } from "../../ui/Button.tsx"
import { scanIcon } from "../../ui/icons.ts"
import { t } from "./words-counter.ts"

/** The way of a dossier that waits for a network: shown to the counter's camera. */
export function CounterWay({ slip }: { slip: Slip }) {
  if (slip.scanned_at !== undefined) {
    return (
      <Banner kind="done" tight>
        {t().scanned(time(slip.scanned_at))}
      </Banner>
    )
  }
  return (
    <section class="card card--pad tight" data-silent>
      <h2>{t().title}</h2>
      <p>{t().more}</p>
      <ButtonLink wide icon={scanIcon} href={`/ho-so/${slip.dossier_id}/quay`}>
        {t().show}
      </ButtonLink>
    </section>
  )
}
