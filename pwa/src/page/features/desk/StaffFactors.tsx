import { useState } from "preact/hooks"
import type { StaffFactor } from "../../../core/contract/openapi.gen.ts"
import { date, nearDate, time } from "../../i18n/format.ts"
import { roleName } from "../../i18n/roles.ts"
import { Button } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { doneIcon, peopleIcon, warnIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { me } from "./api.ts"
import { forget, useKept } from "./kept.ts"
import { Line } from "./Line.tsx"
import { sentence } from "./say.ts"
import { trusted } from "./trustApi.ts"
import { useRead } from "./useRead.ts"
import { trust as t } from "./words-trust.ts"
import { t as desks } from "./words.ts"

function Reset({ person, onDone, onClose }: { person: StaffFactor; onDone: () => void; onClose: () => void }) {
  const name = `factor:${person.person_id}`
  const [kept, keep] = useKept(name)
  const [why, setWhy] = useState("")
  const [busy, setBusy] = useState(false)
  const go = async (): Promise<void> => {
    const reason = kept["reason"]?.trim() ?? ""
    if (!reason) return void setWhy(t().typeWhy)
    setBusy(true)
    const done = await trusted.reset(person.person_id, reason)
    setBusy(false)
    if (!done.ok) return void setWhy(sentence(done))
    forget(name)
    onDone()
  }
  return (
    <Dialog
      title={t().resetTitle(person.name)}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" busy={busy} onPress={() => void go()}>
            {t().doReset}
          </Button>
          <Button onPress={onClose}>{desks().cancel}</Button>
        </>
      }
    >
      <p>{t().resetMore}</p>
      <Line label={t().why} rows={3} value={kept["reason"] ?? ""} onType={(text) => keep("reason", text)} error={why} />
    </Dialog>
  )
}

function Row({ person, mine, onReset }: { person: StaffFactor; mine: boolean; onReset: () => void }) {
  const lacks = person.asked && !person.enrolled_at
  return (
    <div class="item">
      <span class="item__body">
        <b class="item__name">{person.name}</b>
        <span class="item__note">
          {[person.roles.map(roleName).join(", "), person.unit_name, person.asked ? t().mustHave : t().free].join(" · ")}
        </span>
        {person.enrolled_at && <span class="item__note num">{t().left(person.codes_left)}</span>}
        {person.reset_at && (
          <span class="item__note num">
            {t().wasReset(person.reset_by ?? "", `${time(person.reset_at)} ${nearDate(person.reset_at)}`, person.reset_reason ?? "")}
          </span>
        )}
      </span>
      {(person.enrolled_at ?? lacks) && (
        <Chip kind={lacks ? "phone" : "done"} icon={lacks ? warnIcon : doneIcon}>
          {person.enrolled_at ? t().on(date(person.enrolled_at)) : t().off}
        </Chip>
      )}
      {person.enrolled_at && !mine && (
        <Button kind="mend" label={`${t().reset}: ${person.name}`} onPress={onReset}>
          {t().reset}
        </Button>
      )}
    </div>
  )
}

/** For administrators: who has a second step, and taking away one that was lost. */
export function StaffFactors() {
  const who = useWatch(me)
  const [read, again] = useRead(trusted.staff)
  const [chosen, setChosen] = useState<StaffFactor>()
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1>{t().staffTitle}</h1>
      <p class="muted">{t().staffMore}</p>
      {read.state === "opening" && <Skeleton rows={5} />}
      {read.state === "failed" && <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />}
      {read.state === "here" && read.value.people.length === 0 && <Empty icon={peopleIcon} title={t().nobody} />}
      {read.state === "here" && read.value.people.length > 0 && (
        <div class="card list">
          {read.value.people.map((each) => (
            <Row key={each.person_id} person={each} mine={each.person_id === who?.person_id} onReset={() => setChosen(each)} />
          ))}
        </div>
      )}
      {chosen && (
        <Reset
          person={chosen}
          onClose={() => setChosen(undefined)}
          onDone={() => {
            setChosen(undefined)
            again()
          }}
        />
      )}
    </main>
  )
}
