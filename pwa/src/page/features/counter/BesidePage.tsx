import "./counter.css"
import "./beside.css"
import { useEffect, useState } from "preact/hooks"
import type { LineOut, ShownOut } from "../../../core/contract/openapi.gen.ts"
import { qrMatrix } from "../../../core/domain/qr.ts"
import { Screen } from "../../app/Screen.tsx"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { Hear } from "../../ui/Hear.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { clockIcon, doneIcon, noSignalIcon, peopleIcon } from "../../ui/icons.ts"
import { Qr } from "../../ui/Qr.tsx"
import { Signature, type Stroke } from "../../ui/Signature.tsx"
import { Empty } from "../../ui/States.tsx"
import { TextInput } from "../../ui/TextInput.tsx"
import { Allow } from "./Allow.tsx"
import { type Beside, useBeside } from "./beside.ts"
import { t } from "./words-beside.ts"

/** The resident's side of a sitting: what is asked and what was typed, in large text; and her agreement. */
export default function BesidePage() {
  const [token] = useState(() => location.hash.slice(1))
  const beside = useBeside(token)
  return (
    <Screen
      title={t().title}
      quiet
      top={<Top beside={beside} />}
      action={
        <>
          <Hear label={t().hear} of=".beside__read" />
          <p>{t().onlyLook}</p>
        </>
      }
      kind="beside"
    >
      {beside.cut && (
        <div class="note note--wait beside__cut" role="alert">
          <Icon d={noSignalIcon} />
          <div>
            <b>{t().cut}</b>
            <p>{t().cutMore}</p>
          </div>
        </div>
      )}
      <div class="beside__read">
        <Inside beside={beside} />
      </div>
      {(beside.shown?.kind === "confirm" || beside.shown?.kind === "receive") && <Agree key={beside.shown.sha256} beside={beside} />}
    </Screen>
  )
}

function Top({ beside: { told, shown } }: { beside: Beside }) {
  const hello = shown?.kind === "receive" ? t().helloReceive : t().hello
  return (
    <header class="bar beside__bar">
      <Icon d={peopleIcon} />
      <span class="beside__who">{told?.official_name ? hello(told.official_name) : t().title}</span>
    </header>
  )
}

function Ended({ title, more, onRetry }: { title: string; more: string; onRetry?: () => void }) {
  return (
    <>
      <h1 class="vh">{title}</h1>
      <Empty
        icon={doneIcon}
        title={title}
        actions={
          <>
            {onRetry && <Button onPress={onRetry}>{t().retry}</Button>}
            <ButtonLink href="/">{t().home}</ButtonLink>
          </>
        }
      >
        {more}
      </Empty>
    </>
  )
}

function Inside({ beside }: { beside: Beside }) {
  const { standing, shown, retry } = beside
  if (standing === "over") return <Ended title={t().over} more={t().overMore} />
  if (standing === "taken") return <Ended title={t().taken} more={t().takenMore} onRetry={retry} />
  if (standing === "gone") return <Ended title={t().gone} more={t().goneMore} />
  if (shown === undefined)
    return (
      <>
        <h1>{standing === "opening" ? t().opening : t().title}</h1>
        <p class="beside__lead">{t().wait}</p>
      </>
    )
  if (shown.kind === "done") return <Done shown={shown} />
  if (shown.kind === "reuse") return <Allow beside={beside} />
  const asking = shown.kind === "asking"
  return (
    <>
      <h1>{asking ? shown.step || shown.title : shown.kind === "receive" ? t().receive : t().check}</h1>
      <p class="beside__lead">{asking ? t().wrongSay : shown.kind === "receive" ? t().receiveMore : t().checkMore}</p>
      <Lines lines={shown.lines} />
    </>
  )
}

/** Keeps what is being asked in sight, where the screen is small. */
function useInSight(now: string): void {
  useEffect(() => {
    if (now !== "") document.querySelector(".beside__lines .is-now")?.scrollIntoView({ block: "center", behavior: "smooth" })
  }, [now])
}

function Lines({ lines }: { lines: readonly LineOut[] }) {
  useInSight(lines.find((line) => line.now)?.label ?? "")
  return (
    <dl class="beside__lines">
      {lines.map((line, at) => (
        // two people of a form may be asked the same question
        <div key={`${at}${line.label}`} class={line.now ? "is-now" : undefined} aria-current={line.now ? "true" : undefined}>
          <dt>
            {line.now && <b class="beside__now">{t().now}</b>}
            {line.label}
          </dt>
          <dd class={line.value === "" ? "muted" : undefined}>{line.value || t().nothing}</dd>
        </div>
      ))}
    </dl>
  )
}

function Agree({ beside }: { beside: Beside }) {
  const { told, shown, agree } = beside
  const [strokes, setStrokes] = useState<Stroke[]>([])
  const [code, setCode] = useState("")
  const [wrong, setWrong] = useState<string>()
  const send = async (how: { code?: string; strokes?: number[][] }): Promise<void> => {
    const answer = await agree(how)
    if (answer.ok) setWrong(answer.value.right ? undefined : t().wrong(answer.value.left))
    else setWrong(answer.say ?? t().failed)
  }
  if (told?.confirmed === true)
    return (
      <div class="note note--done beside__agreed" role="status">
        <Icon d={doneIcon} />
        <div>
          <b>{t().agreed}</b>
          <p>{shown?.kind === "receive" ? t().receivedMore : t().agreedMore}</p>
        </div>
      </div>
    )
  return (
    <section class="card card--pad beside__agree" data-silent>
      <h2>{t().agree}</h2>
      {told?.code_sent === true && (
        <>
          <p>{t().codeSent(told.phone_end)}</p>
          <TextInput id="beside-code" label={t().code} kind="id" maxLength={6} value={code} onType={setCode} />
          <Button kind="main" wide onPress={() => void send({ code })}>
            {t().codeNow}
          </Button>
        </>
      )}
      <h3>{t().sign}</h3>
      <Signature strokes={strokes} onSign={setStrokes} />
      {wrong && (
        <p class="bad" role="alert">
          {wrong}
        </p>
      )}
      {strokes.length > 0 && (
        <Button kind="main" wide onPress={() => void send({ strokes })}>
          {t().signNow}
        </Button>
      )}
    </section>
  )
}

function Done({ shown }: { shown: ShownOut }) {
  const matrix = shown.square === "" ? null : qrMatrix(shown.square)
  return (
    <>
      <h1>{t().done}</h1>
      <dl class="beside__lines">
        {shown.number !== "" && (
          <div>
            <dt>{t().number}</dt>
            <dd class="num">{shown.number}</dd>
          </div>
        )}
        <div>
          <dt>{t().localCode}</dt>
          <dd class="num">{shown.code}</dd>
        </div>
      </dl>
      {matrix && (
        <div class="beside__slip">
          <Qr matrix={matrix} label={t().slipSquare} />
          <p class="beside__lead">
            <Icon d={clockIcon} />
            {t().slip}
          </p>
        </div>
      )}
    </>
  )
}
