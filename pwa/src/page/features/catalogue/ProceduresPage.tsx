import { useState } from "preact/hooks"
import type { Bundle } from "../../../core/contract/catalogue.ts"
import { useModule } from "../../app/lazy.ts"
import { Screen } from "../../app/Screen.tsx"
import type { PageProps } from "../../app/routes.ts"
import { common } from "../../i18n/common.ts"
import { say } from "../../i18n/lang.ts"
import { Icon } from "../../ui/Icon.tsx"
import { scanIcon, searchIcon } from "../../ui/icons.ts"
import { NoCatalogue } from "./NoCatalogue.tsx"
import { ProcedureList } from "./ProcedureList.tsx"
import { useCatalogue } from "./useCatalogue.ts"
import { t } from "./words.ts"
import "./home.css"

/** Keeps what is being looked for in the address, so that coming back shows it again. */
function keepInAddress(asked: string): void {
  const address = asked.trim() ? `?tim=${encodeURIComponent(asked.trim())}` : location.pathname
  history.replaceState(history.state, "", address)
}

/** All procedures: by field, or what a search finds. */
export default function ProceduresPage({ search }: PageProps) {
  const catalogue = useCatalogue()
  const [asked, setAsked] = useState(search.get("tim") ?? "")
  const ask = (next: string): void => {
    setAsked(next)
    keepInAddress(next)
  }
  return (
    <Screen title={t().all} place="procedures" barTitle={common().procedures}>
      <h1>{t().all}</h1>
      {/* biome-ignore lint/a11y/useSemanticElements: older phones do not know <search> */}
      <form class="find tight" role="search" onSubmit={(event) => event.preventDefault()}>
        <label class="find__box">
          <span class="vh">{t().find}</span>
          <Icon d={searchIcon} />
          <input
            type="search"
            placeholder={t().findHint}
            autocomplete="off"
            enterkeyhint="search"
            value={asked}
            onInput={(event) => ask(event.currentTarget.value)}
          />
        </label>
        <a class="find__scan" href="/quet">
          <Icon d={scanIcon} />
          {t().scan}
        </a>
      </form>
      <Body catalogue={catalogue} asked={asked} />
    </Screen>
  )
}

function Body({ catalogue, asked }: { catalogue: ReturnType<typeof useCatalogue>; asked: string }) {
  const search = useModule(() => import("./Found.tsx"), asked !== "")
  if (catalogue.state !== "here") return <NoCatalogue catalogue={catalogue} />
  const { bundle } = catalogue.value
  return asked.trim() && search ? <search.Found bundle={bundle} asked={asked} /> : <ByField bundle={bundle} />
}

function ByField({ bundle }: { bundle: Bundle }) {
  const groups = bundle.fields
    .map((field) => ({ field, procedures: bundle.procedures.filter((procedure) => procedure.field.key === field.key) }))
    .filter((group) => group.procedures.length > 0)
  return (
    <>
      <p class="small muted snug">{t().allCount(bundle.procedures.length)}</p>
      <nav class="events-row tight" aria-label={t().doors}>
        {bundle.life_events.map((event) => (
          <a key={event.key} href={`/viec/${event.key}`}>
            {say(event.name)}
          </a>
        ))}
      </nav>
      {groups.map(({ field, procedures }) => (
        <section key={field.key}>
          <div class="head">
            <h2>{say(field)}</h2>
            <span class="head__n">{procedures.length}</span>
          </div>
          <ProcedureList procedures={procedures} />
        </section>
      ))}
    </>
  )
}
