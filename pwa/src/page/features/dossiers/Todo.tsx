import type { DossierOut } from "../../../core/contract/openapi.gen.ts"
import { stillAsked } from "../../../core/domain/supplement.ts"
import { openRequest } from "../../app/requests.ts"
import { longDate, money, startDate, time } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { doneIcon, sendIcon } from "../../ui/icons.ts"
import { t } from "./words.ts"

interface Props {
  dossier: DossierOut
  names: (paper: string) => string
  opening: boolean
  onOpenResult: () => void
}

const ENDED = ["returned", "refused", "stopped", "withdrawn"]

/** What this person should do next, first of all things; said just as plainly when it is nothing. */
export function Todo({ dossier, names, opening, onOpenResult }: Props) {
  const result = dossier.documents.find((each) => each.kind === "result" && !each.replaced)
  const asked = openRequest(dossier)
  const charge = dossier.charges.find((each) => each.status === "open" || each.status === "under")
  if (dossier.state === "ready" && result)
    return (
      <section class="mend">
        <h2 class="mend__head">{t().todoResult}</h2>
        <div class="mend__body">
          <p>{t().todoResultMore}</p>
          <Button kind="main" wide busy={opening} onPress={onOpenResult}>
            {t().openResult}
          </Button>
        </div>
      </section>
    )
  if (asked && dossier.may.includes("supplement"))
    return (
      <section class="mend">
        <h2 class="mend__head">{t().todoMore(stillAsked(asked.items).length)}</h2>
        <div class="mend__body">
          <p>
            <b>{t().moreUntil(longDate(asked.respond_by))}</b> {t().moreClock}
          </p>
          <ul class="bring">
            {stillAsked(asked.items).map((item) => (
              <li key={item.key}>
                {say({ vi: item.label.vi, en: item.label.en ?? undefined })}: {item.reason}
              </li>
            ))}
          </ul>
          <ButtonLink href={`/ho-so/${dossier.dossier_id}/bo-sung`} kind="main" wide>
            {t().addMore}
          </ButtonLink>
        </div>
      </section>
    )
  if (dossier.awaiting_files > 0)
    return (
      <Banner icon={sendIcon}>
        <b>{t().todoFiles(dossier.awaiting_files)}.</b> {t().todoFilesMore}
      </Banner>
    )
  if (ENDED.includes(dossier.state)) return null
  if (charge)
    return (
      <section class="mend">
        <h2 class="mend__head">{t().yours}</h2>
        <div class="mend__body">
          <h3>{t().todoPay(money(charge.amount - charge.paid))}</h3>
          <p>{t().todoPayMore}</p>
        </div>
      </section>
    )
  if (dossier.originals_to_bring.length > 0)
    return (
      <section class="mend">
        <h2 class="mend__head">{t().todoOriginals}</h2>
        <div class="mend__body">
          <p>{t().todoOriginalsMore}</p>
          <ul class="bring">
            {dossier.originals_to_bring.map((paper) => (
              <li key={paper}>{names(paper)}</li>
            ))}
          </ul>
        </div>
      </section>
    )
  const before = dossier.receive_before
  return (
    <Banner kind="plain" icon={doneIcon}>
      <b>{t().todoNothing}.</b> {before ? t().todoReceive(`${time(before)}, ${startDate(before).toLocaleLowerCase("vi")}`) : t().todoWait}
    </Banner>
  )
}
