import { useEffect, useState } from "preact/hooks"
import { lackOf, placeOf, type Place, stillAsked } from "../../../core/domain/supplement.ts"
import { useClient } from "../../app/client.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { common } from "../../i18n/common.ts"
import { date, longDate, time } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { doneIcon, searchIcon } from "../../ui/icons.ts"
import { Hear } from "../../ui/Hear.tsx"
import { Empty, NotHere, Skeleton } from "../../ui/States.tsx"
import { AskedItem } from "./AskedItem.tsx"
import { type Filling, useFilling } from "./filling.ts"
import { Lacking } from "./Lacking.tsx"
import { type Found, openSupplement, type Supplementary } from "./supplementing.ts"
import { sendAnswer } from "./sendAnswer.ts"
import { t as fill } from "./words.ts"
import { t } from "./words-supplement.ts"
import "./apply.css"
import "./supplement.css"

function useFound(id: string): Found {
  const client = useClient()
  const [found, setFound] = useState<Found>({ state: "opening" })
  const [times, setTimes] = useState(0)
  useEffect(() => {
    let wanted = true
    let leave = (): void => undefined
    void openSupplement(client, id, () => setTimes(times + 1))
      .catch((): Found => ({ state: "gone" }))
      .then((now) => {
        if (now.state === "open") leave = () => now.opened.keep.leave()
        if (wanted) setFound(now)
        else leave()
      })
    return () => {
      wanted = false
      leave()
    }
  }, [client, id, times])
  return found
}

/** Answering what the office asked for about a dossier: each thing with its reason and what was there before, nothing else. */
export default function SupplementPage({ params }: PageProps) {
  const id = params["dossier"] ?? ""
  const found = useFound(id)
  const [sent, setSent] = useState(false)
  if (found.state === "open" && !sent) return <Answering opened={found.opened} onSent={() => setSent(true)} />
  const back = { href: `/ho-so/${id}`, label: t().toDossier }
  const toDossier = <ButtonLink href={`/ho-so/${id}`}>{t().toDossier}</ButtonLink>
  return (
    <Screen title={t().title} back={back} place="dossiers">
      {found.state === "opening" && <Skeleton title rows={3} />}
      {found.state === "no_form" && (
        <NotHere>
          <b>{fill().notHere}</b>
          <span>{fill().notHereMore}</span>
        </NotHere>
      )}
      {found.state === "gone" && (
        <Empty icon={searchIcon} title={t().goneTitle} actions={<ButtonLink href="/ho-so">{fill().toDossiers}</ButtonLink>} />
      )}
      {found.state === "closed" && (
        <Empty icon={doneIcon} title={t().closedTitle} actions={toDossier}>
          {t().closedMore}
        </Empty>
      )}
      {(found.state === "sent" || sent) && (
        <>
          <h1 class="vh">{t().sentTitle}</h1>
          <Empty icon={doneIcon} title={t().sentTitle} actions={toDossier}>
            {t().sentMore}
          </Empty>
        </>
      )}
    </Screen>
  )
}

function Answering({ opened, onSent }: { opened: Supplementary; onSent: () => void }) {
  const filling = useFilling(opened)
  if (filling === undefined)
    return (
      <Screen title={t().title} back={{ href: `/ho-so/${opened.dossier.dossier_id}` }}>
        <h1 class="vh">{t().title}</h1>
        <Skeleton title rows={3} />
      </Screen>
    )
  return <Asked opened={opened} filling={filling} onSent={onSent} />
}

const words = (label: { vi: string; en?: string | null }): string => say({ vi: label.vi, en: label.en ?? undefined })

interface AskedProps {
  opened: Supplementary
  filling: Filling
  onSent: () => void
}

function Asked({ opened, filling, onSent }: AskedProps) {
  const client = useClient()
  const { dossier, request, form } = opened
  const [tries, setTries] = useState(0)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const places = stillAsked(request.items).map((item) => placeOf(item, form, filling.draft.answers))
  const lacks = places.filter((place) => lackOf(place, filling.draft, filling.seen.errors) !== undefined)
  const closed = request.status !== "open"
  const send = async (): Promise<void> => {
    setTries(tries + 1)
    if (lacks.length > 0 || busy) return
    setBusy(true)
    const fault = await sendAnswer(client, filling, places)
    setBusy(false)
    setWrong(fault)
    if (fault === undefined) onSent()
  }
  return (
    <Screen
      title={t().title}
      back={{ href: `/ho-so/${dossier.dossier_id}`, label: t().toDossier }}
      barTitle={dossier.unit_name}
      quiet
      action={
        <>
          <Button kind="main" busy={busy} onPress={() => void send()} refuses={closed ? t().closedTitle : undefined}>
            {t().send}
          </Button>
          <p>
            {lacks.length > 0
              ? t().left(lacks.length)
              : filling.saved.state === "saved"
                ? common().savedAt(time(filling.saved.at))
                : common().savedHere}
          </p>
        </>
      }
    >
      <div class="title tight">
        <h1>{t().asks(dossier.unit_name)}</h1>
        <p>
          <b>{t().until(longDate(request.respond_by))}</b> {t().only}
        </p>
        {request.note && <p>{request.note}</p>}
        {request.items.map(
          ({ key, label, brought }) =>
            brought && (
              <p key={key}>
                {brought.held_from
                  ? t().held(words(label), brought.held_from, date(brought.at))
                  : t().brought(words(label), brought.by, date(brought.at))}
              </p>
            ),
        )}
        <Hear />
      </div>
      {closed && <Banner kind="wait">{t().closedMore}</Banner>}
      {wrong && (
        <Banner kind="wait" live>
          {wrong}
        </Banner>
      )}
      {tries > 0 && <Lacking places={lacks} filling={filling} tries={tries} />}
      {places.map((place: Place, n) => (
        <AskedItem key={place.item.key} place={place} n={n + 1} of={places.length} filling={filling} tried={tries > 0} />
      ))}
    </Screen>
  )
}
