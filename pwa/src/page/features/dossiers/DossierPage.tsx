import "./dossiers.css"
import type { DossierOut, EventOut } from "../../../core/contract/openapi.gen.ts"
import { type Client, useClient, useStored } from "../../app/client.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { dateTime, phone as phoneText } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { moveName } from "../../i18n/moves.ts"
import { roleName } from "../../i18n/roles.ts"
import { stateName, states } from "../../i18n/states.ts"
import { phone, type RefusedAct } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { ButtonLink } from "../../ui/Button.tsx"
import { DueCard } from "../../ui/DueCard.tsx"
import { searchIcon } from "../../ui/icons.ts"
import { StateChip } from "../../ui/StateChip.tsx"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { Way } from "../../ui/Way.tsx"
import { Documents, Paper, useOpening } from "./Documents.tsx"
import { DraftWord } from "./DraftWord.tsx"
import { Handed } from "./Handed.tsx"
import { Out } from "./Out.tsx"
import { Papers } from "./Papers.tsx"
import { Reused } from "./Reused.tsx"
import { Pay } from "./Pay.tsx"
import { Refused } from "./Refused.tsx"
import { Allowed } from "./Allowed.tsx"
import { SeenBy } from "./SeenBy.tsx"
import { Supplements } from "./Supplements.tsx"
import { Todo } from "./Todo.tsx"
import { Withdraw } from "./Withdraw.tsx"
import { t } from "./words.ts"

interface Found {
  dossier: DossierOut
  names: (paper: string) => string
  slip: boolean
  refused: readonly RefusedAct[]
  out: { reason: string; at: string } | undefined
}

async function read(id: string, client: Client): Promise<Found | undefined> {
  const [dossier, bundle, slip, refused, out] = await Promise.all([
    phone().dossiers.get(id),
    client.store.bundle(),
    client.slip(id),
    phone().dossiers.refused(id),
    phone().dossiers.out(id),
  ])
  if (!dossier) return undefined
  const procedure = bundle?.procedures.find((each) => each.code === dossier.procedure_code)
  return {
    dossier,
    slip: slip !== undefined,
    refused,
    out,
    names: (paper) => say(procedure?.papers.find((each) => each.key === paper)?.name) || paper,
  }
}

/** Events whose words say what was brought, not why something was done. */
const TOLD: ReadonlySet<string> = new Set(["digitised", "answer_supplement"])

function Line({ event }: { event: EventOut }) {
  return (
    <li>
      <span class="num">{dateTime(event.at)}</span>
      <span>
        <b>{moveName(event.move)}</b>. {event.by === "you" ? t().you : [event.by, roleName(event.role)].filter(Boolean).join(", ")}
        {event.reason && <span class="log__why">{TOLD.has(event.move) ? event.reason : t().because(event.reason)}</span>}
      </span>
    </li>
  )
}

function Contact({ dossier }: { dossier: DossierOut }) {
  return (
    <section>
      <div class="head">
        <h2>{t().office}</h2>
      </div>
      <div class="card card--pad">
        <p>
          <b>{dossier.unit_name}</b>
        </p>
        {dossier.contact && (
          <p>
            <a href={`tel:${dossier.contact}`}>{phoneText(dossier.contact)}</a>
          </p>
        )}
      </div>
    </section>
  )
}

function Whole({ dossier, names, slip, refused, out }: Found) {
  const taken = refused.find((act) => act.kind === "dossier.withdraw")
  const opener = useOpening(dossier)
  const result = dossier.documents.find((each) => each.kind === "result" && !each.replaced)
  return (
    <>
      <div class="title">
        <h1>{dossier.title}</h1>
        <StateChip state={stateName(dossier)} />
        <p class="muted num">
          {dossier.official_number
            ? `${dossier.official_number} · ${t().localCode(dossier.local_code)}`
            : t().localCode(dossier.local_code)}
        </p>
      </div>
      {opener.wrong && (
        <Banner kind="wait" live>
          {t().cannotOpen}
        </Banner>
      )}
      {out && <Out out={out} />}
      {refused.map((act) => (
        <Refused key={act.op_id} act={act} state={states()[stateName(dossier)]} />
      ))}
      {!out && dossier.draft && dossier.may.includes("confirm") && (
        <DraftWord
          key={dossier.draft.document.sha256}
          dossier={dossier}
          draft={dossier.draft}
          opening={opener.opening}
          onOpen={opener.open}
        />
      )}
      {!out && !dossier.may.includes("confirm") && (
        <Todo
          dossier={dossier}
          names={names}
          opening={opener.opening !== undefined}
          onOpenResult={() => result && opener.open(result.document_id)}
        />
      )}
      {dossier.due && <DueCard due={dossier.due} state={dossier.state} contact={dossier.contact ?? null} />}
      <Handed handed={dossier.handed} />
      <Way steps={dossier.steps} waits={dossier.draft ? states().confirming : undefined} />
      {!out && dossier.charges.map((charge) => <Pay key={charge.charge_id} charge={charge} />)}
      <Documents dossier={dossier} opening={opener.opening} onOpen={opener.open} />
      <Papers dossier={dossier} names={names} />
      <Reused dossier={dossier} names={names} />
      <Supplements dossier={dossier} />
      {dossier.helper_name && (
        <section>
          <div class="head">
            <h2>{t().helped}</h2>
          </div>
          <div class="card card--pad">
            <b>{dossier.helper_name}</b>
            <p class="small muted">{t().helpedMore}</p>
          </div>
        </section>
      )}
      <section>
        <div class="head">
          <h2>{t().history}</h2>
        </div>
        <ul class="card card--pad log">
          {dossier.events.map((event) => (
            <Line key={event.version} event={event} />
          ))}
        </ul>
      </section>
      <Allowed key={`allowed ${dossier.dossier_id}`} dossier={dossier} />
      <SeenBy key={dossier.dossier_id} dossierId={dossier.dossier_id} />
      <Contact dossier={dossier} />
      {slip && (
        <ButtonLink href={`/phieu/${dossier.dossier_id}`} wide>
          {t().slip}
        </ButtonLink>
      )}
      {!out && dossier.may.includes("withdraw") && <Withdraw key={taken?.op_id} dossierId={dossier.dossier_id} before={taken} />}
      {opener.sheet && <Paper name={opener.sheet.name} url={opener.sheet.url} onClose={opener.close} />}
    </>
  )
}

/** One dossier: what to do next, when it is due and why, where it is, what it costs, its papers and its past. */
export default function DossierPage({ params }: PageProps) {
  const client = useClient()
  const id = params["id"] ?? ""
  const found = useStored(() => read(id, client), ["dossiers", "bundle"], id)
  const value = found.state === "here" ? found.value : undefined
  return (
    <Screen
      title={value?.dossier.title ?? t().dossier}
      back={{ href: "/ho-so", label: t().title }}
      barTitle={value?.dossier.unit_name ?? ""}
      place="dossiers"
    >
      {found.state === "opening" && <Skeleton title rows={4} />}
      {found.state === "failed" && (
        <Failed title={t().failed} onRetry={found.retry}>
          {t().failedMore}
        </Failed>
      )}
      {found.state === "here" && !value && (
        <>
          <h1 class="vh">{t().gone}</h1>
          <Empty icon={searchIcon} title={t().gone} actions={<ButtonLink href="/tra-cuu">{t().haveCode}</ButtonLink>}>
            {t().goneMore}
          </Empty>
        </>
      )}
      {value && <Whole {...value} />}
    </Screen>
  )
}
