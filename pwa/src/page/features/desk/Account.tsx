import { useState } from "preact/hooks"
import type { FactorOut, SessionOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { browserName } from "../../i18n/browser.ts"
import { date, nearDate, time } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { desk, me } from "./api.ts"
import { Enrol, Papers } from "./Enrol.tsx"
import { sentence } from "./say.ts"
import { trusted } from "./trustApi.ts"
import { useRead } from "./useRead.ts"
import { trust as t } from "./words-trust.ts"
import { Wrong } from "./Wrong.tsx"

const moment = (at: string): string => `${time(at)} ${nearDate(at)}`

function Factor({ now, again }: { now: FactorOut; again: () => void }) {
  const [enrols, setEnrols] = useState(false)
  const [codes, setCodes] = useState<readonly string[]>()
  const [fault, setFault] = useState<Fault>()
  const renew = async (): Promise<void> => {
    const got = await trusted.newCodes()
    setFault(got.ok ? undefined : got)
    if (got.ok) setCodes(got.value.codes)
  }
  const done = (): void => {
    setEnrols(false)
    setCodes(undefined)
    again()
    void desk.who()
  }
  return (
    <section class="card card--pad own">
      <h2>{t().factor}</h2>
      <p>{now.enrolled_at ? t().factorOn(date(now.enrolled_at)) : t().factorOff}</p>
      {now.enrolled_at && <p class="muted">{t().left(now.codes_left)}</p>}
      {(now.asked || now.enrolled_at) && <p class="muted">{t().factorAsked(now.proof_minutes)}</p>}
      <Wrong fault={fault} />
      <div class="own__acts">
        <Button kind={now.enrolled_at ? "plain" : "main"} onPress={() => setEnrols(true)}>
          {now.enrolled_at ? t().change : t().turnOn}
        </Button>
        {now.enrolled_at && <Button onPress={() => void renew()}>{t().renew}</Button>}
      </div>
      {enrols && (
        <Dialog title={t().enrolTitle} onClose={() => setEnrols(false)}>
          <Enrol onDone={done} />
        </Dialog>
      )}
      {codes && (
        <Dialog title={t().renew} onClose={done}>
          <Papers codes={codes} onDone={done} />
        </Dialog>
      )}
    </section>
  )
}

function Session({ session, onEnd }: { session: SessionOut; onEnd: () => void }) {
  const kind = { desk: t().session_desk, phone: t().session_phone, device: t().session_device }[session.kind]
  const name = [kind, browserName(session.label)].filter(Boolean).join(", ")
  return (
    <div class="item">
      <span class="item__body">
        <b class="item__name">{name}</b>
        <span class="item__note num">{session.current ? t().here : t().seen(moment(session.seen_at))}</span>
      </span>
      {!session.current && (
        <Button kind="mend" label={`${t().end}: ${name}, ${moment(session.created_at)}`} onPress={onEnd}>
          {t().end}
        </Button>
      )}
    </div>
  )
}

function Sessions() {
  const [read, again] = useRead(trusted.sessions)
  const [fault, setFault] = useState<Fault>()
  const end = (id: string): void => {
    void trusted.endSession(id).then((done) => {
      setFault(done.ok ? undefined : done)
      if (done.ok) again()
    })
  }
  return (
    <section class="own">
      <h2>{t().sessions}</h2>
      <p class="muted">{t().sessionsMore}</p>
      <Wrong fault={fault} />
      {read.state === "opening" && <Skeleton rows={2} />}
      {read.state === "failed" && <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />}
      {read.state === "here" && (
        <div class="card list">
          {read.value.sessions.map((each) => (
            <Session key={each.session_id} session={each} onEnd={() => end(each.session_id)} />
          ))}
        </div>
      )}
    </section>
  )
}

/** One's own account at the desk: the second step, and where one is signed in. */
export function Account() {
  const who = useWatch(me)
  const [read, again] = useRead(trusted.factor)
  return (
    <main class="room room--narrow" id="main" tabIndex={-1}>
      <h1>{t().accountTitle}</h1>
      {who?.idle_minutes && <p class="muted">{t().rests(who.idle_minutes)}</p>}
      {read.state === "opening" && <Skeleton rows={3} />}
      {read.state === "failed" && <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />}
      {read.state === "here" && <Factor now={read.value} again={again} />}
      <Sessions />
    </main>
  )
}
