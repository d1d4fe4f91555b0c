import type { InApp } from "../../../core/domain/inapp.ts"
import { OutOfHere } from "../../app/OutOfHere.tsx"
import { t } from "./words.ts"

/** Why this is no place for drafts, and the way out of it. */
export function InAppCard({ inApp }: { inApp: InApp }) {
  return (
    <section class="mend storage-card" aria-label={t().inAppTitle(inApp.app)}>
      <h2>{t().inAppTitle(inApp.app)}</h2>
      <p>{t().inApp}</p>
      <OutOfHere inApp={inApp} address={`${location.origin}/`} />
    </section>
  )
}
