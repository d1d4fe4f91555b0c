import type { TrackOut } from "../../../core/contract/openapi.gen.ts"
import { dateTime, phone as phoneText } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { stateName } from "../../i18n/states.ts"
import { Banner } from "../../ui/Banner.tsx"
import { DueCard } from "../../ui/DueCard.tsx"
import { lockIcon } from "../../ui/icons.ts"
import { StateChip } from "../../ui/StateChip.tsx"
import { Way } from "../../ui/Way.tsx"
import { t } from "./words.ts"

/** What anyone with the second factor may know. */
export function Tracked({ found, at }: { found: TrackOut; at: string }) {
  return (
    <div class="track-found" role="status">
      <div class="title">
        <h2>{say({ vi: found.procedure_name.vi, en: found.procedure_name.en ?? undefined })}</h2>
        <StateChip state={stateName({ state: found.state, flags: [], awaiting_files: found.awaiting_files })} />
        <p class="muted num">{[found.official_number, found.local_code].filter(Boolean).join(" · ")}</p>
        <p class="muted num">
          {t().sent(dateTime(found.submitted_at))}. {t().updated(at)}
        </p>
      </div>
      {found.awaiting_files > 0 && <Banner kind="wait">{t().missing(found.awaiting_files)}</Banner>}
      {found.due && <DueCard due={found.due} state={found.state} contact={found.unit_phone ?? null} />}
      <Way steps={found.steps} />
      <section>
        <div class="head">
          <h2>{t().office}</h2>
        </div>
        <div class="card card--pad">
          <b>{found.unit_name}</b>
          {found.unit_phone && (
            <p>
              <a href={`tel:${found.unit_phone}`}>{phoneText(found.unit_phone)}</a>
            </p>
          )}
        </div>
      </section>
      <Banner kind="plain" icon={lockIcon}>
        {t().noName}
      </Banner>
    </div>
  )
}
