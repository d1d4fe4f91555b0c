import { useCallback, useEffect, useState } from "preact/hooks"
import type { FormDef, Procedure } from "../../../core/contract/catalogue.ts"
import type { UnitOut } from "../../../core/contract/types.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { termsOf } from "../../../core/domain/terms.ts"
import { type Client, type Draft, useClient } from "../../app/client.ts"
import { helping } from "../../app/helping.ts"
import { ofNewDossiers } from "../../app/drafts.ts"
import { formOf } from "../../app/forms.ts"
import { navigate } from "../../app/router.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { changeSettings, settings } from "../../app/settings.ts"
import { keepTicks, ticksOf } from "../../app/ticks.ts"
import { counterNear, countersFor } from "../../app/units.ts"
import { UnitPicker } from "../../app/UnitPicker.tsx"
import { common } from "../../i18n/common.ts"
import { nearDate, time, today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { phone } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card, Item } from "../../ui/Card.tsx"
import { Failed, NotHere, Skeleton } from "../../ui/States.tsx"
import { StateChip } from "../../ui/StateChip.tsx"
import { type AtRisk, Risk, riskOf } from "./Risk.tsx"
import { t } from "./words.ts"
import "./apply.css"

interface Ready {
  readonly procedure: Procedure
  readonly units: readonly UnitOut[]
  /** Drafts of this procedure with something in them, the latest first. */
  readonly begun: readonly Draft[]
  /** A draft nobody has typed in yet; used again instead of making another one. */
  readonly empty: Draft | undefined
  /** What stands in the way of keeping anything, or photos, here. */
  readonly risk: AtRisk | undefined
}

type Preparing = { state: "opening" | "no_form" | "no_catalogue" | "failed" } | ({ state: "ready" } & Ready)

const asksForPhotos = (form: FormDef): boolean =>
  form.sections.some((section) => section.fields.some((field) => field.type === "attachment"))
const isEmpty = (draft: Draft): boolean => Object.keys(draft.answers).length === 0 && draft.files.length === 0

async function prepare(client: Client, code: string, mandate: string | undefined): Promise<Preparing> {
  const [bundle, units, drafts, state] = await Promise.all([
    client.store.bundle(),
    client.store.units(),
    client.store.drafts.list(),
    phone().storage.state(),
  ])
  const procedure = bundle?.procedures.find((each) => each.code === code || each.aliases.includes(code))
  if (procedure === undefined) return { state: "no_catalogue" }
  const form = await formOf(client, procedure.form.ref)
  if (form === undefined) return { state: "no_form" }
  // what was begun for one person is not offered to another
  const mine = ofNewDossiers(drafts).filter((draft) => draft.procedure === procedure.code && draft.mandate_id === mandate)
  const empty = mine.find((draft) => isEmpty(draft) && draft.form_ref === procedure.form.ref)
  return {
    state: "ready",
    procedure,
    units,
    risk: await riskOf(state, asksForPhotos(form)),
    begun: mine.filter((draft) => !isEmpty(draft)),
    empty,
  }
}

/** Before the first question: an older draft is offered first, then the counter, then straight into the form.
    `?noi=<unit id>` names the counter, `?giup=<mandate id>`, or the help begun in this window, says for whom a helper types. */
export default function StartPage({ params, search }: PageProps) {
  const client = useClient()
  const code = params["code"] ?? ""
  const mandate = search.get("giup") ?? helping.get()?.mandate_id
  const [found, setFound] = useState<Preparing>({ state: "opening" })
  const load = useCallback(() => {
    setFound({ state: "opening" })
    prepare(client, code, mandate).then(setFound, () => setFound({ state: "failed" }))
  }, [client, code, mandate])
  useEffect(load, [load])
  if (found.state === "ready") return <Start {...found} mandate={mandate} named={search.get("noi") ?? undefined} />
  return (
    <Screen title={t().starting} back={{ href: `/thu-tuc/${code}` }}>
      <h1 class="vh">{t().starting}</h1>
      {found.state === "opening" && <Skeleton title rows={2} />}
      {found.state === "failed" && (
        <Failed title={common().cannotOpen} onRetry={load}>
          {common().cannotOpenMore}
        </Failed>
      )}
      {(found.state === "no_form" || found.state === "no_catalogue") && (
        <>
          <NotHere>
            <b>{t().notHere}</b>
            <span>{t().notHereMore}</span>
          </NotHere>
          <Button onPress={load}>{common().tryAgain}</Button>
        </>
      )}
    </Screen>
  )
}

interface Begin {
  procedure: Procedure
  unit: UnitOut
  mandate: string | undefined
  empty: Draft | undefined
}

