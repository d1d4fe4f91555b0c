import "./counter.css"
import { useState } from "preact/hooks"
import type { Fault } from "../../../core/contract/result.ts"
import { useStored } from "../../app/client.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { time } from "../../i18n/format.ts"
import type { Showing } from "../../offline/counter.ts"
import { phone } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { doneIcon, folderIcon, lockIcon, scanIcon } from "../../ui/icons.ts"
import { Scanner } from "../../ui/Scanner.tsx"
import { Empty, Skeleton } from "../../ui/States.tsx"
import { TextInput } from "../../ui/TextInput.tsx"
import { Frames } from "./Frames.tsx"
import { t } from "./words.ts"

/** A phone without a network shows a dossier to the counter's camera, and notes that the counter has it. */
export default function ShowPage({ params }: PageProps) {
  const id = params["dossier"] ?? ""
  const [again, setAgain] = useState(false)
  const found = useStored(() => phone().counter.showing(id), ["outbox"], id)
  const here = found.state === "here" ? found.value : undefined
  const shown = here?.ok === true ? here.value : undefined
  return (
    <Screen title={t().title} back={{ href: `/phieu/${id}` }} barTitle={t().title} place="dossiers" kind="show-page">
      {found.state === "opening" && (
        <>
          <h1 class="vh">{t().title}</h1>
          <Skeleton title rows={2} />
        </>
      )}
      {here?.ok === false && <Cannot fault={here} id={id} />}
      {shown?.scanned_at !== undefined && !again && <Seen showing={shown} at={shown.scanned_at} id={id} onAgain={() => setAgain(true)} />}
      {shown !== undefined && (shown.scanned_at === undefined || again) && <Show id={id} showing={shown} onSeen={() => setAgain(false)} />}
    </Screen>
  )
}

function Cannot({ fault, id }: { fault: Fault; id: string }) {
  const slip = <ButtonLink href={`/phieu/${id}`}>{t().openSlip}</ButtonLink>
  const outbox = <ButtonLink href="/gui-di">{t().toOutbox}</ButtonLink>
  const dossiers = <ButtonLink href="/ho-so">{t().toDossiers}</ButtonLink>
  const [title, more, way] =
    fault.code === "sent"
      ? [t().hasIt, t().hasItMore, slip]
      : fault.code === "too_large"
        ? [t().tooLarge, t().tooLargeMore, outbox]
        : fault.code === "office_key_missing"
          ? [t().noKey, t().noKeyMore, slip]
          : [t().nothing, t().nothingMore, dossiers]
  return (
    <>
      <h1 class="vh">{t().title}</h1>
      <Empty icon={fault.code === "sent" ? doneIcon : folderIcon} title={title} actions={way}>
        {more}
      </Empty>
    </>
  )
}

function Show({ id, showing, onSeen }: { id: string; showing: Showing; onSeen: () => void }) {
  // the frames are signed and sealed anew at each look: those on the screen stay as long as it does
  const [frames] = useState(showing.frames)
  return (
    <>
      <h1>{t().title}</h1>
      <p>{t().lead}</p>
      <Frames frames={frames} />
      <p class="small muted">{frames.length > 1 ? t().around : t().once}</p>
      <ReadBack id={id} onSeen={onSeen} />
      {showing.pages > 0 && <Banner>{t().photos(showing.pages)}</Banner>}
      <Banner kind="plain" icon={lockIcon}>
        {t().sealed}
      </Banner>
    </>
  )
}

/** The phone learns from the counter's screen that the counter has it. */
function ReadBack({ id, onSeen }: { id: string; onSeen: () => void }) {
  const [reads, setReads] = useState(false)
  const [typed, setTyped] = useState("")
  const [wrong, setWrong] = useState(false)
  const tell = async (text: string): Promise<void> => {
    const right = await phone().counter.scanned(id, text)
    setWrong(!right)
    if (right) onSeen()
  }
  return (
    <section class="read-back">
      <div class="head">
        <h2>{t().seen}</h2>
      </div>
      <div class="card card--pad">
        <p>{t().seenMore}</p>
        {reads ? (
          <Scanner onText={(text) => void tell(text)} hint={t().readHint} />
        ) : (
          <Button wide icon={scanIcon} onPress={() => setReads(true)}>
            {t().readSquare}
          </Button>
        )}
        <TextInput id="receipt" label={t().typeReceipt} kind="passport" maxLength={12} value={typed} onType={setTyped} />
        {wrong && (
          <Banner kind="wait" live>
            {t().wrong}
          </Banner>
        )}
        <Button wide onPress={() => void tell(typed)}>
          {t().note}
        </Button>
      </div>
    </section>
  )
}

function Seen({ showing, at, id, onAgain }: { showing: Showing; at: string; id: string; onAgain: () => void }) {
  return (
    <>
      <h1 class="vh">{t().title}</h1>
      <Empty
        icon={doneIcon}
        title={t().scanned(time(at))}
        actions={
          <>
            <ButtonLink href={`/phieu/${id}`}>{t().openSlip}</ButtonLink>
            <Button kind="quiet" onPress={onAgain}>
              {t().again}
            </Button>
          </>
        }
      >
        {t().scannedMore}
      </Empty>
      {showing.pages > 0 && <Banner tight>{t().photos(showing.pages)}</Banner>}
    </>
  )
}
