import { useState } from "preact/hooks"
import type { Chosen, OfferOut, OffersOut } from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { UNCUT } from "../../../core/domain/cutting.ts"
import { date } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { doneIcon } from "../../ui/icons.ts"
import { CutPicture } from "./CutPicture.tsx"
import { askedFor, type Wanted } from "./digitiseSheets.ts"
import { Pick } from "./Line.tsx"
import { sentence } from "./say.ts"
import { t } from "./words-digitise.ts"

interface Props {
  /** Why nothing can be looked for yet. */
  why?: string | undefined
  find: () => Promise<Result<OffersOut>>
  /** `item` is the thing that is asked for and that this paper answers, or nothing. */
  use: (chosen: Chosen, item: string) => Promise<Result<unknown>>
  /** What the open request asks for; a paper that was asked for itself answers that, unless the official says otherwise. */
  wanted?: readonly Wanted[]
}

const textOf = (text: { vi: string; en?: string | null | undefined }): string => say({ vi: text.vi, en: text.en ?? undefined })

/** What this office holds of the person already; looked for only when she asks, linked only paper by paper. */
export function Reuse({ why, find, use, wanted = [] }: Props) {
  const [asked, setAsked] = useState(false)
  const [offers, setOffers] = useState<readonly OfferOut[]>()
  const [used, setUsed] = useState<readonly string[]>([])
  const [wrong, setWrong] = useState<string>()
  const look = async (): Promise<void> => {
    const found = await find()
    setWrong(found.ok ? undefined : found.code === "offline" ? t().cut : sentence(found))
    if (found.ok) setOffers(found.value.offers)
  }
  const take = async ({ paper, from_dossier_id, from_paper }: OfferOut, item: string): Promise<void> => {
    const done = await use({ paper, from_dossier_id, from_paper }, item)
    setWrong(done.ok ? undefined : done.code === "offline" ? t().cut : sentence(done))
    if (done.ok) setUsed([...used, paper])
  }
  return (
    <section class="dg__held" aria-labelledby="dg-held">
      <h3 id="dg-held">{t().heldTitle}</h3>
      {why ? (
        <p class="small muted">{why}</p>
      ) : (
        <>
          <label class="dg__seen">
            <input
              type="checkbox"
              checked={asked}
              aria-describedby="dg-held-more"
              onChange={(event) => {
                setAsked(event.currentTarget.checked)
                setOffers(undefined)
              }}
            />
            <span>{t().heldAsk}</span>
          </label>
          <p class="small muted" id="dg-held-more">
            {t().heldAskMore}
          </p>
          {asked && offers === undefined && <Button onPress={() => void look()}>{t().heldFind}</Button>}
        </>
      )}
      {wrong && (
        <p class="d-line__why" role="alert">
          {wrong}
        </p>
      )}
      {asked && offers?.length === 0 && <p role="status">{t().heldNone}</p>}
      {asked && offers && offers.length > 0 && (
        <ul class="dg__offers">
          {offers.map((offer) => (
            <Offer
              key={offer.paper}
              offer={offer}
              wanted={wanted}
              used={used.includes(offer.paper)}
              onUse={(item) => void take(offer, item)}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

interface OfferProps {
  offer: OfferOut
  wanted: readonly Wanted[]
  used: boolean
  onUse: (item: string) => void
}

function Offer({ offer, wanted, used, onUse }: OfferProps) {
  const [looking, setLooking] = useState(false)
  const [picked, pick] = useState<string>()
  const item = picked ?? askedFor(offer.paper, wanted)
  const name = textOf(offer.name)
  return (
    <li class="card">
      <div>
        <b>{name}</b>
        <small>{t().heldFrom(offer.from_code, textOf(offer.from_procedure))}</small>
        <small>{t().heldCompared(offer.compared_by, date(offer.compared_at))}</small>
        <small>{offer.valid_until ? t().heldUntil(date(offer.valid_until)) : t().heldAlways}</small>
      </div>
      {wanted.length > 0 && !used && (
        <Pick
          label={t().answersOf(name)}
          value={item}
          onPick={pick}
          empty={t().answersNothing}
          options={wanted.map((each) => ({ value: each.key, label: each.name }))}
        />
      )}
      <div class="row">
        <Button label={t().heldLookOf(name)} onPress={() => setLooking(true)}>
          {t().heldLook}
        </Button>
        {used ? (
          <Chip kind="done" icon={doneIcon}>
            {t().heldUsed}
          </Chip>
        ) : (
          <Button kind="main" label={t().heldUseOf(name)} onPress={() => onUse(item)}>
            {t().heldUse}
          </Button>
        )}
      </div>
      {looking && (
        <Dialog
          wide
          title={name}
          onClose={() => setLooking(false)}
          actions={<Button onPress={() => setLooking(false)}>{t().close}</Button>}
        >
          {offer.pages.map((page, n) => (
            <CutPicture key={page} id={page} cut={UNCUT} label={`${name}, ${t().heldPage(n + 1, offer.pages.length)}`} size="full" />
          ))}
        </Dialog>
      )}
    </li>
  )
}
