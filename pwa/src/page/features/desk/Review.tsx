import { date } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Chip } from "../../ui/Card.tsx"
import { doneIcon, warnIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { desk, me } from "./api.ts"
import { administered } from "./mine.ts"
import { Posters } from "./Posters.tsx"
import { ReceptionRules } from "./ReceptionRules.tsx"
import { sentence } from "./say.ts"
import { useRead } from "./useRead.ts"
import { t } from "./words.ts"
import { partName } from "./words-review.ts"

/** What the unit does with the catalogue by itself: receiving under a dated decision, posters. */
function Own() {
  const units = administered(useWatch(me))
  const permissions = me.get()?.permissions ?? []
  const [read, again] = useRead(desk.choices)
  if (read.state === "opening") return <Skeleton rows={3} />
  if (read.state === "failed") return <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />
  return (
    <div class="room__two">
      {permissions.includes("units.manage") && <ReceptionRules units={units} procedures={read.value.procedures} />}
      <Posters units={units} procedures={read.value.procedures} events={read.value.events} />
    </div>
  )
}

/** For administrators: what the catalogue is not sure of, with its source; never hidden. */
export function Review() {
  const [read, again] = useRead(desk.review)
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1>{t().catalogue}</h1>
      <Own />
      <h2>{t().catalogueTitle}</h2>
      <p class="muted">{t().catalogueMore}</p>
      {read.state === "opening" && <Skeleton rows={5} />}
      {read.state === "failed" && <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />}
      {read.state === "here" && read.value.procedures.length === 0 && <Empty icon={doneIcon} title={t().noReview} />}
      {read.state === "here" && read.value.procedures.length > 0 && (
        <div class="card list">
          {read.value.procedures.map((fact) => (
            <div class="item" key={fact.code}>
              <span class="item__body">
                <a class="item__name" href={`/thu-tuc/${fact.code}`}>
                  {say({ vi: fact.name.vi, en: fact.name.en ?? undefined })}
                </a>
                <span class="item__note num">
                  {fact.code}. {t().source(fact.source.name, date(fact.source.date))}
                </span>
                <Chip kind="phone" icon={warnIcon}>
                  {t().needsCheck}: {fact.check.map(partName).join("; ") || partName(fact.confidence)}
                </Chip>
              </span>
            </div>
          ))}
        </div>
      )}
    </main>
  )
}
