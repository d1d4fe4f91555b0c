import "./queue.css"
import { useEffect, useRef, useState } from "preact/hooks"
import type { BoardOut, CalledOut } from "../../../core/contract/openapi.gen.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { time } from "../../i18n/format.ts"
import { lang } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { noSignalIcon, speakIcon } from "../../ui/icons.ts"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { queue, useAgain } from "./api.ts"
import { t } from "./words.ts"

const LOOK = 2500
const NOW: ReadonlySet<string> = new Set(["called", "serving"])

/** A number as it is spoken: letter and digits one by one, a pause between. */
const spoken = (number: string): string => Array.from(number).join(" ")

function voice(): SpeechSynthesisVoice | undefined {
  return typeof speechSynthesis === "undefined"
    ? undefined
    : speechSynthesis.getVoices().find((each) => each.lang.toLowerCase().startsWith(lang()))
}

function speak(call: CalledOut): void {
  const found = voice()
  if (found === undefined) return
  const words = new SpeechSynthesisUtterance(t().call(spoken(call.number), call.point))
  words.voice = found
  words.lang = found.lang
  words.rate = 0.85
  speechSynthesis.speak(words)
}

/** Says every call that is newer than what was shown when the screen was opened, once. */
function useCalling(board: BoardOut | undefined, aloud: boolean): void {
  const last = useRef<number | undefined>(undefined)
  useEffect(() => {
    if (board === undefined) return
    const newest = Math.max(0, ...board.calls.map((call) => call.turn))
    const before = last.current
    last.current = newest
    // another day counts from the beginning
    if (before === undefined || newest < before || !aloud) return
    for (const call of [...board.calls].reverse()) if (call.turn > before && call.state === "called") speak(call)
  }, [board, aloud])
}

/** The screen in the waiting room: large numbers and where to go; it says when it is cut off, and goes on by itself. */
export default function BoardPage({ params }: PageProps) {
  const slug = params["unit"] ?? ""
  const board = useAgain(() => queue.board(slug), LOOK, slug)
  const [aloud, setAloud] = useState(false)
  useCalling(board.value, aloud)
  const name = board.value?.unit_name ?? ""
  return (
    <Screen
      title={t().board}
      quiet
      kind="callscreen"
      top={
        <header class="bar callscreen__bar">
          <span>{name}</span>
          <span class="num">{board.value ? time(board.value.now) : ""}</span>
        </header>
      }
      action={<Foot board={board.value} aloud={aloud} onAloud={() => setAloud(true)} />}
    >
      {board.stale && (
        <Banner kind="wait" icon={noSignalIcon} live>
          {t().stale(time(board.stale))}
        </Banner>
      )}
      <h1 class={board.value && board.value.calls.length > 0 ? "vh" : undefined}>{t().board}</h1>
      {board.value ? (
        <Calls board={board.value} />
      ) : board.fault ? (
        <Failed title={t().noNet}>{t().noNetMore}</Failed>
      ) : (
        <Skeleton rows={3} />
      )}
    </Screen>
  )
}

function Foot({ board, aloud, onAloud }: { board: BoardOut | undefined; aloud: boolean; onAloud: () => void }) {
  const [can, setCan] = useState(() => voice() !== undefined)
  useEffect(() => {
    if (typeof speechSynthesis === "undefined") return
    const look = (): void => setCan(voice() !== undefined)
    look()
    speechSynthesis.addEventListener("voiceschanged", look)
    return () => speechSynthesis.removeEventListener("voiceschanged", look)
  }, [])
  return (
    <div class="callscreen__foot">
      <span>{board ? t().boardWaits(board.waiting) : ""}</span>
      {can && !aloud && (
        <Button icon={speakIcon} onPress={onAloud}>
          {t().sound}
        </Button>
      )}
      {(aloud || !can) && <span class="muted">{can ? t().soundOn : t().noVoice}</span>}
    </div>
  )
}

function Calls({ board }: { board: BoardOut }) {
  const now = board.calls.filter((call) => NOW.has(call.state))
  const past = board.calls.filter((call) => !NOW.has(call.state))
  if (board.calls.length === 0) return <p class="callscreen__none">{t().boardNone}</p>
  return (
    <>
      <section aria-label={t().now} aria-live="polite">
        <ul class="callscreen__now">
          {now.map((call, n) => (
            <li key={`${call.number} ${call.turn}`} class={n === 0 ? "is-newest" : undefined}>
              <b class="num">{call.number}</b>
              <span>{call.point}</span>
            </li>
          ))}
        </ul>
      </section>
      {past.length > 0 && (
        <section class="callscreen__past">
          <h2>{t().before}</h2>
          <ul>
            {past.map((call) => (
              <li key={call.number}>
                <b class="num">{call.number}</b> {call.point}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
