import "./track.css"
import { useEffect, useRef, useState } from "preact/hooks"
import type { TrackOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { useClient } from "../../app/client.ts"
import { navigate } from "../../app/router.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { dateTime } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { phone } from "../../offline/phone.ts"
import { Ask } from "../../ui/Ask.tsx"
import { Banner } from "../../ui/Banner.tsx"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { noSignalIcon, scanIcon, searchIcon } from "../../ui/icons.ts"
import { Tracked } from "./Tracked.tsx"
import { t } from "./words.ts"

interface Typed {
  code: string
  factor: string
}

const clean = (text: string): string => text.replace(/\s/g, "")

/** Why asking failed, in one sentence; absent and wrong are told alike. */
function sentence(fault: Fault): string {
  if (fault.code === "offline" || fault.code === "captive") return t().offline
  if (fault.status === 429) {
    const seconds = Math.ceil((fault.wait ?? 60_000) / 1000)
    return t().tooMany(seconds < 90 ? t().seconds(seconds) : t().minutes(Math.ceil(seconds / 60)))
  }
  if (fault.status === 404 || fault.status === 422) return t().notFound
  return fault.say ? say({ vi: fault.say.vi, en: fault.say.en ?? undefined }) : t().notFound
}

/** The claim secret of a scanned slip stands behind the `#` and never reaches the server by itself. */
function useSecret(): string {
  const [secret] = useState(() => clean(location.hash.slice(1)))
  useEffect(() => {
    if (secret) history.replaceState(history.state, "", location.pathname)
  }, [secret])
  return secret
}

interface AskProps {
  typed: Typed
  onType: (typed: Typed) => void
  secret: string
  onShown: (found: TrackOut) => void
}

/** Makes the two calls this page knows: look, and take over. */
function useAsking({ typed, secret, onShown }: Omit<AskProps, "onType">) {
  const [fault, setFault] = useState("")
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const ready = typed.code.trim() !== "" && clean(typed.factor).length === 4
  const run = async (act: () => Promise<string>): Promise<void> => {
    setTried(true)
    if (!ready || busy) return
    setBusy(true)
    setFault(await act())
    setBusy(false)
  }
  const look = (): Promise<void> =>
    run(async () => {
      const found = await phone().track(typed.code.trim(), clean(typed.factor))
      if (found.ok) onShown(found.value)
      return found.ok ? "" : sentence(found)
    })
  const claim = (): Promise<void> =>
    run(async () => {
      const got = await phone().claim({ local_code: typed.code.trim(), claim_secret: secret, factor: clean(typed.factor) })
      if (got.ok) navigate(`/ho-so/${got.value.dossier_id}`, { replace: true })
      if (got.ok) return ""
      if (got.status === undefined) return t().claimLater
      return got.status === 404 || got.status === 403 ? t().claimWrong : sentence(got)
    })
  return { fault, tried, busy, look, claim }
}

function Questions(props: AskProps) {
  const { typed, onType, secret } = props
  const { fault, tried, busy, look, claim } = useAsking(props)
  const { online } = useClient()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (fault) box.current?.focus()
  }, [fault])
  return (
    <form
      class="track-form"
      onSubmit={(event) => {
        event.preventDefault()
        void (secret ? claim() : look())
      }}
    >
      {!online && (
        <Banner kind="plain" icon={noSignalIcon}>
          {t().offline} <a href="/ho-so">{t().offlineMine}</a>
        </Banner>
      )}
      <div ref={box} tabIndex={-1} role="alert">
        {fault && <Banner kind="wait">{fault}</Banner>}
      </div>
      <Ask
        label={t().code}
        hint={t().codeHint}
        value={typed.code}
        error={tried && !typed.code.trim() ? t().needCode : undefined}
        onType={(code) => onType({ ...typed, code })}
      />
      <Ask
        label={t().factor}
        hint={t().factorHint}
        short
        value={typed.factor}
        error={tried && clean(typed.factor).length !== 4 ? t().needFactor : undefined}
        onType={(factor) => onType({ ...typed, factor })}
      />
      {secret && (
        <section class="card card--pad track-claim">
          <h2>{t().claimTitle}</h2>
          <p>{t().claimMore}</p>
          <Button kind="main" wide busy={busy} onPress={() => void claim()}>
            {t().claim}
          </Button>
        </section>
      )}
      <Button kind={secret ? "plain" : "main"} wide icon={searchIcon} busy={busy} onPress={() => void look()}>
        {t().look}
      </Button>
      <input type="submit" class="vh" tabIndex={-1} aria-hidden="true" value={t().look} />
      {!secret && (
        <ButtonLink href="/quet" icon={scanIcon} wide>
          {t().scan}
        </ButtonLink>
      )}
    </form>
  )
}

/** The dossier of this phone that has the code, if there is one: its owner needs no second factor here. */
async function mine(code: string): Promise<string | undefined> {
  const wanted = code.replace(/[\s-]/g, "").toUpperCase()
  const dossiers = await phone().dossiers.list()
  return dossiers.find((each) => each.local_code.replace(/-/g, "") === wanted)?.dossier_id
}

/** Follow a dossier by its code and second factor: state, step and due moment, never a name. */
export default function TrackPage({ params }: PageProps) {
  const secret = useSecret()
  const [typed, setTyped] = useState<Typed>({ code: params["code"] ?? "", factor: "" })
  const [found, setFound] = useState<TrackOut>()
  const asked = params["code"]
  useEffect(() => {
    if (asked) void mine(asked).then((id) => id && navigate(`/ho-so/${id}`, { replace: true }))
  }, [asked])
  return (
    <Screen title={t().title} back={{ href: "/" }} place="dossiers">
      <div class="title">
        <h1>{t().title}</h1>
        {!found && <p>{t().intro}</p>}
      </div>
      {found ? (
        <>
          <Tracked found={found} at={dateTime(found.updated_at)} />
          <Button wide onPress={() => setFound(undefined)}>
            {t().again}
          </Button>
        </>
      ) : (
        <Questions typed={typed} onType={setTyped} secret={secret} onShown={setFound} />
      )}
    </Screen>
  )
}
