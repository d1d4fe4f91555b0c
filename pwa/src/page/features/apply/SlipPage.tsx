import { useState } from "preact/hooks"
import { qrMatrix } from "../../../core/domain/qr.ts"
import { type Slip, useClient, useStored } from "../../app/client.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { communeOf } from "../../app/units.ts"
import { common } from "../../i18n/common.ts"
import { bytes, dateTime } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { Hear } from "../../ui/Hear.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { infoIcon, lockIcon, phoneIcon, sendIcon, warnIcon, folderIcon } from "../../ui/icons.ts"
import { downloadIcon, inboxIcon, printIcon } from "../../ui/icons-work.ts"
import { Mark } from "../../ui/Mark.tsx"
import { Qr } from "../../ui/Qr.tsx"
import { Empty, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { CounterWay } from "./CounterWay.tsx"
import { Moments, stageOf } from "./Moments.tsx"
import { savePicture } from "./picture.ts"
import { t } from "./words.ts"
import "./slip.css"

interface Told {
  slip: Slip
  procedure: string
  unit: string
  person: string
}

/** The slip of a dossier that was sent from this phone: its code, where it is, what comes next. Works without a network. */
export default function SlipPage({ params }: PageProps) {
  const client = useClient()
  useWatch(client.sync)
  const id = params["dossier"] ?? ""
  const kept = useStored(
    async (): Promise<Told | undefined> => {
      const [slip, bundle, units] = await Promise.all([client.slip(id), client.store.bundle(), client.store.units()])
      if (slip === undefined) return undefined
      const unit = units.find((each) => each.id === slip.unit_id)
      const procedure = say(bundle?.procedures.find((each) => each.code === slip.procedure)?.name) || (slip.procedure ?? "")
      const person = slip.title?.startsWith(`${procedure}: `) ? slip.title.slice(procedure.length + 2) : ""
      return { slip, procedure, unit: communeOf(unit, units)?.name ?? client.server?.name ?? "", person }
    },
    ["outbox", "dossiers"],
    id,
  )
  if (kept.state !== "here" || kept.value === undefined) {
    return (
      <Screen title={t().slip} place="dossiers" back={{ href: "/", label: common().home }}>
        <h1 class="vh">{t().slip}</h1>
        {kept.state === "here" ? <NoSlip /> : <Skeleton title rows={2} />}
      </Screen>
    )
  }
  return <Known {...kept.value} />
}

function NoSlip() {
  return (
    <Empty icon={folderIcon} title={t().noSlip} actions={<ButtonLink href="/tra-cuu">{t().lookUp}</ButtonLink>}>
      {t().noSlipMore}
    </Empty>
  )
}

function Known({ slip, procedure, unit, person }: Told) {
  const stage = stageOf(slip)
  const known = slip.state === "sent" || slip.state === "received"
  return (
    <Screen
      title={stage.title}
      back={{ href: "/", label: common().home }}
      barTitle={unit}
      action={
        <ButtonLink kind="main" href={known ? `/ho-so/${slip.dossier_id}` : "/"}>
          {known ? t().openDossier : t().toHome}
        </ButtonLink>
      }
      kind="slip-page"
    >
      <Paper slip={slip} procedure={procedure} unit={unit} person={person} />
      <Tools slip={slip} procedure={procedure} unit={unit} />
      {slip.state === "only_here" && <CounterWay slip={slip} />}
      {!known && <Next />}
      {!known && (
        <Banner kind="plain" icon={lockIcon}>
          {t().dontErase}
        </Banner>
      )}
    </Screen>
  )
}

const icons: Record<Slip["state"], string> = {
  only_here: phoneIcon,
  partly: sendIcon,
  sent: sendIcon,
  received: inboxIcon,
  needs_you: warnIcon,
}

/** What is printed: the slip alone. */
function Paper({ slip, procedure, unit, person }: Told) {
  const { title, note } = stageOf(slip)
  const matrix = qrMatrix(slip.qr)
  return (
    <section class={`slip slip--${slip.state}`} aria-labelledby="slip-state">
      <div class="slip__roof">
        <Mark />
        <span>
          {t().slip}
          <br />
          {unit ? t().slipAt(unit) : common().app}
        </span>
        <i class="tiles" />
      </div>
      <div class="slip__body">
        <div role="status">
          <h1 class="slip__state" id="slip-state">
            <Icon d={icons[slip.state]} />
            {title}
          </h1>
          <p class="slip__note">{note}</p>
        </div>
        {slip.state === "needs_you" ? (
          <ButtonLink kind="mend" href="/gui-di">
            {t().openOutbox}
          </ButtonLink>
        ) : (
          <Moments slip={slip} />
        )}
        <div class="slip__cut" />
        <div>
          <span class="small muted">{t().code}</span>
          <b class="slip__code">{slip.local_code}</b>
        </div>
        <div class="slip__grid">
          {matrix && <Qr matrix={matrix} label={t().qr} />}
          <p class="small muted">{t().codeNote}</p>
        </div>
        <Facts slip={slip} procedure={procedure} person={person} />
        {slip.state !== "received" && (
          <Banner kind="wait" icon={infoIcon}>
            <span>
              <b>{t().notAppointment}</b> {t().notAppointmentMore}
            </span>
          </Banner>
        )}
      </div>
    </section>
  )
}

function factorText({ second_factor }: Slip): string {
  if (second_factor === undefined) return ""
  if (second_factor.kind === "id") return t().factorId(second_factor.last4)
  return second_factor.kind === "phone" ? t().factorPhone(second_factor.last4) : t().factorIs(second_factor.last4)
}

function Facts({ slip, procedure, person }: Omit<Told, "unit">) {
  const size = slip.parts.bytes_left > 0 ? ` (${bytes(slip.parts.bytes_left)})` : ""
  const rows: [string, string][] = [
    [t().procedure, procedure],
    [t().whose, person],
    [t().parts, t().partsOf(slip.parts.files_total, size)],
    [t().savedWhen, slip.made_at ? dateTime(slip.made_at) : ""],
    [t().factor, factorText(slip)],
  ]
  return (
    <dl class="kv">
      {rows
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

function Tools({ slip, procedure, unit }: Omit<Told, "person">) {
  const [saving, setSaving] = useState(false)
  const save = async (): Promise<void> => {
    setSaving(true)
    await savePicture({ code: slip.local_code, qr: slip.qr, procedure, unit, factor: factorText(slip) })
    setSaving(false)
  }
  return (
    <div class="row tight" data-silent>
      <Hear of=".slip" />
      <Button icon={printIcon} onPress={() => print()}>
        {t().printSlip}
      </Button>
      <Button icon={downloadIcon} busy={saving} onPress={() => void save().catch(() => setSaving(false))}>
        {t().saveImage}
      </Button>
    </div>
  )
}

function Next() {
  const steps = [
    [t().next1, t().next1More],
    [t().next2, t().next2More],
    [t().next3, t().next3More],
  ]
  return (
    <section>
      <div class="head">
        <h2>{t().whatNext}</h2>
      </div>
      <ol class="next">
        {steps.map(([what, more]) => (
          <li key={what}>
            <b>{what}</b>
            <span>{more}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
