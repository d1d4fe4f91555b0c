import { useState } from "preact/hooks"
import type { Procedure, VersionedText } from "../../../core/contract/catalogue.ts"
import { type FormDef, parties } from "../../../core/domain/forms/index.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { doneIcon } from "../../ui/icons.ts"
import { TextInput } from "../../ui/TextInput.tsx"
import type { Asking } from "../../form/asking.ts"
import { problemName } from "../../form/problems.ts"
import { sectionOf } from "../../form/steps.ts"
import { CounterReuse, mayAllow } from "./CounterReuse.tsx"
import { sittings } from "./counterApi.ts"
import { sentence } from "./say.ts"
import { type KeptSitting, sha256Of, type SittingDraft, textOf } from "./sittingDraft.ts"
import type { Link } from "./sittingLink.ts"
import { allowedLine, linesOf } from "./sittingShown.ts"
import { before } from "./words-before.ts"
import { counter as t } from "./words-counter.ts"

interface Props {
  form: FormDef
  procedure: Procedure
  notice: VersionedText
  allowing: VersionedText | undefined
  draft: SittingDraft
  kept: KeptSitting
  asking: Asking
  link: Link
  onGo: (section: string) => void
}

/** The last look: what is missing, what was said, whether she agrees, and the filing. */
export function CounterAgree(props: Props) {
  const { asking, draft, link } = props
  const agreed = draft.sha256 !== undefined && link.standing?.confirmed === draft.sha256
  return (
    <>
      {asking.seen.errors.length > 0 ? <Missing {...props} /> : <Originals {...props} />}
      <dl class="kv counter__told">
        {[...linesOf(asking), ...allowedLine(draft)].map((line) => (
          <div key={line.label}>
            <dt>{line.label}</dt>
            <dd>{line.value}</dd>
          </div>
        ))}
      </dl>
      {asking.seen.errors.length === 0 && draft.text === undefined && <Ask {...props} />}
      {draft.text !== undefined && !agreed && <Waiting {...props} />}
      {draft.text !== undefined && agreed && <Filing {...props} text={draft.text} />}
    </>
  )
}

function Missing({ asking, onGo }: Props) {
  const { errors } = asking.seen
  return (
    <section class="errors" aria-labelledby="counter-missing">
      <h3 id="counter-missing">{t().missing(errors.length)}</h3>
      <ul>
        {errors.map((problem) => (
          <li key={`${problem.path}${problem.code}`}>
            <button type="button" class="btn btn--link" onClick={() => onGo(sectionOf(asking.form, problem))}>
              {t().goTo(problemName(problem, asking.form))}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The originals lie on the desk: which of them were looked at. */
function Originals({ procedure, draft, kept }: Props) {
  const asked = procedure.papers.filter((paper) => paper.compare !== "none")
  if (asked.length === 0) return null
  const mark = (key: string, on: boolean): void =>
    kept.change((old) => ({ ...old, compared: on ? [...old.compared, key] : old.compared.filter((each) => each !== key) }))
  return (
    <fieldset class="counter__originals">
      <legend>{t().originals}</legend>
      <p class="small muted">{t().originalsMore}</p>
      {asked.map((paper) => (
        <label key={paper.key}>
          <input
            type="checkbox"
            checked={draft.compared.includes(paper.key)}
            onChange={(event) => mark(paper.key, event.currentTarget.checked)}
          />
          {say(paper.name)}
        </label>
      ))}
    </fieldset>
  )
}

/** First whether it may be filled in again next time, which costs nothing to refuse; then everything, for a last look. */
function Ask({ form, procedure, notice, allowing, draft, kept, link, asking }: Props) {
  const { answers } = asking.seen
  const asks = allowing !== undefined && mayAllow(form, answers)
  const show = async (said: SittingDraft["reuse"]): Promise<void> => {
    const allowed = asks && said === "yes" ? allowing : undefined
    const text = await textOf(draft, { form, procedure, notice, answers, allowed })
    const sha256 = await sha256Of(text)
    kept.change(({ reuse: _reuse, ...old }) => ({ ...old, text, sha256, ...(asks && said && { reuse: said }) }))
  }
  const ask = (): void => {
    if (asks && draft.reuse === undefined) kept.change((old) => ({ ...old, reuse: "asking" }))
    else void show(draft.reuse)
  }
  if (asks && draft.reuse === "asking")
    return <CounterReuse draft={draft} kept={kept} link={link} text={allowing} onSaid={(said) => void show(said)} />
  return (
    <div class="row">
      <Button kind="main" onPress={ask}>
        {t().ask}
      </Button>
      {asks && draft.reuse !== undefined && (
        <Button onPress={() => kept.change((old) => ({ ...old, reuse: "asking" }))}>{before().askAgain}</Button>
      )}
    </div>
  )
}

/** She looks at it; where she has no screen of her own, a code goes to her phone. */
function Waiting({ draft, link, kept, form, asking }: Props) {
  const { owner, submitter } = parties(form, asking.seen.answers)
  const phone = draft.phone ?? submitter?.phone ?? owner.phone ?? ""
  const [code, setCode] = useState("")
  const [wrong, setWrong] = useState<string>()
  const send = async (): Promise<void> => {
    // a code is for the text that is asked: that must be there first
    await link.settle()
    const answer = await sittings.sendCode(draft.sitting_id, phone)
    setWrong(answer.ok ? undefined : sentence(answer))
    if (answer.ok) link.heard(answer)
  }
  const confirm = async (): Promise<void> => {
    const answer = await sittings.confirm(draft.sitting_id, code)
    setWrong(answer.ok ? (answer.value.right ? undefined : t().wrong(answer.value.left)) : sentence(answer))
    if (answer.ok) link.heard(await sittings.read(draft.sitting_id))
  }
  return (
    <section class="card card--pad counter__agree">
      <p role="status">{link.standing?.paired === true ? t().asked : t().askedAlone}</p>
      <TextInput
        id="counter-phone"
        label={t().phone}
        kind="phone"
        value={phone}
        onType={(typed) => kept.change((old) => ({ ...old, phone: typed }))}
      />
      <Button onPress={() => void send()}>{t().send}</Button>
      {link.standing?.code_sent === true && (
        <>
          <p>{t().sent}</p>
          <TextInput id="counter-code" label={t().typed} kind="id" maxLength={6} value={code} onType={setCode} />
          <Button onPress={() => void confirm()}>{t().confirm}</Button>
        </>
      )}
      {wrong && (
        <p class="d-line__why" role="alert">
          {wrong}
        </p>
      )}
    </section>
  )
}

function Filing({ draft, kept, link, text }: Props & { text: string }) {
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const file = async (): Promise<void> => {
    setBusy(true)
    const answer = await sittings.file(draft.sitting_id, text, draft.compared)
    setBusy(false)
    setWrong(answer.ok ? undefined : sentence(answer))
    if (answer.ok) kept.change((old) => ({ ...old, filed: answer.value }))
  }
  return (
    <section class="card card--pad counter__agree">
      <Chip kind="done" icon={doneIcon}>
        {link.standing?.how === "signature" ? t().agreedSign : t().agreedCode}
      </Chip>
      {wrong && (
        <p class="d-line__why" role="alert">
          {wrong}
        </p>
      )}
      <Button kind="main" busy={busy} onPress={() => void file()}>
        {t().file}
      </Button>
    </section>
  )
}
