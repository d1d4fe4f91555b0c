import "./phones.css"
import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import type { PhoneRow, PhonesOut } from "../../core/contract/openapi.gen.ts"
import type { Fault } from "../../core/contract/result.ts"
import { browserName } from "../i18n/browser.ts"
import { nearDate, time } from "../i18n/format.ts"
import { say } from "../i18n/lang.ts"
import { Ask } from "../ui/Ask.tsx"
import { Banner } from "../ui/Banner.tsx"
import { Button } from "../ui/Button.tsx"
import { Chip } from "../ui/Card.tsx"
import { Dialog } from "../ui/Dialog.tsx"
import { doneIcon, lockIcon, pauseIcon, phoneIcon, warnIcon } from "../ui/icons.ts"
import { Empty, Failed, NotHere, Skeleton } from "../ui/States.tsx"
import { TextInput } from "../ui/TextInput.tsx"
import type { PhonesSource } from "./phones.ts"
import { t } from "./phones-words.ts"

const when = (moment: string): string => `${time(moment)} ${nearDate(moment)}`
const DOWN: ReadonlySet<string> = new Set(["offline", "captive"])

function sentence(fault: Fault): string {
  if (DOWN.has(fault.code)) return t().needsNetwork
  return fault.say ? say({ vi: fault.say.vi, en: fault.say.en ?? undefined }) : t().failedAct
}

/** Whose it is, as far as the reader may know. */
function users({ people, others }: PhoneRow): string {
  const names = people.map((each) => each.name).join(", ")
  if (others === 0) return names || t().nobody
  return [names, t().others(others, names !== "")].filter(Boolean).join(" ")
}

function Holds({ row, mine }: { row: PhoneRow; mine: boolean }) {
  const { unsent, drafts, said_at } = row
  if (unsent === null || said_at === null) return <span class="item__note">{t().unknown}</span>
  return (
    <span class="item__note num">
      {t().said(when(said_at))} <b>{t().unsent(unsent)}</b>
      {drafts !== null && drafts > 0 && `, ${t().drafts(drafts)}`}. {!mine && t().since}
    </span>
  )
}

function Row({ row, mine, onAsk }: { row: PhoneRow; mine: boolean; onAsk: () => void }) {
  const { blocked_at, blocked_by, blocked_reason, held, stumbling, last_seen_at, label } = row
  return (
    <div class="phones-item" data-phone={row.device_id}>
      <span class="phones-item__head">
        <b class="item__name">{users(row)}</b>
        {blocked_at && (
          <Chip kind="mend" icon={lockIcon}>
            {t().blocked}
          </Chip>
        )}
        {mine && (
          <Chip kind="phone" icon={phoneIcon}>
            {t().mine}
          </Chip>
        )}
      </span>
      <span class="item__note num">
        {browserName(label) || label || t().aPhone} · {t().seen(when(last_seen_at))}
      </span>
      <Holds row={row} mine={mine} />
      {blocked_at && (
        <span class="item__note phones-item__why num">
          {t().blockedBy(blocked_by ?? "", when(blocked_at))}. {blocked_reason && t().because(blocked_reason)}
        </span>
      )}
      {held > 0 && (
        <Chip kind="plain" icon={pauseIcon}>
          {t().held(held)}
        </Chip>
      )}
      {stumbling > 0 && (
        <Chip kind="mend" icon={warnIcon}>
          {t().stumbling(stumbling)}
        </Chip>
      )}
      {mine && <span class="item__note">{t().mineMore}</span>}
      {!mine && (
        <Button
          kind={blocked_at ? "plain" : "mend"}
          label={blocked_at ? t().unblockOf(users(row)) : t().blockOf(users(row))}
          onPress={onAsk}
        >
          {blocked_at ? t().unblock : t().block}
        </Button>
      )}
    </div>
  )
}

interface AskProps {
  row: PhoneRow
  source: PhonesSource
  onDone: (said: string) => void
  onClose: () => void
}