/** The first save gives the draft its place on the phone; from then on it is never lost by leaving. */
async function begin(client: Client, { procedure, unit, mandate, empty }: Begin): Promise<void> {
  const now = new Date().toISOString()
  const draft: Draft = empty
    ? { ...empty, unit_id: unit.id, terms: termsOf(procedure, today()) }
    : {
        id: uuid7(),
        procedure: procedure.code,
        form_ref: procedure.form.ref,
        unit_id: unit.id,
        answers: {},
        files: [],
        at: { section: "" },
        checklist: [...ticksOf(procedure.code)],
        for: mandate === undefined ? "self" : "other",
        terms: termsOf(procedure, today()),
        created_at: now,
        saved_at: now,
        title: say(procedure.name),
        ...(mandate !== undefined && { mandate_id: mandate }),
      }
  const kept = await client.store.drafts.save(draft)
  if (!kept.ok) throw new Error(kept.code)
  keepTicks(procedure.code, [])
  changeSettings({ unit: unit.id })
  navigate(`/lam/${kept.value.id}`, { replace: true })
}

/** Said once in a visit; who has read it is not asked at every form. */
let riskRead = false

function Start(ready: Ready & { mandate: string | undefined; named: string | undefined }) {
  const [read, setRead] = useState(riskRead)
  const onAnyway = (): void => {
    riskRead = true
    setRead(true)
  }
  if (ready.risk && !read) return <Risk procedure={ready.procedure} risk={ready.risk} onAnyway={onAnyway} />
  return <Begun {...ready} />
}

function Begun({ procedure, units, begun, empty, mandate, named }: Ready & { mandate: string | undefined; named: string | undefined }) {
  const client = useClient()
  const [unit, setUnit] = useState(() => counterNear(procedure, units, named ?? settings.get().unit))
  const [fresh, setFresh] = useState(begun.length === 0)
  const [failed, setFailed] = useState(false)
  const go = useCallback(
    (at: UnitOut) => {
      begin(client, { procedure, unit: at, mandate, empty }).catch(() => setFailed(true))
    },
    [client, procedure, mandate, empty],
  )
  const [straight] = useState(unit !== undefined && begun.length === 0)
  useEffect(() => {
    if (straight && unit) go(unit)
  }, [straight, unit, go])
  const name = say(procedure.name)
  const back = { href: `/thu-tuc/${procedure.code}` }
  if (failed) {
    return (
      <Screen title={name} back={back}>
        <h1 class="vh">{name}</h1>
        <Failed title={common().cannotOpen}>{t().cannotKeep}</Failed>
      </Screen>
    )
  }
  if (!fresh) return <Older procedure={procedure} begun={begun} onFresh={() => (unit ? go(unit) : setFresh(true))} />
  if (straight) {
    return (
      <Screen title={name} back={back}>
        <h1 class="vh">{name}</h1>
        <Skeleton title rows={2} />
      </Screen>
    )
  }
  return <Where procedure={procedure} units={units} unit={unit} onChoose={setUnit} onGo={go} />
}

/** R6: "Bạn có hồ sơ đang làm dở từ …": go on with it, or make a new one. */
function Older({ procedure, begun, onFresh }: { procedure: Procedure; begun: readonly Draft[]; onFresh: () => void }) {
  const name = say(procedure.name)
  return (
    <Screen title={t().oldTitle} back={{ href: `/thu-tuc/${procedure.code}` }} action={<Button onPress={onFresh}>{t().fresh}</Button>}>
      <div class="title">
        <h1>{t().oldTitle}</h1>
        <p>{name}</p>
      </div>
      <Card list>
        {begun.map((draft) => (
          <Item key={draft.id} href={`/lam/${draft.id}`} name={draft.title ?? name}>
            <StateChip state="draft" />
            <span class="item__note">{t().oldNote(`${time(draft.created_at)}, ${nearDate(draft.created_at)}`)}</span>
          </Item>
        ))}
      </Card>
    </Screen>
  )
}

interface WhereProps {
  procedure: Procedure
  units: readonly UnitOut[]
  unit: UnitOut | undefined
  onChoose: (unit: UnitOut) => void
  onGo: (unit: UnitOut) => void
}

function Where({ procedure, units, unit, onChoose, onGo }: WhereProps) {
  const counters = countersFor(procedure, units)
  return (
    <Screen
      title={t().whereTitle}
      back={{ href: `/thu-tuc/${procedure.code}` }}
      barTitle={say(procedure.name)}
      action={
        <>
          <Button kind="main" onPress={() => unit && onGo(unit)} refuses={unit ? undefined : t().chooseFirst}>
            {t().here}
          </Button>
          {!unit && <p>{t().chooseFirst}</p>}
        </>
      }
    >
      <div class="title">
        <h1>{t().whereTitle}</h1>
        <p>{t().whereNote}</p>
      </div>
      {counters.length === 0 ? (
        <Banner kind="wait">{t().noCounter}</Banner>
      ) : (
        <UnitPicker units={counters} chosen={unit?.id} onChoose={onChoose} />
      )}
    </Screen>
  )
}
