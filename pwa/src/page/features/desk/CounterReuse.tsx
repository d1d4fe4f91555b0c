import { useEffect, useState } from "preact/hooks"
import type { VersionedText } from "../../../core/contract/catalogue.ts"
import { type Answers, type FormDef, parties } from "../../../core/domain/forms/index.ts"
import { lang } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { isNumber } from "./before.ts"
import { sittings } from "./counterApi.ts"
import { sentence } from "./say.ts"
import type { KeptSitting, SittingDraft } from "./sittingDraft.ts"
import type { Link } from "./sittingLink.ts"
import { before as t } from "./words-before.ts"

/** Only her own word counts: she files herself, and is known by her number. */
export function mayAllow(form: FormDef, answers: Answers): boolean {
  const { owner, submitter } = parties(form, answers)
  return submitter === undefined && isNumber(owner.id_number)
}

interface Props {
  draft: SittingDraft
  kept: KeptSitting
  link: Link
  text: VersionedText
  /** Goes on to the last look with what she said. */
  onSaid: (said: "yes" | "no") => void
}

/** May the office fill this in again next time? She says so on her screen, or to the official where she has none. */
export function CounterReuse({ draft, link, text, onSaid }: Props) {
  const [asked, setAsked] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const said = asked ? link.standing?.reuse : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question is brought there once, and then waited for
  useEffect(() => {
    void link.settle().then(() => setAsked(true))
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: her word is what it goes on by
  useEffect(() => {
    if (said === "yes" || said === "no") onSaid(said)
  }, [said])
  const aloud = async (yes: boolean): Promise<void> => {
    await link.settle()
    const answer = await sittings.sayReuse(draft.sitting_id, { hash: text.hash, yes })
    setWrong(answer.ok ? undefined : sentence(answer))
    link.heard(answer)
  }
  const paired = link.standing?.paired === true
  return (
    <section class="card card--pad counter__agree" aria-labelledby="counter-reuse">
      <h3 id="counter-reuse">{t().ask}</h3>
      <p role="status">{paired ? t().askScreen : t().askAloud}</p>
      {!paired && (
        <>
          <div class="counter__read">
            {(lang() === "en" ? text.body.en : text.body.vi).map((each) => (
              <p key={each}>{each}</p>
            ))}
          </div>
          <div class="row">
            <Button onPress={() => void aloud(true)}>{t().sayYes}</Button>
            <Button onPress={() => void aloud(false)}>{t().sayNo}</Button>
          </div>
        </>
      )}
      {wrong && (
        <p class="d-line__why" role="alert">
          {wrong}
        </p>
      )}
      <Button kind="quiet" onPress={() => onSaid("no")}>
        {t().skip}
      </Button>
    </section>
  )
}
