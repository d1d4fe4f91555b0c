import type { Chosen, DeskDossierOut } from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { useClient, useStored } from "../../app/client.ts"
import { Digitise, type PaperPlace } from "./Digitise.tsx"
import { digitising } from "./digitiseApi.ts"
import { answersOf, type Placed, type Table, type Wanted } from "./digitiseSheets.ts"
import { forget, sameAct } from "./kept.ts"
import { Reuse } from "./Reuse.tsx"
import { t } from "./words-digitise.ts"

const NOTHING: readonly Wanted[] = []
const FORMS: ReadonlySet<string> = new Set(["form", "e_form"])

/** Every paper of the procedure, those that are asked of this dossier first. */
function usePlaces({ papers, dossier }: DeskDossierOut): PaperPlace[] {
  const client = useClient()
  const bundle = useStored(() => client.store.bundle(), ["bundle"])
  const asked = papers.map((paper) => ({
    key: paper.key,
    name: say({ vi: paper.name.vi, en: paper.name.en ?? undefined }),
    has: paper.pages.length,
  }))
  const known = new Set(asked.map((paper) => paper.key))
  const procedure = bundle.state === "here" ? bundle.value?.procedures.find((each) => each.code === dossier.procedure_code) : undefined
  const others = (procedure?.papers ?? []).filter((paper) => !FORMS.has(paper.kind) && !known.has(paper.key))
  return [...asked, ...others.map((paper) => ({ key: paper.key, name: say(paper.name), has: 0 }))]
}

/** What the open request still asks for, and who would bring it: the one who filed, or the owner. */
function askedNow({ dossier }: DeskDossierOut): { wanted: Wanted[]; by: string } | undefined {
  const open = dossier.supplements.find((each) => each.status === "open" && each.answered_at === null)
  if (open === undefined) return undefined
  const wanted = open.items
    .filter((item) => !item.brought)
    .map(({ key, kind, label }) => ({ key, kind, name: say({ vi: label.vi, en: label.en ?? undefined }) }))
  return { wanted, by: dossier.parties.submitter?.name ?? dossier.parties.owner.name ?? "" }
}

/** Papers that somebody brings to a dossier that is here. */
export function BringPapers({
  found,
  onChanged,
  onBack,
}: {
  found: DeskDossierOut
  onChanged: (now: DeskDossierOut) => void
  onBack: () => void
}) {
  const papers = usePlaces(found)
  const { dossier_id: id, version: seen } = found.dossier
  const once = async (what: string, body: object, ask: (op_id: string) => Promise<Result<DeskDossierOut>>): Promise<Result<unknown>> => {
    const name = `${id}:${what}`
    const done = await ask(sameAct(name, JSON.stringify([seen, body])))
    if (!done.ok) return done
    forget(name)
    onChanged(done.value)
    return done
  }
  const asked = askedNow(found)
  const attach = async (placed: readonly Placed[], compared: readonly string[], table: Table): Promise<Result<unknown>> => {
    const pages = placed.map(({ attachment_id, paper }) => ({ attachment_id, paper }))
    const answers = asked ? answersOf(table, asked.wanted) : []
    const body = { pages, compared, answers, brought_by: asked ? (table.by ?? asked.by).trim() : "" }
    const done = await once("bring", body, (op_id) => digitising.attach(id, { op_id, seen, ...body }))
    if (done.ok) onBack()
    return done
  }
  const use = (chosen: Chosen, item: string): Promise<Result<unknown>> => {
    const body = { papers: [chosen], answers: item ? [{ item, paper: chosen.paper }] : [] }
    return once("reuse", body, (op_id) => digitising.reuse(id, { op_id, seen, ...body }))
  }
  return (
    <div class="dg-room">
      <Digitise name={`digitise:${id}`} papers={papers} {...(asked && { asked })} backTo={t().backWork} onBack={onBack} onDone={attach}>
        <Reuse find={() => digitising.held(id)} use={use} wanted={asked?.wanted ?? NOTHING} />
      </Digitise>
    </div>
  )
}
