import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks"
import type { BesideOut, DeskDossierOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { backIcon, clockIcon, infoIcon, warnIcon } from "../../ui/icons.ts"
import { Icon } from "../../ui/Icon.tsx"
import { fileIcon } from "../../ui/icons-work.ts"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { Acts } from "./Acts.tsx"
import { Answers } from "./Answers.tsx"
import { desk, me } from "./api.ts"
import { Asked } from "./Asked.tsx"
import { BringPapers } from "./BringPapers.tsx"
import { DraftResult } from "./DraftResult.tsx"
import { FeeChanged } from "./FeeChanged.tsx"
import { History, Labels, Notes, useBeside } from "./Beside.tsx"
import { Handed } from "./Handed.tsx"
import { InHand } from "./InHand.tsx"
import { forget, sameAct } from "./kept.ts"
import { Letters } from "./Letters.tsx"
import { Newer } from "./Newer.tsx"
import { Opinions } from "./Opinions.tsx"
import { Charges, Due } from "./Past.tsx"
import { sentence, stateWord } from "./say.ts"
import { Slip } from "./Slip.tsx"
import { Steps } from "./Steps.tsx"
import { Alike } from "./Twins.tsx"
import { type Sheet, Viewer } from "./Viewer.tsx"
import { wb } from "./words-bench.ts"
import { side } from "./words-beside.ts"
import { t as scans } from "./words-digitise.ts"
import { t as express } from "./words-express.ts"
import { look } from "./words-look.ts"
import { more } from "./words-more.ts"
import { rescued } from "./words-rescue.ts"
import { t, word } from "./words.ts"

type Found = { state: "opening" } | { state: "failed"; fault: Fault } | { state: "here"; value: DeskDossierOut }

function sheetsOf({ papers, dossier, draft }: DeskDossierOut, beside: BesideOut | undefined): Sheet[] {
  const pages = papers.flatMap((paper) =>
    paper.pages.map((page, n) => ({
      id: page.attachment_id,
      kind: "attachment" as const,
      title: `${paper.name.vi} ${t().page(n + 1, paper.pages.length)}`,
      why: page.stored ? (page.usable ? undefined : t().unusable) : t().notHere,
    })),
  )
  const named = new Set(pages.map((page) => page.id))
  const loose = dossier.attachments
    .filter((page) => !named.has(page.attachment_id))
    .map((page) => ({
      id: page.attachment_id,
      kind: "attachment" as const,
      title: page.name ?? `${page.paper} ${page.page}`,
      why: page.stored ? (page.usable ? undefined : t().unusable) : t().notHere,
    }))
  const before = dossier.supplements.flatMap((request) =>
    request.answered_at === null
      ? []
      : request.items.flatMap((item) =>
          item.pages.map((page) => ({
            id: page.attachment_id,
            kind: "attachment" as const,
            title: `${item.label.vi}, ${more().before.toLocaleLowerCase("vi")} ${page.page}`,
            why: page.stored ? (page.usable ? undefined : t().unusable) : t().notHere,
          })),
        ),
  )
  const documents = dossier.documents.map((each) => ({
    id: each.document_id,
    kind: "document" as const,
    title: say({ vi: each.title.vi, en: each.title.en ?? undefined }),
  }))
  const drafted = draft ? [{ id: draft.document_id, kind: "document" as const, title: t().draftResult }] : []
  const joined = (beside?.joined ?? []).flatMap((each) =>
    each.pages.map((page) => ({
      id: page.attachment_id,
      kind: "attachment" as const,
      title: `${side().joined(each.official_number ?? each.local_code)} ${page.page}`,
      why: page.stored ? (page.usable ? undefined : t().unusable) : t().notHere,
    })),
  )
  return [...pages, ...loose, ...before, ...joined, ...documents, ...drafted]
}

function Head({ found, onBack, onHanded }: { found: DeskDossierOut; onBack: () => void; onHanded: () => void }) {
  const { dossier } = found
  const { due } = dossier
  return (
    <div class="work__head">
      <div>
        <button type="button" class="tool work__back" onClick={onBack}>
          <Icon d={backIcon} />
          {t().back}
        </button>
        <h1>{dossier.title}</h1>
        <Chip kind="sent" icon={infoIcon}>
          {stateWord(dossier.state, dossier.flags)}
        </Chip>
        {dossier.flags.includes("express") && (
          <Chip kind="phone" icon={clockIcon}>
            {express().marked}
          </Chip>
        )}
        {due?.overdue && (
          <Chip kind="mend" icon={warnIcon}>
            {t().view_late}
          </Chip>
        )}
        {due?.due_soon && !due.overdue && (
          <Chip kind="phone" icon={clockIcon}>
            {t().view_soon}
          </Chip>
        )}
      </div>
      <div class="muted num">
        {dossier.official_number && <b>{dossier.official_number}</b>}
        <span>{t().localCode(dossier.local_code)}</span>
        <span>{t().submitter((dossier.parties.submitter ?? dossier.parties.owner).name ?? "")}</span>
        {dossier.helper_name && <span>{t().helper(dossier.helper_name)}</span>}
        <span>{word(`channel_${dossier.channel}`)}</span>
        <span>{found.duplicates.length > 0 ? t().duplicate : t().noDuplicate}</span>
        {dossier.awaiting_files > 0 && <span>{t().waitsFiles(dossier.awaiting_files)}</span>}
      </div>
      <InHand dossier={dossier.dossier_id} version={dossier.version} onChanged={onHanded} />
      <Due dossier={dossier} />
      <Steps steps={found.process} />
    </div>
  )
}

/** Reads one dossier and keeps it up to date with what this desk does. */
function useDossier(id: string): [Found, (value: DeskDossierOut) => void, () => void] {
  const [found, setFound] = useState<Found>({ state: "opening" })
  const present = useRef(id)
  present.current = id
  const read = useCallback(async () => {
    const answer = await desk.dossier(id)
    if (present.current !== id) return
    // what is shown stays where only the network is gone
    setFound((before) =>
      answer.ok ? { state: "here", value: answer.value } : before.state === "here" ? before : { state: "failed", fault: answer },
    )
  }, [id])
  useEffect(() => {
    setFound({ state: "opening" })
    void read()
  }, [read])
  return [found, (value) => setFound({ state: "here", value }), () => void read()]
}

/** Whether papers may be brought to it: while it is open, by who receives. */
const mayBring = ({ dossier }: DeskDossierOut): boolean =>
  dossier.closed_at === null && me.get()?.permissions.includes("dossiers.receive") === true

interface Props {
  id: string
  /** Counts up where somebody wants to see it as it is now. */
  looks: number
  onChanged: () => void
  onBack: () => void
  onOpen: (id: string) => void
}

/** One dossier: answers and papers side by side, the moves at the foot. */
export function Work({ id, looks, onChanged, onBack, onOpen }: Props) {
  const [found, setFound, reload] = useDossier(id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown stays until the newest is here
  useEffect(() => {
    if (looks > 0) reload()
  }, [looks])
  const [at, setAt] = useState(0)
  const [bringing, setBringing] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const value = found.state === "here" ? found.value : undefined
  const beside = useBeside(id, value?.dossier.version ?? 0)
  const sheets = useMemo(() => (value ? sheetsOf(value, beside.value) : []), [value, beside.value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another dossier begins with its first paper
  useEffect(() => {
    setAt(0)
    setBringing(false)
  }, [id])
  if (found.state === "failed")
    return (
      <Failed title={t().failedDossier} code={found.fault.code} onRetry={reload}>
        {sentence(found.fault)}
      </Failed>
    )
  if (!value) return <Skeleton rows={4} title />
  const changed = (now: DeskDossierOut): void => {
    setFound(now)
    onChanged()
  }
  const show = (sheet: string): void =>
    setAt(
      Math.max(
        0,
        sheets.findIndex((each) => each.id === sheet),
      ),
    )
  const compare = async (paper: string, compared: boolean, reason = ""): Promise<void> => {
    const name = `${id}:compare`
    const op_id = sameAct(name, JSON.stringify([value.dossier.version, paper, compared, reason]))
    const done = await desk.compare(id, { op_id, seen: value.dossier.version, paper, compared, reason })
    setFault(done.ok ? undefined : done)
    if (done.ok) {
      forget(name)
      changed(done.value)
    } else if (done.code !== "offline") reload()
  }
  return (
    <>
      <Head
        found={value}
        onBack={onBack}
        onHanded={() => {
          reload()
          onChanged()
        }}
      />
      <Newer id={id} version={value.dossier.version} onReload={reload} />
      {bringing ? (
        <BringPapers key={id} found={value} onChanged={changed} onBack={() => setBringing(false)} />
      ) : (
        <div class="split">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reached by keyboard */}
          <section class="ask" aria-label={look().pane} tabIndex={0}>
            {fault && (
              <p class="d-line__why" role="alert">
                {fault.code === "offline" ? wb().offlineAct : sentence(fault)}
              </p>
            )}
            {beside.value?.goes_on_as && <div class="twins">{side().goesOn(beside.value.goes_on_as)}</div>}
            {value.dossier.flags.includes("came_back") && (
              <div class="twins">
                <h2>{rescued().cameBack}</h2>
                <p>{rescued().cameBackMore}</p>
              </div>
            )}
            <Alike
              found={value}
              may={me.get()?.permissions.includes("dossiers.merge") === true}
              onOpen={onOpen}
              onDone={(now) => {
                changed(now)
                if (now.dossier.dossier_id !== id) onOpen(now.dossier.dossier_id)
              }}
            />
            <FeeChanged found={value} />
            {value.dossier.handed && <Handed key={`h${id}`} handed={value.dossier.handed} />}
            <Asked found={value} onShow={show} />
            <Opinions key={`opinions:${id}`} found={value} onChanged={changed} onReload={reload} />
            <Answers found={value} onCompare={(paper, compared, reason) => void compare(paper, compared, reason)} onShow={show} />
            {mayBring(value) && (
              <div class="ask__bring">
                <Button icon={fileIcon} onPress={() => setBringing(true)}>
                  {scans().openBring}
                </Button>
              </div>
            )}
            <Charges dossier={value.dossier} />
            <Letters found={value} onShow={show} onChanged={changed} />
            <Slip id={id} />
            {value.moves.some((move) => move.move === "propose") && <DraftResult key={id} found={value} onChanged={changed} />}
            <Notes key={`n${id}`} dossier={value.dossier} beside={beside} />
            <Labels dossier={value.dossier} beside={beside} onChanged={onChanged} />
            <History dossier={value.dossier} beside={beside} />
          </section>
          <Viewer dossier={id} sheets={sheets} at={Math.min(at, Math.max(0, sheets.length - 1))} onShow={setAt} />
        </div>
      )}
      {!bringing && <Acts key={id} found={value} onChanged={changed} onReload={reload} />}
    </>
  )
}
