import { useEffect, useRef, useState } from "preact/hooks"
import type { ConsentOut } from "../../../core/contract/openapi.gen.ts"
import type { IdCard } from "../../../core/domain/cccd.ts"
import type { FieldDef } from "../../../core/domain/forms/index.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import type { Asking } from "../../form/asking.ts"
import { fromCard } from "../../form/card.ts"
import { CardDialog } from "../../form/CardScan.tsx"
import { CHECK } from "../../form/steps.ts"
import { answerText } from "../../i18n/answer.ts"
import { date, today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { cardIcon } from "../../ui/icons-work.ts"
import { TextInput } from "../../ui/TextInput.tsx"
import { filledIn, isNumber, numbersOf, type Offer, ownNumber, sourceOf, toAsk, withoutOffers } from "./before.ts"
import { sittings } from "./counterApi.ts"
import { sentence } from "./say.ts"
import { changed, type KeptSitting, type SittingDraft } from "./sittingDraft.ts"
import type { Link } from "./sittingLink.ts"
import { before as t } from "./words-before.ts"

interface Props {
  draft: SittingDraft
  kept: KeptSitting
  asking: Asking
  link: Link
}

/** How long ago something was said: what an official weighs before she asks. */
function age(moment: string): string {
  const days = Math.floor((Date.now() - Date.parse(moment)) / 86_400_000)
  if (days < 1) return t().today
  return days < 60 ? t().days(days) : t().months(Math.floor(days / 30))
}

/** Where an answer is from, in words. */
export const fromWords = (each: Offer): string =>
  each.here ? t().here(each.from_code) : t().from(each.from_code, date(each.given_at), age(each.given_at))

/** Said under a question that stands as it was given before. */
export function sourceAt(draft: SittingDraft, path: string): string | undefined {
  const found = sourceOf(draft.offers ?? [], path, draft.answers[path])
  return found && fromWords(found)
}

type Standing = { state: "resting" } | { state: "asking" } | { state: "failed"; why: string }

interface Wanted {
  readonly path: string
  readonly number: string
}

/** The number that is to be asked for now: typed here, or scanned or typed at its question. */
function wantedOf({ draft, asking }: Props): Wanted | undefined {
  const asked = draft.asked ?? {}
  for (const field of numbersOf(asking.form)) {
    const there = draft.answers[field.key]
    const number = isNumber(there) ? there : isNumber(draft.person) && numbersOf(asking.form).length === 1 ? draft.person : undefined
    if (number !== undefined && asked[field.key] !== number) return { path: field.key, number }
  }
  return undefined
}

/** Asks as soon as a number is whole; an answer that comes after another number was typed counts for nothing. */
function useAsked(props: Props): { standing: Standing; retry: () => void } {
  const { draft, kept, link } = props
  const [standing, setStanding] = useState<Standing>({ state: "resting" })
  const [turn, setTurn] = useState(0)
  const wanted = wantedOf(props)
  const going = useRef("")
  const ask = async ({ path, number }: Wanted): Promise<void> => {
    going.current = `${path} ${number}`
    setStanding({ state: "asking" })
    // the sitting may have begun this moment
    await link.settle()
    const answer = await sittings.before(draft.sitting_id, { id_number: number, form_ref: draft.form_ref, number_path: path })
    if (going.current !== `${path} ${number}`) return
    if (!answer.ok) return void setStanding({ state: "failed", why: answer.code === "offline" ? t().cut : sentence(answer) })
    setStanding({ state: "resting" })
    const { form } = props.asking
    const found: Offer[] = answer.value.offered.map((each) => ({ ...each, by: path }))
    kept.change((old) => {
      const mine = (old.offers ?? []).filter((each) => each.by === path)
      const answers = ownNumber(form, path, number).reduce<SittingDraft["answers"]>(
        (all, [key, value]) => (all[key] === undefined || key === path ? { ...all, [key]: value } : all),
        withoutOffers(
          old.answers,
          mine.filter((each) => each.path !== path),
        ),
      )
      const offers = [...(old.offers ?? []).filter((each) => each.by !== path), ...found]
      return changed(old, {
        ...{ answers, offers, person: number, consents: answer.value.consents, asked: { ...old.asked, [path]: number } },
        used: (old.used ?? []).filter((each) => !mine.some((gone) => gone.path === each)),
      })
    })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number, or another try, is another asking
  useEffect(() => {
    if (wanted !== undefined) void ask(wanted)
  }, [wanted?.path, wanted?.number, turn])
  return { standing, retry: () => setTurn(turn + 1) }
}

/** Fills in what may be: at every change, because one answer brings the next question. */
function useFilling({ draft, kept, asking }: Props): void {
  useEffect(() => {
    const given = {
      form: asking.form,
      answers: draft.answers,
      offers: draft.offers ?? [],
      truth: draft.truth ?? {},
      used: draft.used ?? [],
    }
    const next = filledIn({ ...given, today: today() })
    if (next.answers !== draft.answers) kept.change((old) => changed(old, { answers: next.answers, used: next.used }))
  }, [asking, draft.answers, draft.offers, draft.truth, draft.used, kept])
}

/** Whose dossier this is, asked once, and what she gave before. */
export function CounterBefore(props: Props) {
  const { draft, asking } = props
  const { standing, retry } = useAsked(props)
  useFilling(props)
  const [own] = numbersOf(asking.form)
  const alone = numbersOf(asking.form).length === 1 && own !== undefined
  const there = own && draft.answers[own.key]
  const offers = draft.offers ?? []
  if (draft.at.section === CHECK) return null
  const filled = offers.filter((each) => sourceOf([each], each.path, draft.answers[each.path]) !== undefined)
  return (
    <section class="card card--pad counter__before" aria-labelledby="counter-before">
      <h3 id="counter-before">{t().title}</h3>
      {alone && <Person {...props} own={own} />}
      <div role="status">
        {standing.state === "asking" && <p>{t().asking}</p>}
        {standing.state === "resting" && draft.asked !== undefined && (
          <p>{offers.length === 0 ? t().nothing : filled.length > 0 ? t().filled(filled.length) : t().none}</p>
        )}
      </div>
      {standing.state === "failed" && (
        <>
          <p class="d-line__why" role="alert">
            {standing.why}
          </p>
          <Button onPress={retry}>{t().again}</Button>
        </>
      )}
      <StillTrue {...props} />
      <Consents {...props} number={isNumber(there) ? there : (draft.person ?? "")} />
    </section>
  )
}

/** Who sits here: the number typed, or her card held before the camera, which fills in what stands on it as well. */
function Person({ draft, kept, asking, own }: Props & { own: FieldDef }) {
  const [scanning, setScanning] = useState(false)
  const there = draft.answers[own.key]
  const read = (card: IdCard): void => {
    setScanning(false)
    const section = asking.form.sections.find((each) => each.fields.includes(own))
    const said = section ? Object.fromEntries(fromCard(section, own, card)) : {}
    kept.change((old) => changed(old, { person: card.id_number, answers: { ...old.answers, ...said } }))
  }
  return (
    <>
      <TextInput
        id="counter-person"
        label={t().number}
        hint={t().numberHint}
        kind="id"
        maxLength={12}
        value={isNumber(there) ? there : (draft.person ?? "")}
        onType={(person) => {
          // the number at its question is the same one: it is mended in both places
          const answers = isNumber(there) ? { ...draft.answers, [own.key]: person } : draft.answers
          kept.change((old) => changed(old, { person, answers }))
        }}
      />
      <Button icon={cardIcon} onPress={() => setScanning(true)}>
        {t().scan}
      </Button>
      {scanning && <CardDialog onCard={read} onClose={() => setScanning(false)} />}
    </>
  )
}

/** What changes in a life is asked once, with one tap, before it is filled in. */
function StillTrue({ draft, kept, asking }: Props) {
  const open = toAsk(draft.offers ?? [], new Set(asking.seen.visible), draft.answers, draft.truth ?? {})
  if (open.length === 0) return null
  const fields = asking.form.sections.flatMap((section) => section.fields)
  const tell = (means: readonly string[], word: "still" | "changed"): void =>
    kept.change((old) => ({ ...old, truth: { ...old.truth, ...Object.fromEntries(means.map((each) => [each, word])) } }))
  return (
    <fieldset class="counter__still">
      <legend>{t().still}</legend>
      {open.map((each) => {
        const field = fields.find((one) => one.key === each.path)
        const name = say(field?.label)
        return (
          <div key={each.means} class="counter__again">
            <p>
              <span class="muted">{name}:</span> <b>{field && answerText(field, each.value as never, asking.lists.label)}</b>
              <small>{fromWords(each)}</small>
            </p>
            <div class="row">
              <Button label={t().yesOf(name)} onPress={() => tell([each.means], "still")}>
                {t().yes}
              </Button>
              <Button kind="quiet" label={t().changedOf(name)} onPress={() => tell([each.means], "changed")}>
                {t().changed}
              </Button>
            </div>
          </div>
        )
      })}
      {open.length > 1 && (
        <Button
          onPress={() =>
            tell(
              open.map((each) => each.means),
              "still",
            )
          }
        >
          {t().allYes}
        </Button>
      )}
    </fieldset>
  )
}

/** Her consents that hold here; taking one back is one press, and no reason is asked. */
function Consents({ draft, kept, number }: Props & { number: string }) {
  const [wrong, setWrong] = useState<string>()
  const [ended, setEnded] = useState(false)
  const held: readonly ConsentOut[] = draft.consents ?? []
  const end = async (each: ConsentOut): Promise<void> => {
    const body = { op_id: uuid7(), id_number: number, dossier_ids: [each.dossier_id] }
    const answer = await sittings.endReuse(draft.sitting_id, body)
    setWrong(answer.ok ? undefined : answer.code === "offline" ? t().cut : sentence(answer))
    if (!answer.ok) return
    setEnded(true)
    kept.change((old) => {
      const gone = (old.offers ?? []).filter((offer) => offer.from_code === each.code && !offer.here)
      const offers = (old.offers ?? []).filter((offer) => !gone.includes(offer))
      const answers = withoutOffers(
        old.answers,
        gone.filter((offer) => offer.means !== "id_number" && offer.means !== "has_id"),
      )
      return changed(old, { answers, offers, consents: answer.value.consents })
    })
  }
  return (
    <>
      {ended && (
        <p class="note" role="status">
          {t().ended}
        </p>
      )}
      {wrong && (
        <p class="d-line__why" role="alert">
          {wrong}
        </p>
      )}
      {held.length > 0 && (
        <details class="counter__consents">
          <summary>{t().consents(held.length)}</summary>
          <ul>
            {held.map((each) => (
              <li key={each.dossier_id}>
                <span>
                  <b class="num">{each.code}</b>
                  <small>
                    {say({ vi: each.procedure.vi, en: each.procedure.en ?? undefined })}, {date(each.given_at)},{" "}
                    {t().until(date(each.until))}
                  </small>
                </span>
                <Button kind="mend" label={t().endOf(each.code)} onPress={() => void end(each)}>
                  {t().end}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
