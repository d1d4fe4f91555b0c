import "./account.css"
import { useCallback, useEffect, useState } from "preact/hooks"
import type { AllowanceOut } from "../../../core/contract/openapi.gen.ts"
import { fail, type Fault } from "../../../core/contract/result.ts"
import { useClient, useStored } from "../../app/client.ts"
import { Screen } from "../../app/Screen.tsx"
import { date, dateTime } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { phone } from "../../offline/phone.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { infoIcon } from "../../ui/icons.ts"
import { Empty, Failed, NotHere, Skeleton, TooOld } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { sentence } from "./say.ts"
import { t as account } from "./words.ts"
import { allowances as t } from "./words-allowances.ts"

const named = (each: AllowanceOut): string => say({ vi: each.procedure.vi, en: each.procedure.en ?? undefined })
const noNetwork = (fault: Fault): boolean => fault.code === "offline" || fault.code === "captive"

/** When it ended: taken back, or its time over; nothing while it holds. */
function endOf(each: AllowanceOut): string | undefined {
  if (each.withdrawn_at) return t().ended(date(each.withdrawn_at))
  return Date.parse(each.until) <= Date.now() ? t().expired(date(each.until)) : undefined
}

/** The list as this phone has it, asked anew on opening, when the network goes or comes back, and when something has gone out. */
function useAllowances() {
  const [round, setRound] = useState(0)
  const [fault, setFault] = useState<Fault>()
  const kept = useStored(() => phone().dossiers.allowancesKept(), ["dossiers", "outbox"], String(round))
  const { kind } = useWatch(useClient().sync)
  const ask = useCallback(async () => {
    const answer = await phone()
      .dossiers.allowances()
      .catch(() => fail("failed"))
    setFault(answer.ok ? undefined : answer)
    setRound((now) => now + 1)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state of sending is another time to ask
  useEffect(() => {
    const now = (): void => void ask()
    now()
    for (const turn of ["online", "offline"]) addEventListener(turn, now)
    return () => {
      for (const turn of ["online", "offline"]) removeEventListener(turn, now)
    }
  }, [ask, kind])
  return { kept, fault, asked: round > 0, ask }
}

/** The question before it is taken back; it works without a network. */
function Ask({ allowance, onClose }: { allowance: AllowanceOut; onClose: () => void }) {
  const [wrong, setWrong] = useState(false)
  const end = async (): Promise<void> => {
    const written = await phone().dossiers.endReuse(allowance.dossier_id)
    setWrong(!written.ok)
    if (written.ok) onClose()
  }
  return (
    <Dialog
      title={t().askTitle}
      onClose={onClose}
      actions={
        <>
          <Button kind="mend" onPress={() => void end()}>
            {t().end}
          </Button>
          <Button onPress={onClose}>{t().keep}</Button>
        </>
      }
    >
      <p>
        <b>{named(allowance)}</b>
      </p>
      <p>{t().ask(allowance.code)}</p>
      <p class="muted">{t().askMore}</p>
      {wrong && (
        <p class="account-why" role="alert">
          {t().notWritten}
        </p>
      )}
    </Dialog>
  )
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="num">{children}</dd>
    </div>
  )
}

/** What was allowed with one dossier: from when, until when while it holds, where, to whom, and when it was last used. */
function Facts({ allowance }: { allowance: AllowanceOut }) {
  const { given_at, until, where, unit_name, last_use } = allowance
  return (
    <dl class="kv">
      <Fact name={t().given}>{t().givenOn(date(given_at), t()[where])}</Fact>
      <Fact name={t().office}>{unit_name}</Fact>
      {endOf(allowance) === undefined && <Fact name={t().until}>{t().untilDay(date(until))}</Fact>}
      <Fact name={t().used}>{last_use ? t().usedOn(date(last_use.at), last_use.unit_name) : t().neverUsed}</Fact>
    </dl>
  )
}

function Code({ allowance: { code, dossier_id, opens } }: { allowance: AllowanceOut }) {
  return opens ? (
    <a class="item__note num" href={`/ho-so/${dossier_id}`} aria-label={t().openDossier(code)}>
      {t().code(code)}
    </a>
  ) : (
    <span class="item__note num">{t().code(code)}</span>
  )
}

function Holding({ allowance, going, onEnd }: { allowance: AllowanceOut; going: boolean; onEnd: () => void }) {
  return (
    <li class="card card--pad account-allowance">
      <b class="item__name">{named(allowance)}</b>
      <Code allowance={allowance} />
      <Facts allowance={allowance} />
      {going ? (
        <p role="status">{t().going}</p>
      ) : (
        <Button label={t().endOf(allowance.code)} onPress={onEnd}>
          {t().end}
        </Button>
      )}
    </li>
  )
}

function Lists({ allowed, ending }: { allowed: readonly AllowanceOut[]; ending: readonly string[] }) {
  const [asking, setAsking] = useState<AllowanceOut>()
  const holding = allowed.filter((each) => endOf(each) === undefined)
  const over = allowed.filter((each) => endOf(each) !== undefined)
  return (
    <>
      {holding.length > 0 && (
        <section>
          <div class="head">
            <h2>{t().holds(holding.length)}</h2>
          </div>
          <ul class="account-allowances">
            {holding.map((each) => (
              <Holding key={each.dossier_id} allowance={each} going={ending.includes(each.dossier_id)} onEnd={() => setAsking(each)} />
            ))}
          </ul>
        </section>
      )}
      {over.length > 0 && (
        <section>
          <div class="head">
            <h2>{t().over}</h2>
          </div>
          <ul class="account-allowances">
            {over.map((each) => (
              <li key={each.dossier_id} class="card card--pad account-allowance">
                <b class="item__name">{named(each)}</b>
                <Code allowance={each} />
                <p>{endOf(each)}</p>
                <Facts allowance={each} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {asking && <Ask allowance={asking} onClose={() => setAsking(undefined)} />}
    </>
  )
}

/** Everything this person allowed to be filled in again, and the way to take each back. */
export default function AllowancesPage() {
  const { kept, fault, asked, ask } = useAllowances()
  const held = kept.state === "here" ? kept.value : undefined
  return (
    <Screen title={t().title} back={{ href: "/toi", label: account().me }} place="me">
      <div class="title">
        <h1>{t().title}</h1>
        <p class="muted">{t().more}</p>
      </div>
      {kept.state === "failed" && <Failed title={t().failed} onRetry={kept.retry} />}
      {held === undefined && kept.state !== "failed" && !asked && <Skeleton rows={2} />}
      {held === undefined && fault && noNetwork(fault) && <NotHere>{t().noNet}</NotHere>}
      {held === undefined && fault && !noNetwork(fault) && (
        <Failed title={t().failed} onRetry={() => void ask()}>
          {sentence(fault)}
        </Failed>
      )}
      {held && fault && <TooOld>{(noNetwork(fault) ? t().old : t().failedOld)(dateTime(held.as_of))}</TooOld>}
      {held?.allowed.length === 0 && (
        <Empty icon={infoIcon} title={t().empty}>
          {t().emptyMore}
        </Empty>
      )}
      {held && held.allowed.length > 0 && <Lists allowed={held.allowed} ending={held.ending} />}
    </Screen>
  )
}
