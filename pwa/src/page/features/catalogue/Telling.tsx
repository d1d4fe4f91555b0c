import { useState } from "preact/hooks"
import type { Procedure } from "../../../core/contract/catalogue.ts"
import type { UnitOut } from "../../../core/contract/types.ts"
import { BookLink } from "../../app/BookLink.tsx"
import { useClient } from "../../app/client.ts"
import { hoursWords } from "../../i18n/clock.ts"
import { date, phone as phoneText, upperFirst } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { downIcon, pinIcon } from "../../ui/icons.ts"
import { printIcon, shareIcon } from "../../ui/icons-work.ts"
import { t } from "./words-procedure.ts"

/** Who may file, and what holds when somebody goes for another. */
export function Who({ procedure }: { procedure: Procedure }) {
  return (
    <section>
      <h2>{t().who}</h2>
      <p>{say(procedure.who)}</p>
      {procedure.delegation && <p class="small muted after">{say(procedure.delegation)}</p>}
    </section>
  )
}

function reachWords(procedure: Procedure): string {
  const note = say(procedure.receives.note)
  if (note) return note
  if (procedure.receives.reach === "any") return t().anyUnit
  return procedure.receives.reach === "province" ? t().provinceUnit : t().ownUnit
}

interface WhereProps {
  procedure: Procedure
  unit: UnitOut | undefined
  /** Whether any counter of this house takes it. */
  some: boolean
  onChoose: () => void
}

/** The counter, its hours, and how another one is chosen. */
export function Where({ procedure, unit, some, onChoose }: WhereProps) {
  const hours = unit ? hoursWords(unit.hours) : ""
  return (
    <section>
      <h2>{t().where}</h2>
      <p class="small muted before">{reachWords(procedure)}</p>
      <Card list>
        {unit && (
          <div class="place">
            <Icon d={pinIcon} />
            <div>
              <b>{unit.name}</b>
              {unit.address && <p>{unit.address}</p>}
              {hours && <p>{upperFirst(hours)}</p>}
              {unit.phone && (
                <p>
                  <a class="call" href={`tel:${unit.phone}`}>
                    {t().call(phoneText(unit.phone))}
                  </a>
                </p>
              )}
            </div>
          </div>
        )}
        {some ? (
          <div class="place">
            <div class="row">
              <Button onPress={onChoose}>{unit ? t().changeUnit : t().chooseUnit}</Button>
              {unit && <BookLink slug={unit.slug} procedure={procedure.code} label={t().book} />}
            </div>
          </div>
        ) : (
          <div class="place">
            <div>
              <b>{say(procedure.competent)}</b>
              <p>{t().noCounter}</p>
            </div>
          </div>
        )}
      </Card>
    </section>
  )
}

/** What one goes home with. */
export function Result({ procedure }: { procedure: Procedure }) {
  return (
    <section>
      <h2>{t().result}</h2>
      <ul class="plain plain--gap">
        {procedure.results.map((result) => (
          <li key={result.key}>
            {say(result.name)}
            {result.validity && <small>{t().valid(say(result.validity))}</small>}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** From the first question to the result, and what is peculiar to this procedure. */
export function Steps({ procedure, unit }: { procedure: Procedure; unit: UnitOut | undefined }) {
  const office = unit?.name ?? t().theOffice
  const compared = procedure.papers.some((paper) => paper.compare !== "none")
  const steps = [
    t().step1,
    unit?.receives_online ? t().step2online(office) : t().step2(office),
    compared ? t().step3 : "",
    t().step4,
    t().step5,
  ].filter(Boolean)
  const extra = [...procedure.steps_extra, ...procedure.notes].map(say)
  return (
    <section>
      <h2>{t().steps}</h2>
      <ol class="next">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {extra.length > 0 && (
        <details class="fold after">
          <summary>
            {t().extra}
            <Icon d={downIcon} small turn />
          </summary>
          <div>
            {extra.map((each) => (
              <p key={each}>{each}</p>
            ))}
          </div>
        </details>
      )}
    </section>
  )
}

/** Sends the permanent address of this page to somebody, or prints the page. */
export function Share({ procedure, unit }: { procedure: Procedure; unit: UnitOut | undefined }) {
  const { server, online } = useClient()
  const [copied, setCopied] = useState(false)
  const url = `${server?.public_url ?? location.origin}/${unit?.slug ?? "thu-tuc"}/${procedure.code}`
  const share = async (): Promise<void> => {
    if ("share" in navigator) return navigator.share({ title: say(procedure.name), text: say(procedure.summary), url })
    await (navigator as Navigator).clipboard.writeText(url)
    setCopied(true)
  }
  return (
    <div class="row" data-silent>
      <Button icon={shareIcon} onPress={() => void share().catch(() => undefined)}>
        {t().share}
      </Button>
      <Button icon={printIcon} onPress={() => print()}>
        {t().print}
      </Button>
      {unit && online && (
        <a class="btn" href={`/api/catalogue/posters/${unit.slug}/${procedure.code}`} target="_blank" rel="noopener">
          <Icon d={printIcon} />
          {t().poster}
        </a>
      )}
      {copied && (
        <Banner kind="done" live>
          {t().shared}
        </Banner>
      )}
    </div>
  )
}

/** The law behind it, its code, and where these facts come from. */
export function Basis({ procedure }: { procedure: Procedure }) {
  return (
    <section>
      <details class="fold">
        <summary>
          {t().basis}
          <Icon d={downIcon} small turn />
        </summary>
        <div>
          <p>{t().code(procedure.code)}</p>
          {procedure.aliases.length > 0 && <p>{t().alsoCalled(procedure.aliases.join(", "))}</p>}
          <p>{t().competent(say(procedure.competent))}</p>
          <ul class="plain">
            {procedure.legal_basis.map((law) => (
              <li key={law}>{law}</li>
            ))}
          </ul>
          <p>{t().checked(procedure.source.name, date(procedure.source.date))}</p>
        </div>
      </details>
    </section>
  )
}
