import type { Chosen, DeskDossierOut } from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { useClient, useStored } from "../../app/client.ts"
import { Digitise, type PaperPlace } from "./Digitise.tsx"
import { digitising } from "./digitiseApi.ts"
import type { Placed } from "./digitiseSheets.ts"
import { forget, sameAct } from "./kept.ts"
import { Reuse } from "./Reuse.tsx"
import { t } from "./words-digitise.ts"

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
  const attach = async (placed: readonly Placed[], compared: readonly string[]): Promise<Result<unknown>> => {
    const pages = placed.map(({ attachment_id, paper }) => ({ attachment_id, paper }))
    const done = await once("bring", { pages, compared }, (op_id) => digitising.attach(id, { op_id, seen, pages, compared }))
    if (done.ok) onBack()
    return done
  }
  const use = (chosen: Chosen): Promise<Result<unknown>> =>
    once("reuse", chosen, (op_id) => digitising.reuse(id, { op_id, seen, papers: [chosen] }))
  return (
    <div class="dg-room">
      <Digitise name={`digitise:${id}`} papers={papers} backTo={t().backWork} onBack={onBack} onDone={attach}>
        <Reuse find={() => digitising.held(id)} use={use} />
      </Digitise>
    </div>
  )
}
