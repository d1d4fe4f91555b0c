import { useState } from "preact/hooks"
import type { CallOut, CallsOut } from "../../../core/contract/openapi.gen.ts"
import { phone } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { peopleIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { desk } from "./api.ts"
import { useKept } from "./kept.ts"
import { Line } from "./Line.tsx"
import { sentence, shortMoment } from "./say.ts"
import { useRead } from "./useRead.ts"
import { t, word } from "./words.ts"

const OUTCOMES = ["reached", "visited", "no_answer", "wrong_number"] as const
const told = (text: { vi: string; en?: string | null }): string => say({ vi: text.vi, en: text.en ?? undefined })

function Call({ call, onDone }: { call: CallOut; onDone: () => void }) {
  const [kept, keep] = useKept(`call:${call.call_id}`)
  const [wrong, setWrong] = useState("")
  const note = kept["note"] ?? ""
  const close = async (outcome: string): Promise<void> => {
    const done = await desk.callDone(call.call_id, { outcome, note })
    if (done.ok) onDone()
    else setWrong(sentence(done))
  }
  return (
    <section class="card card--pad call">
      <h2>{call.name}</h2>
      <p class="num">{call.phone ? <a href={`tel:${call.phone}`}>{phone(call.phone)}</a> : t().noPhone}</p>
      {call.address && <p>{call.address}</p>}
      <p class="muted num">
        {shortMoment(call.created_at)} · {call.official_number ?? call.local_code}
        {call.helper_name && ` · ${t().helper(call.helper_name)}`}
      </p>
      <p>{told(call.why)}</p>
      <blockquote>
        <b>{t().say}:</b> {told(call.say)}
      </blockquote>
      {call.done_at ? (
        <p>
          <b>{call.outcome && word(call.outcome)}</b> {shortMoment(call.done_at)}
        </p>
      ) : (
        <>
          <Line label={t().note} value={note} onType={(text) => keep("note", text)} error={wrong} />
          <div class="row">
            {OUTCOMES.map((each) => (
              <Button key={each} onPress={() => void close(each)}>
                {word(each)}
              </Button>
            ))}
          </div>
        </>
      )}
    </section>
  )
}

/** Whom no message has reached: whom to call or visit, and the words to say. */
export function Calls() {
  const [read, again] = useRead<CallsOut>(desk.calls)
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1>{t().callsTitle}</h1>
      <p class="muted">{t().callsMore}</p>
      {read.state === "opening" && <Skeleton rows={3} />}
      {read.state === "failed" && <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />}
      {read.state === "here" && read.value.calls.length === 0 && (
        <Empty icon={peopleIcon} title={t().noCalls}>
          {t().noCallsMore}
        </Empty>
      )}
      {read.state === "here" && read.value.calls.map((call) => <Call key={call.call_id} call={call} onDone={again} />)}
    </main>
  )
}
