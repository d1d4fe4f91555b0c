import { useEffect, useState } from "preact/hooks"
import type { VersionedText } from "../../../core/contract/catalogue.ts"
import type { SecondFactor } from "../../../core/contract/types.ts"
import { type Party, parties } from "../../../core/domain/forms/index.ts"
import { termsOf, termsSeen } from "../../../core/domain/terms.ts"
import { type SubmitExtras, useClient, useStored } from "../../app/client.ts"
import { navigate } from "../../app/router.ts"
import { changeSettings } from "../../app/settings.ts"
import { countersFor } from "../../app/units.ts"
import { UnitPicker } from "../../app/UnitPicker.tsx"
import { today } from "../../i18n/format.ts"
import { lang, say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { ChooseOne } from "../../ui/Choice.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Hear } from "../../ui/Hear.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { downIcon, pinIcon, warnIcon } from "../../ui/icons.ts"
import { useWatch } from "../../ui/watch.ts"
import type { Filling } from "./filling.ts"
import { Frame, type StepFrame } from "./Frame.tsx"
import { SEND } from "../../form/steps.ts"
import { Allow, useAllowing } from "./Allow.tsx"
import { t } from "./words.ts"
import { t as drafts } from "./words-drafts.ts"

type Return = "phone" | "office" | "post"

/** The last four of what the owner or the submitter is known by. */
function lastFour(party: Party | undefined, part: "id_number" | "phone"): string | undefined {
  const digits = party?.[part]?.replace(/\s/g, "")
  return digits !== undefined && digits.length >= 4 ? digits.slice(-4) : undefined
}

const fourDigits = (): string => String((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 10_000).padStart(4, "0")

/** With what a person proves, next to the code, that a dossier is hers; a word of four digits where there is nothing else. */
function factorOf(filling: Filling): SecondFactor {
  const { owner, submitter } = parties(filling.form, filling.seen.answers)
  const id = lastFour(owner, "id_number") ?? lastFour(submitter, "id_number")
  if (id !== undefined) return { kind: "id", last4: id }
  const phone = lastFour(owner, "phone") ?? lastFour(submitter, "phone")
  return phone === undefined ? { kind: "word", last4: fourDigits() } : { kind: "phone", last4: phone }
}

const READ = "cua-lang.notice"

function wasRead(hash: string): boolean {
  try {
    return localStorage.getItem(READ) === hash
  } catch {
    return false
  }
}

function noteRead(hash: string): void {
  try {
    localStorage.setItem(READ, hash)
  } catch {
    return
  }
}

type Going = { state: "still" | "going" } | { state: "refused"; code: string }

/** One tap, one transaction: the draft is frozen, the slip is made, the sending begins whenever it can. */
function useSending(filling: Filling, extras: SubmitExtras | undefined): { going: Going; send: () => void } {
  const client = useClient()
  const [going, setGoing] = useState<Going>({ state: "still" })
  const send = async (): Promise<void> => {
    if (extras === undefined || going.state === "going") return
    setGoing({ state: "going" })
    await filling.keep.flush()
    const kept = filling.keep.saved.get()
    // the sending takes what is kept, and what is kept must be what stands on the screen
    if (kept.state === "failed") return void setGoing({ state: "refused", code: kept.code })
    const answer = await client.submit(filling.keep.draft.get(), extras)
    if (!answer.ok) return void setGoing({ state: "refused", code: answer.code })
    noteRead(extras.notice.hash)
    client.syncNow()
    navigate(`/phieu/${answer.value.dossier_id}`, { replace: true })
  }
  return { going, send: () => void send().catch(() => setGoing({ state: "refused", code: "failed" })) }
}

const refusals = ["storage_full", "answers_refused", "file_missing"] as const

function refusalText(code: string, { draft }: Filling): string {
  if (code === "answers_differ") return drafts().clashFirst
  if (code === "draft_gone" || code === "draft_ended") return drafts().ended
  if (code === "stale") return drafts().newer
  if (code === "file_missing" && draft.files.some((file) => file.away)) return drafts().pageElsewhere
  const known = refusals.find((each) => each === code)
  return known ? t()[`refused_${known}`] : t().refused(code)
}

/** The last step: where it goes, what happens with the information, and one button. */
export function SendStep(frame: StepFrame) {
  const { filling } = frame
  const client = useClient()
  useWatch(client.sync)
  const bundle = useStored(() => client.store.bundle(), ["bundle"])
  const notice = bundle.state === "here" ? bundle.value?.texts.privacy : undefined
  const allowing = useAllowing(filling, bundle.state === "here" ? bundle.value : undefined)
  const [shown_at] = useState(() => new Date().toISOString())
  const [factor] = useState(() => factorOf(filling))
  const [wish, setWish] = useState<Return>("phone")
  const channel = filling.units.find((each) => each.id === filling.draft.unit_id)?.receives_online ? "online" : "prepared"
  const authority = filling.seen.answers["submitter_authority"]
  const extras: SubmitExtras | undefined = notice && {
    notice: { version: notice.version, hash: notice.hash, shown_at },
    second_factor: factor,
    wishes: { return: wish },
    ...(filling.procedure && { terms: termsSeen(termsOf(filling.procedure, today()), filling.seen.answers, channel) }),
    ...(typeof authority === "string" && { submitter_authority: authority }),
    ...allowing.extra,
  }
  const { going, send } = useSending(filling, extras)
  const clashed = (filling.draft.conflicts ?? []).length > 0
  const stop = clashed ? drafts().clashFirst : filling.seen.errors.length > 0 ? t().refused_answers_refused : undefined
  useEffect(() => filling.hands.at(SEND), [filling.hands])
  return (
    <Frame
      {...frame}
      title={t().sendTitle}
      action={
        <>
          <Button kind="main" onPress={send} busy={going.state === "going" || extras === undefined} refuses={stop}>
            {client.online ? t().sendNow : t().sendOffline}
          </Button>
          <p>{stop ?? t().sendNote}</p>
        </>
      }
    >
      <div class="title tight">
        <h1>{t().sendTitle}</h1>
        <Hear />
      </div>
      {going.state === "refused" && (
        <Banner kind="wait" icon={warnIcon} live>
          {refusalText(going.code, filling)}
        </Banner>
      )}
      <Destination filling={filling} />
      {notice && <Notice notice={notice} />}
      <ChooseOne
        id="wish"
        label={t().returnHow}
        options={[
          { value: "phone", label: t().returnPhone },
          { value: "office", label: t().returnOffice },
          { value: "post", label: t().returnPost },
        ]}
        value={wish}
        onChoose={(value) => setWish(value as Return)}
      />
      <Allow {...allowing} />
      {factor.kind === "word" && <Banner>{t().factorWord}</Banner>}
    </Frame>
  )
}

function Destination({ filling }: { filling: Filling }) {
  const [choosing, setChoosing] = useState(false)
  const unit = filling.units.find((each) => each.id === filling.draft.unit_id)
  const counters = filling.procedure ? countersFor(filling.procedure, filling.units) : []
  return (
    <Card list>
      <div class="place">
        <Icon d={pinIcon} />
        <div>
          <b>{t().sendTo(unit?.name ?? "")}</b>
          {unit?.address && <p>{unit.address}</p>}
        </div>
      </div>
      {counters.length > 1 && (
        <div class="place">
          <Button onPress={() => setChoosing(true)}>{t().changeUnit}</Button>
        </div>
      )}
      {choosing && (
        <Dialog title={t().whereTitle} onClose={() => setChoosing(false)}>
          <UnitPicker
            units={counters}
            chosen={unit?.id}
            onChoose={(chosen) => {
              filling.keep.change((draft) => ({ ...draft, unit_id: chosen.id }))
              changeSettings({ unit: chosen.id })
              setChoosing(false)
            }}
          />
        </Dialog>
      )}
    </Card>
  )
}

/** The versioned notice: in full until it was read once, then folded; a new version unfolds again. */
function Notice({ notice }: { notice: VersionedText }) {
  const [read] = useState(() => wasRead(notice.hash))
  const paragraphs = (lang() === "en" ? notice.body.en : notice.body.vi).map((text) => <Paragraph key={text} text={text} />)
  if (read) {
    return (
      <details class="fold">
        <summary>
          {t().noticeAgain}
          <Icon d={downIcon} small turn />
        </summary>
        <div>{paragraphs}</div>
      </details>
    )
  }
  return (
    <section class="card card--pad notice">
      <h2>{say(notice.title)}</h2>
      {paragraphs}
      <p class="small muted">{t().noticeNote}</p>
    </section>
  )
}

/** "Ai xem được: …": what stands before the first colon is what the eye looks for. */
function Paragraph({ text }: { text: string }) {
  const [, lead, rest] = /^([^:.]{1,40}:)(.*)$/s.exec(text) ?? []
  return (
    <p>
      {lead === undefined ? (
        text
      ) : (
        <>
          <b>{lead}</b>
          {rest}
        </>
      )}
    </p>
  )
}
