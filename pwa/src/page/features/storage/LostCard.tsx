import { useState } from "preact/hooks"
import type { Result } from "../../../core/contract/result.ts"
import { dateTime } from "../../i18n/format.ts"
import { type Comeback, phone } from "../../offline/phone.ts"
import { Ask } from "../../ui/Ask.tsx"
import { Banner } from "../../ui/Banner.tsx"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { retryIcon, warnIcon } from "../../ui/icons.ts"
import { t } from "./words.ts"

/** What was cleared, when, what the server knows of it, what is here now, and the ways back. */
export function LostCard({ comeback, onTook }: { comeback: Comeback; onTook: (dossiers: number) => void }) {
  return (
    <section class="mend storage-card" aria-label={t().lostTitle}>
      <h2>{t().lostTitle}</h2>
      <p>
        {happened(comeback)} {t().lostWhy}
      </p>
      <Counts comeback={comeback} />
      <Ways comeback={comeback} onTook={onTook} />
      <Button kind="quiet" wide onPress={() => void phone().storage.understood()}>
        {t().understood}
      </Button>
    </section>
  )
}

function happened({ lost }: Comeback): string {
  const after = lost?.after === undefined ? "" : dateTime(lost.after)
  if (lost === undefined) return t().lost_server
  if (lost.loss === "files") return t().lost_files
  return t()[`lost_${lost.loss}`](after)
}

/** What this very browser last said it held, all of its earlier lives together. */
function toldOf({ before }: Comeback): { drafts: number; unsent: number; at: string } | undefined {
  const here = (before?.held ?? []).filter((each) => each.here)
  const [latest] = here
  if (latest === undefined) return undefined
  const sum = (of: "drafts" | "unsent"): number => here.reduce((all, each) => all + each[of], 0)
  return { drafts: sum("drafts"), unsent: sum("unsent"), at: latest.at }
}

function Counts({ comeback }: { comeback: Comeback }) {
  const told = toldOf(comeback)
  const dossiers = comeback.before?.dossiers ?? 0
  if (told === undefined && dossiers === 0) return null
  const gone = Math.max(0, (told?.unsent ?? 0) - comeback.here.unsent)
  const missing = Math.max(0, (told?.drafts ?? 0) - comeback.here.drafts)
  return (
    <>
      <h3>{t().known}</h3>
      {told && <p class="small muted">{t().knownAt(dateTime(told.at))}</p>}
      <dl class="kv storage-counts">
        {told && <Count name={t().drafts} value={told.drafts} />}
        {told && <Count name={t().unsent} value={told.unsent} />}
        {dossiers > 0 && <Count name={t().withServer} value={dossiers} />}
      </dl>
      <h3>{t().hereNow}</h3>
      <dl class="kv storage-counts">
        <Count name={t().drafts} value={comeback.here.drafts} />
        <Count name={t().unsent} value={comeback.here.unsent} />
      </dl>
      {missing > 0 && <p>{t().draftsMissing(missing)}</p>}
      {gone > 0 && (
        <Banner kind="wait" icon={warnIcon}>
          {t().goneForGood(gone)}
        </Banner>
      )}
    </>
  )
}

function Count({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="num">{value}</dd>
    </div>
  )
}

function Ways({ comeback, onTook }: { comeback: Comeback; onTook: (dossiers: number) => void }) {
  const { before, signed_in } = comeback
  if (signed_in) return <p>{t().signedIn}</p>
  const drafts = (before?.held ?? []).some((each) => each.here && each.drafts > 0)
  return (
    <>
      {((before?.dossiers ?? 0) > 0 || drafts) && <TakeBack asks={before?.asks_factor ?? false} onTook={onTook} />}
      {before?.somebody && <p>{t().somebody}</p>}
      <div class="storage-ways">
        <ButtonLink href="/toi" wide>
          {t().signIn}
        </ButtonLink>
        <ButtonLink href="/tra-cuu" kind="link">
          {t().haveSlip}
        </ButtonLink>
      </div>
    </>
  )
}

/** Asked, never done by itself: on a shared phone what comes back may be a neighbour's. */
function TakeBack({ asks, onTook }: { asks: boolean; onTook: (dossiers: number) => void }) {
  const [factor, setFactor] = useState("")
  const [wrong, setWrong] = useState("")
  const [said, setSaid] = useState<Result<{ dossiers: number }>>()
  const [busy, setBusy] = useState(false)
  const take = async (): Promise<void> => {
    if (asks && factor.trim().length < 4) return void setWrong(t().needFactor)
    setWrong("")
    setBusy(true)
    const answer = await phone().storage.restore(factor)
    setBusy(false)
    setSaid(answer)
    if (answer.ok) onTook(answer.value.dossiers)
    if (!answer.ok && answer.status === 404) setWrong(t().notFound)
  }
  const why = said === undefined || said.ok || said.status === 404 ? "" : whyNot(said.status)
  return (
    <Card pad label={t().mineTitle}>
      <div class="storage-card">
        <h3>{t().mineTitle}</h3>
        <p>{t().mineMore}</p>
        {asks && <Ask label={t().factor} hint={t().factorHint} value={factor} error={wrong} kind="text" short onType={setFactor} />}
        <Button kind="main" wide icon={retryIcon} busy={busy} onPress={() => void take()}>
          {t().takeBack}
        </Button>
        {why && <p role="alert">{why}</p>}
      </div>
    </Card>
  )
}

function whyNot(status: number | undefined): string {
  if (status === undefined) return t().offline
  return status === 429 ? t().tooMany : t().failed
}
