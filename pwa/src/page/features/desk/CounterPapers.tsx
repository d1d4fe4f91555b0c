import type { Procedure } from "../../../core/contract/catalogue.ts"
import type { Chosen, LinkedPageOut } from "../../../core/contract/openapi.gen.ts"
import { ok, type Result } from "../../../core/contract/result.ts"
import { parties } from "../../../core/domain/forms/index.ts"
import type { Asking } from "../../form/asking.ts"
import { withAnswer } from "../../form/paths.ts"
import { say } from "../../i18n/lang.ts"
import { Digitise } from "./Digitise.tsx"
import { digitising } from "./digitiseApi.ts"
import type { Placed } from "./digitiseSheets.ts"
import { sameAct } from "./kept.ts"
import { Reuse } from "./Reuse.tsx"
import { changed, type KeptSitting, type SittingDraft } from "./sittingDraft.ts"
import { t } from "./words-digitise.ts"

interface Props {
  procedure: Procedure
  draft: SittingDraft
  kept: KeptSitting
  asking: Asking
  onBack: () => void
}

const FORMS: ReadonlySet<string> = new Set(["form", "e_form"])

/** Where the form asks for the pages of a paper, if it does now. */
function pathOf(asking: Asking, paper: string): string | undefined {
  const fields = asking.form.sections.filter((section) => section.repeat === undefined).flatMap((section) => section.fields)
  const slot = fields.find((field) => field.type === "attachment" && (field.paper ?? field.key) === paper)
  return slot !== undefined && asking.seen.visible.includes(slot.key) ? slot.key : undefined
}

/** The pages stand behind those the papers have; the form names them where it asks for them. */
function withPages(
  old: SittingDraft,
  asking: Asking,
  more: readonly (Placed | LinkedPageOut)[],
  compared: readonly string[],
): SittingDraft {
  let { answers, pages } = old
  for (const { attachment_id, sha256, size, type, paper } of more) {
    const path = pathOf(asking, paper)
    const page = pages.filter((each) => each.paper === paper).length + 1
    const required = path !== undefined && asking.seen.required.includes(path)
    pages = [...pages, { attachment_id, sha256, size, type, paper, page, required, name: null }]
    if (path !== undefined) {
      const ids = pages.filter((each) => each.paper === paper).map((each) => each.attachment_id)
      answers = withAnswer(answers, path, ids)
    }
  }
  return changed(old, { answers, pages, compared: [...new Set([...old.compared, ...compared])] })
}

/** Papers that lie on the desk while a form is typed. */
export function CounterPapers({ procedure, draft, kept, asking, onBack }: Props) {
  const papers = procedure.papers
    .filter((paper) => !FORMS.has(paper.kind))
    .map((paper) => ({
      key: paper.key,
      name: say(paper.name),
      has: draft.pages.filter((page) => page.paper === paper.key).length,
    }))
  const keep = (pages: readonly (Placed | LinkedPageOut)[], compared: readonly string[]): void =>
    kept.change((old) => withPages(old, asking, pages, compared))
  const done = (pages: readonly Placed[], compared: readonly string[]): Promise<Result<unknown>> => {
    keep(pages, compared)
    onBack()
    return Promise.resolve(ok(undefined))
  }
  const owner = parties(asking.form, asking.seen.answers).owner
  const who = { name: owner.name ?? "", id_number: owner.id_number ?? "" }
  const known = who.name !== "" && who.id_number !== ""
  const use = async (chosen: Chosen): Promise<Result<unknown>> => {
    const act = sameAct(`${draft.sitting_id}:reuse:${chosen.paper}`, JSON.stringify([who, chosen]))
    const linked = await digitising.reuseAtSitting(draft.sitting_id, who, act, [chosen])
    if (linked.ok) {
      const there = new Set(draft.pages.map((page) => page.attachment_id))
      keep(
        linked.value.pages.filter((page) => !there.has(page.attachment_id)),
        [],
      )
    }
    return linked
  }
  return (
    <Digitise name={`digitise:${draft.sitting_id}`} papers={papers} backTo={t().back} onBack={onBack} onDone={done}>
      <Reuse why={known ? undefined : t().heldWho} find={() => digitising.heldAtSitting(draft.sitting_id, who)} use={use} />
    </Digitise>
  )
}
