import { Screen } from "../../app/Screen.tsx"
import type { PageProps } from "../../app/routes.ts"
import { common } from "../../i18n/common.ts"
import { say } from "../../i18n/lang.ts"
import { searchIcon } from "../../ui/icons.ts"
import { ButtonLink } from "../../ui/Button.tsx"
import { Empty } from "../../ui/States.tsx"
import { NoCatalogue } from "./NoCatalogue.tsx"
import { ProcedureList } from "./ProcedureList.tsx"
import { useCatalogue } from "./useCatalogue.ts"
import { t } from "./words.ts"

/** Behind one door: everything a family may have to do at such a time, the usual first. */
export default function LifeEventPage({ params }: PageProps) {
  const catalogue = useCatalogue()
  const key = params["event"] ?? ""
  const bundle = catalogue.state === "here" ? catalogue.value.bundle : undefined
  const event = bundle?.life_events.find((each) => each.key === key)
  const found = bundle?.procedures.filter((procedure) => procedure.life_events.includes(key)) ?? []
  const usual = [...found].sort((a, b) => Number(b.form.kind === "full") - Number(a.form.kind === "full"))
  const title = say(event?.name) || common().procedures
  return (
    <Screen title={title} place="procedures" back={{ href: "/", label: common().home }}>
      <h1>{title}</h1>
      {catalogue.state !== "here" && <NoCatalogue catalogue={catalogue} />}
      {found.length > 0 && (
        <section class="tight">
          <p class="small muted before">{t().foundN(found.length)}</p>
          <ProcedureList procedures={usual} />
        </section>
      )}
      {bundle && found.length === 0 && (
        <Empty icon={searchIcon} title={t().nothingFound} actions={<ButtonLink href="/thu-tuc">{t().all}</ButtonLink>}>
          {t().nothingFoundMore}
        </Empty>
      )}
    </Screen>
  )
}
