import { useEffect, useState } from "preact/hooks"
import type { Procedure } from "../../../core/contract/catalogue.ts"
import type { UnitOut } from "../../../core/contract/types.ts"
import { useClient, useStored } from "../../app/client.ts"
import { ofNewDossiers } from "../../app/drafts.ts"
import { fetchAhead } from "../../app/forms.ts"
import { useOldCatalogue } from "../../app/freshness.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { changeSettings, settings } from "../../app/settings.ts"
import { communeOf, counterNear, countersFor, unitBySlug } from "../../app/units.ts"
import { UnitPicker } from "../../app/UnitPicker.tsx"
import { common } from "../../i18n/common.ts"
import { date } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { ButtonLink } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Hear } from "../../ui/Hear.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { phoneIcon, searchIcon } from "../../ui/icons.ts"
import { Empty, TooOld } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { NoCatalogue } from "./NoCatalogue.tsx"
import { Bring, Cost, Today } from "./Parts.tsx"
import { Basis, Result, Share, Steps, Where, Who } from "./Telling.tsx"
import { type Catalogue, useCatalogue } from "./useCatalogue.ts"
import { t } from "./words-procedure.ts"
import "./procedure.css"

/** The permanent page of a procedure: everything to know before the first question, then the start. */
export default function ProcedurePage({ params }: PageProps) {
  const catalogue = useCatalogue()
  if (catalogue.state !== "here") {
    return (
      <Screen title={common().procedures} place="procedures" back={{ href: "/", label: common().home }}>
        <h1 class="vh">{common().procedures}</h1>
        <NoCatalogue catalogue={catalogue} />
      </Screen>
    )
  }
  const { bundle } = catalogue.value
  const code = params["code"] ?? ""
  const procedure = bundle.procedures.find((each) => each.code === code) ?? bundle.procedures.find((each) => each.aliases.includes(code))
  return procedure ? <Known procedure={procedure} catalogue={catalogue.value} slug={params["unit"]} /> : <Gone />
}

function Gone() {
  return (
    <Screen title={t().gone} place="procedures" back={{ href: "/", label: common().home }}>
      <h1 class="vh">{t().gone}</h1>
      <Empty icon={searchIcon} title={t().gone} actions={<ButtonLink href="/thu-tuc">{common().procedures}</ButtonLink>}>
        {t().goneMore}
      </Empty>
    </Screen>
  )
}

/** The counter a person files at: the one of the poster, else the one chosen last, else the only one. */
function useCounter(procedure: Procedure, units: readonly UnitOut[], slug: string | undefined): UnitOut | undefined {
  const { unit } = useWatch(settings)
  const named = slug === undefined ? undefined : unitBySlug(units, slug)?.id
  useEffect(() => {
    if (named !== undefined) changeSettings({ unit: named })
  }, [named])
  return counterNear(procedure, units, named ?? unit)
}

function Known({ procedure, catalogue, slug }: { procedure: Procedure; catalogue: Catalogue; slug: string | undefined }) {
  const { bundle, units } = catalogue
  const unit = useCounter(procedure, units, slug)
  const [choosing, setChoosing] = useState(false)
  const client = useClient()
  const { store } = client
  useEffect(() => void fetchAhead(client, procedure.form.ref).catch(() => undefined), [client, procedure.form.ref])
  const drafts = useStored(async () => ofNewDossiers(await store.drafts.list()), ["drafts"])
  const begun = drafts.state === "here" ? drafts.value.find((draft) => draft.procedure === procedure.code) : undefined
  const old = useOldCatalogue()
  const name = say(procedure.name)
  return (
    <Screen
      title={name}
      back={{ href: "/", label: common().home }}
      barTitle={communeOf(unit, units)?.name ?? common().app}
      action={<Start procedure={procedure} unit={unit} begun={begun !== undefined} />}
      kind="what"
    >
      <div class="title">
        <h1>{name}</h1>
        <p>{say(procedure.summary)}</p>
        <Hear label={t().hearPage} />
      </div>
      {old && <TooOld>{t().tooOld(date(old))}</TooOld>}
      <Cost procedure={procedure} unit={unit} />
      <Today procedure={procedure} unit={unit} calendar={bundle.calendar} />
      <Who procedure={procedure} />
      <Bring procedure={procedure} />
      <Where procedure={procedure} unit={unit} some={countersFor(procedure, units).length > 0} onChoose={() => setChoosing(true)} />
      <Result procedure={procedure} />
      <Steps procedure={procedure} unit={unit} />
      <Share procedure={procedure} unit={unit} />
      <Basis procedure={procedure} />
      {choosing && (
        <Dialog title={t().chooseUnit} onClose={() => setChoosing(false)}>
          <UnitPicker
            units={countersFor(procedure, units)}
            chosen={unit?.id}
            onChoose={(chosen) => {
              changeSettings({ unit: chosen.id })
              setChoosing(false)
            }}
          />
        </Dialog>
      )}
    </Screen>
  )
}

function Start({ procedure, unit, begun }: { procedure: Procedure; unit: UnitOut | undefined; begun: boolean }) {
  const at = unit ? `?noi=${encodeURIComponent(unit.id)}` : ""
  return (
    <>
      <ButtonLink kind="main" href={`/bat-dau/${procedure.code}${at}`}>
        {begun ? t().resume : t().start}
      </ButtonLink>
      <p>
        <Icon d={phoneIcon} small />
        {t().startNote(procedure.form.minutes)}
      </p>
    </>
  )
}
