import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks"
import type { DeskDossierOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { say } from "../../i18n/lang.ts"
import { moveName } from "../../i18n/moves.ts"
import { Chip } from "../../ui/Card.tsx"
import { backIcon, clockIcon, infoIcon, warnIcon } from "../../ui/icons.ts"
import { Icon } from "../../ui/Icon.tsx"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { Acts } from "./Acts.tsx"
import { Answers } from "./Answers.tsx"
import { desk } from "./api.ts"
import { DraftResult } from "./DraftResult.tsx"
import { FeeChanged } from "./FeeChanged.tsx"
import { Charges, Documents, Due, History } from "./Past.tsx"
import { sentence } from "./say.ts"
import { type Sheet, Viewer } from "./Viewer.tsx"
import { rescued } from "./words-rescue.ts"
import { t, word } from "./words.ts"

type Found = { state: "opening" } | { state: "failed"; fault: Fault } | { state: "here"; value: DeskDossierOut }

function sheetsOf({ papers, dossier, draft }: DeskDossierOut): Sheet[] {
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
  const documents = dossier.documents.map((each) => ({
    id: each.document_id,
    kind: "document" as const,
    title: say({ vi: each.title.vi, en: each.title.en ?? undefined }),
  }))
  const drafted = draft ? [{ id: draft.document_id, kind: "document" as const, title: t().draftResult }] : []
  return [...pages, ...loose, ...documents, ...drafted]
}

function Head({ found, onBack }: { found: DeskDossierOut; onBack: () => void }) {
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
          {word(`state_${dossier.state}`)}
        </Chip>
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
      <Due dossier={dossier} />
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
    setFound(answer.ok ? { state: "here", value: answer.value } : { state: "failed", fault: answer })
  }, [id])
  useEffect(() => {
    setFound({ state: "opening" })
    void read()
  }, [read])
  return [found, (value) => setFound({ state: "here", value }), () => void read()]
}

interface Props {
  id: string
  onChanged: () => void
  onBack: () => void
  onOpen: (id: string) => void
}

/** One dossier: answers and papers side by side, the moves at the foot. */
export function Work({ id, onChanged, onBack, onOpen }: Props) {
  const [found, setFound, reload] = useDossier(id)
  const [at, setAt] = useState(0)
  const [fault, setFault] = useState<Fault>()
  const value = found.state === "here" ? found.value : undefined
  const sheets = useMemo(() => (value ? sheetsOf(value) : []), [value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another dossier begins with its first paper
  useEffect(() => setAt(0), [id])
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
    const done = await desk.compare(id, { op_id: uuid7(), seen: value.dossier.version, paper, compared, reason })
    setFault(done.ok ? undefined : done)
    if (done.ok) changed(done.value)
    else reload()
  }
  return (
    <>
      <Head found={value} onBack={onBack} />
      <div class="split">
        <div class="ask">
          {fault && (
            <p class="d-line__why" role="alert">
              {sentence(fault)}
            </p>
          )}
          {value.dossier.flags.includes("came_back") && (
            <div class="twins">
              <h2>{rescued().cameBack}</h2>
              <p>{rescued().cameBackMore}</p>
            </div>
          )}
          {value.duplicates.length > 0 && (
            <div class="twins">
              <h2>{t().duplicate}</h2>
              <p>{t().duplicateMore}</p>
              {value.duplicates.map((row) => (
                <button key={row.dossier_id} type="button" class="ask__show" onClick={() => onOpen(row.dossier_id)}>
                  {row.owner_name}, {word(`state_${row.state}`)}, {row.official_number ?? row.local_code}
                </button>
              ))}
            </div>
          )}
          <FeeChanged found={value} />
          <Answers found={value} onCompare={(paper, compared, reason) => void compare(paper, compared, reason)} onShow={show} />
          <Charges dossier={value.dossier} />
          <Documents dossier={value.dossier} draft={value.draft} onShow={show} />
          {value.moves.some((move) => move.move === "propose") && <DraftResult key={id} found={value} onChanged={changed} />}
          <History dossier={value.dossier} labels={moveName} />
        </div>
        <Viewer dossier={id} sheets={sheets} at={Math.min(at, Math.max(0, sheets.length - 1))} onShow={setAt} />
      </div>
      <Acts key={id} found={value} onChanged={changed} onReload={reload} />
    </>
  )
}
