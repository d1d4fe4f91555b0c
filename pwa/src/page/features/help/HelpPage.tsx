import "./help.css"
import { useState } from "preact/hooks"
import type { MandateOut, RoleOut } from "../../../core/contract/openapi.gen.ts"
import { useStored } from "../../app/client.ts"
import { helpUnder } from "../../app/helping.ts"
import { navigate } from "../../app/router.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { t as phones } from "../../app/phones-words.ts"
import { civilDate, time, today } from "../../i18n/format.ts"
import { type OutboxItem, phone } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { lockIcon, peopleIcon, phoneIcon, sendIcon, stopIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { Begin } from "./Begin.tsx"
import { t } from "./words.ts"

interface Visit {
  mandate: MandateOut
  sent: number
  here: number
}

async function read(): Promise<Visit[]> {
  const [mandates, items] = await Promise.all([phone().mandates.list(), phone().outbox.list()])
  const waiting = new Set(items.map((item: OutboxItem) => item.dossier_id).filter((id) => id !== null))
  return mandates
    .map((mandate) => ({
      mandate,
      sent: mandate.dossier_ids.filter((id) => !waiting.has(id)).length,
      here: mandate.dossier_ids.filter((id) => waiting.has(id)).length,
    }))
    .sort((one, other) => other.mandate.granted_at.localeCompare(one.mandate.granted_at))
}

function helpFor({ mandate_id, resident_name }: MandateOut): void {
  helpUnder(mandate_id, resident_name)
  navigate("/thu-tuc")
}

function VisitRow({ mandate, sent, here }: Visit) {
  const ended = mandate.revoked_at !== null || Date.parse(mandate.expires_at) < Date.now()
  return (
    <div class="item">
      <span class="item__body">
        <b class="item__name">{mandate.resident_name}</b>
        <span class="item__note num">{time(mandate.granted_at)}</span>
        {ended && (
          <Chip kind="mend" icon={stopIcon}>
            {t().ended}
          </Chip>
        )}
        {here > 0 && (
          <Chip kind="phone" icon={phoneIcon}>
            {t().waiting(here)}
          </Chip>
        )}
        {sent > 0 && (
          <Chip kind="sent" icon={sendIcon}>
            {t().arrived(sent)}
          </Chip>
        )}
        {sent + here === 0 && <span class="item__note">{t().noDossier}</span>}
        {!ended && <Button onPress={() => helpFor(mandate)}>{t().goOn}</Button>}
      </span>
    </div>
  )
}

function Visits({ title, visits }: { title: string; visits: readonly Visit[] }) {
  if (visits.length === 0) return null
  return (
    <section>
      <div class="head">
        <h2>{title}</h2>
        <span class="head__n num">{visits.length}</span>
      </div>
      <div class="card list">
        {visits.map((each) => (
          <VisitRow key={each.mandate.mandate_id} {...each} />
        ))}
      </div>
    </section>
  )
}

function Tally({ visits }: { visits: readonly Visit[] }) {
  const sum = (pick: (visit: Visit) => number): number => visits.reduce((total, visit) => total + pick(visit), 0)
  return (
    <dl class="card help-tally">
      <div>
        <dt>{t().helped}</dt>
        <dd class="num">{visits.length}</dd>
      </div>
      <div class="help-tally__done">
        <dt>{t().sent}</dt>
        <dd class="num">{sum((visit) => visit.sent)}</dd>
      </div>
      <div class="help-tally__wait">
        <dt>{t().here}</dt>
        <dd class="num">{sum((visit) => visit.here)}</dd>
      </div>
    </dl>
  )
}

function Mine({ refused, leads }: { refused: boolean; leads: boolean }) {
  const found = useStored(read, ["outbox", "dossiers"])
  const visits = found.state === "here" ? found.value : []
  const now = visits.filter((each) => civilDate(each.mandate.granted_at) === today())
  return (
    <Screen
      title={t().title}
      back={{ href: "/toi" }}
      action={
        <Button kind="main" wide icon={peopleIcon} onPress={() => navigate("/giup/moi")}>
          {t().start}
        </Button>
      }
    >
      <div class="title">
        <h1>{t().title}</h1>
        <p>{t().intro}</p>
      </div>
      {refused && (
        <Banner kind="plain" live>
          {t().refused}
        </Banner>
      )}
      {found.state === "opening" && <Skeleton rows={3} />}
      {found.state === "failed" && (
        <Failed title={t().failed} onRetry={found.retry}>
          {t().failedMore}
        </Failed>
      )}
      {found.state === "here" && <Tally visits={now} />}
      {found.state === "here" && now.length === 0 && (
        <Empty icon={peopleIcon} title={t().nobody}>
          {t().nobodyMore}
        </Empty>
      )}
      <Visits title={t().today} visits={now} />
      <Visits title={t().before} visits={visits.filter((each) => !now.includes(each))} />
      {leads && (
        <ButtonLink wide icon={phoneIcon} href="/giup/dien-thoai">
          {phones().toPhones}
        </ButtonLink>
      )}
      <section class="note note--plain">
        <div>
          <h2>{t().rules}</h2>
          <ul class="help-rules">
            <li>{t().rule1}</li>
            <li>{t().rule2}</li>
            <li>{t().rule3}</li>
          </ul>
        </div>
      </section>
    </Screen>
  )
}

/** Where a helper's role stands: the unit they help at. */
const helperRole = (roles: readonly RoleOut[]): RoleOut | undefined =>
  roles.find((each) => each.role === "volunteer" || each.role === "group_lead")

/** The volunteer's room: whom she helped today, what has been sent, and the way to the next person. */
export default function HelpPage({ params }: PageProps) {
  const me = useWatch(phone().account.me)
  const [refused, setRefused] = useState(false)
  const role = me?.permissions.includes("help") ? helperRole(me.roles) : undefined
  if (!role)
    return (
      <Screen title={t().title} back={{ href: "/" }} place="me">
        <h1 class="vh">{t().title}</h1>
        <Empty icon={lockIcon} title={t().notYou} actions={<ButtonLink href="/toi">{t().toSignIn}</ButtonLink>}>
          {t().notYouMore}
        </Empty>
      </Screen>
    )
  const back = (): void => {
    setRefused(true)
    navigate("/giup", { replace: true })
  }
  return params["rest"] === "moi" ? (
    <Begin role={role} onRefused={back} />
  ) : (
    <Mine refused={refused} leads={me?.permissions.includes("devices.block") === true} />
  )
}