/** Asks once more, with a reason that is kept. */
function Sure({ row, source, onDone, onClose }: AskProps) {
  const blocks = row.blocked_at === null
  const [reason, setReason] = useState("")
  const [why, setWhy] = useState<string>()
  const [busy, setBusy] = useState(false)
  const who = users(row)
  const go = async (): Promise<void> => {
    if (busy) return
    if (reason.trim().length < 3) return void setWhy(t().needReason)
    setBusy(true)
    const done = await (blocks ? source.block(row.device_id, reason.trim()) : source.unblock(row.device_id, reason.trim()))
    setBusy(false)
    if (done.ok) onDone(blocks ? t().done : t().undone)
    else setWhy(sentence(done))
  }
  return (
    <Dialog
      title={blocks ? t().blockTitle(who) : t().unblockTitle(who)}
      onClose={onClose}
      actions={
        <>
          <Button kind={blocks ? "mend" : "main"} busy={busy} onPress={() => void go()}>
            {blocks ? t().blockDo : t().unblockDo}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      {blocks ? (
        <ul class="phones-more">
          <li>{t().blockMore1}</li>
          <li>{t().blockMore2}</li>
          <li>{t().blockMore3}</li>
        </ul>
      ) : (
        <p>{t().unblockMore}</p>
      )}
      <TextInput
        id="phones-reason"
        kind="long"
        label={blocks ? t().blockWhy : t().unblockWhy}
        hint={blocks ? t().blockHint : t().unblockHint}
        value={reason}
        onType={setReason}
        error={why}
        maxLength={500}
      />
    </Dialog>
  )
}

/** Reads what is asked for a moment after the last key; what is shown stays meanwhile. */
function usePhones(source: PhonesSource, q: string): [PhonesOut | undefined, Fault | undefined, () => void] {
  const [shown, setShown] = useState<PhonesOut>()
  const [fault, setFault] = useState<Fault>()
  const latest = useRef(0)
  const read = useCallback(() => {
    latest.current += 1
    const turn = latest.current
    void source.list(q).then((found) => {
      if (turn !== latest.current) return
      setFault(found.ok ? undefined : found)
      if (found.ok) setShown(found.value)
    })
  }, [source, q])
  useEffect(() => {
    const soon = setTimeout(read, q === "" ? 0 : 300)
    return () => clearTimeout(soon)
  }, [read, q])
  return [shown, fault, read]
}

function Nothing({ searched, desk }: { searched: boolean; desk: boolean }) {
  const more = desk ? t().noneDesk : t().noneLead
  return (
    <Empty icon={phoneIcon} title={searched ? t().noneFound : t().noneTitle}>
      {searched ? t().noneFoundMore : more}
    </Empty>
  )
}

interface Props {
  source: PhonesSource
  /** Seen from the office's desk, and not from a lead's own phone. */
  desk?: boolean
  /** The phone this is read on. */
  mine?: string | undefined
}

/** The phones somebody may block, each with who uses it and what it last said it holds. */
export function PhonesList({ source, desk = false, mine }: Props) {
  const [q, setQ] = useState("")
  const [asking, setAsking] = useState<PhoneRow>()
  const [said, setSaid] = useState("")
  const [shown, fault, read] = usePhones(source, q.trim())
  const rows = shown?.phones ?? []
  return (
    <div class="phones">
      <Ask label={desk ? t().findDesk : t().find} value={q} onType={setQ} />
      {said && (
        <Banner kind="done" icon={doneIcon} live>
          {said}
        </Banner>
      )}
      {fault && DOWN.has(fault.code) && <NotHere>{t().offline}</NotHere>}
      {fault && !DOWN.has(fault.code) && (
        <Failed title={t().failed} code={fault.code} onRetry={read}>
          {sentence(fault)}
        </Failed>
      )}
      {!shown && !fault && <Skeleton rows={3} />}
      {shown && rows.length === 0 && <Nothing searched={q.trim() !== ""} desk={desk} />}
      {rows.length > 0 && (
        <div class="card list">
          {rows.map((row) => (
            <Row key={row.device_id} row={row} mine={row.device_id === mine} onAsk={() => setAsking(row)} />
          ))}
        </div>
      )}
      {asking && (
        <Sure
          key={asking.device_id}
          row={asking}
          source={source}
          onClose={() => setAsking(undefined)}
          onDone={(words) => {
            setAsking(undefined)
            setSaid(words)
            read()
          }}
        />
      )}
    </div>
  )
}
