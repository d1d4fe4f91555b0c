import { useEffect, useState } from "preact/hooks"
import type { DeskDossierOut, InboxRow, SideOut, TwinOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import type { Answers as Given, FormDef } from "../../../core/domain/forms/types.ts"
import { money } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { desk } from "./api.ts"
import { bench } from "./apiBench.ts"
import { Refused } from "./Conflict.tsx"
import { blocks } from "./Declared.tsx"
import { forget, sameAct, useKept } from "./kept.ts"
import { Line } from "./Line.tsx"
import { useLabels } from "./lists.ts"
import { sentence, shortMoment } from "./say.ts"
import { side, sideWord } from "./words-beside.ts"
import { t, word } from "./words.ts"

type Pair = { label: string; one: string; other: string }

const codeOf = (each: SideOut): string => each.official_number ?? each.local_code

function heads({ one, other }: TwinOut): Pair[] {
  const rows: [string, (each: SideOut) => string][] = [
    ["code", codeOf],
    ["owner", (each) => each.owner_name],
    ["state", (each) => word(`state_${each.state}`)],
    ["sent", (each) => shortMoment(each.submitted_at)],
    ["due", (each) => (each.due_at ? shortMoment(each.due_at) : "")],
    ["by", (each) => each.filed_by],
    ["paid", (each) => money(each.paid)],
  ]
  return rows.map(([name, of]) => ({ label: sideWord(`row_${name}`), one: of(one), other: of(other) }))
}

/** Every answer of both, by section and question; what only one has stands beside nothing. */
function useFields({ one, other }: TwinOut): Pair[] {
  const form = one.form as unknown as FormDef
  const second = other.form as unknown as FormDef
  const label = useLabels(form)
  const of = (each: SideOut, by: FormDef): Map<string, string> =>
    new Map(
      blocks(by, each.answers as Given, label).flatMap((block) =>
        block.lines.map((line) => [`${block.title}\n${line.label}`, line.text] as const),
      ),
    )
  const [mine, theirs] = [of(one, form), of(other, second)]
  return [...new Set([...mine.keys(), ...theirs.keys()])].map((key) => ({
    label: key.split("\n")[1] ?? key,
    one: mine.get(key) ?? "",
    other: theirs.get(key) ?? "",
  }))
}

function Compared({ pair }: { pair: Pair }) {
  return (
    <tr class={pair.one === pair.other ? undefined : "differs"}>
      <th scope="row">{pair.label}</th>
      <td>{pair.one || side().none}</td>
      <td>{pair.other || side().none}</td>
    </tr>
  )
}

function Picture({ id, title }: { id: string; title: string }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    let made: string | undefined
    let here = true
    void desk.attachment(id, "thumb").then((found) => {
      if (!here || !found.ok) return
      made = URL.createObjectURL(found.value)
      setUrl(made)
    })
    return () => {
      here = false
      if (made) URL.revokeObjectURL(made)
    }
  }, [id])
  return url ? <img src={url} alt={title} /> : <span class="muted">{title}</span>
}

function Pages({ of, paper }: { of: SideOut; paper: string }) {
  const pages = of.papers.find((each) => each.key === paper)?.pages ?? []
  if (pages.length === 0) return <span class="muted">{side().none}</span>
  return (
    <div class="compare__pages">
      {pages.map((page) =>
        page.stored && page.usable ? (
          <Picture key={page.attachment_id} id={page.attachment_id} title={t().page(page.page, pages.length)} />
        ) : (
          <span key={page.attachment_id} class="muted">
            {page.stored ? t().unusable : t().notHere}
          </span>
        ),
      )}
    </div>
  )
}

function Table({ found }: { found: TwinOut }) {
  const fields = useFields(found)
  const papers = new Map(
    [...found.one.papers, ...found.other.papers].map((each) => [each.key, say({ vi: each.name.vi, en: each.name.en ?? undefined })]),
  )
  return (
    <table class="compare">
      <thead>
        <tr>
          <th scope="col">
            <span class="vh">{side().compareTitle}</span>
          </th>
          <th scope="col">{side().thisOne}</th>
          <th scope="col">{side().otherOne}</th>
        </tr>
      </thead>
      <tbody>
        {[...heads(found), ...fields].map((pair, n) => (
          <Compared key={`${pair.label}${n}`} pair={pair} />
        ))}
        {[...papers].map(([key, name]) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td>
              <Pages of={found.one} paper={key} />
            </td>
            <td>
              <Pages of={found.other} paper={key} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface Props {
  id: string
  other: string
  may: boolean
  onDone: (now: DeskDossierOut) => void
  onClose: () => void
}

/** Two that look alike, field by field and paper by paper; kept apart or made one, with a reason. */
export function Twins({ id, other, may, onDone, onClose }: Props) {
  const [found, setFound] = useState<TwinOut>()
  const [fault, setFault] = useState<Fault>()
  const read = (): void =>
    void bench.twins(id, other).then((answer) => {
      setFault(answer.ok ? undefined : answer)
      if (answer.ok) setFound(answer.value)
    })
  useEffect(read, [id, other])
  return (
    <Dialog title={side().compareTitle} onClose={onClose} wide>
      {!found && (fault ? <Failed title={sentence(fault)} onRetry={read} /> : <Skeleton rows={6} />)}
      {found && (
        <>
          <p class="muted">{side().compareMore}</p>
          <Table found={found} />
          {may && <Decide found={found} onDone={onDone} onReload={read} onClose={onClose} />}
        </>
      )}
    </Dialog>
  )
}

function Decide({ found, onDone, onReload, onClose }: { found: TwinOut; onReload: () => void } & Pick<Props, "onDone" | "onClose">) {
  const { one, other, keep, why_not } = found
  const name = `${one.dossier_id}:twin:${other.dossier_id}`
  const [kept, type] = useKept(name)
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const why = (kept["reason"] ?? "").trim()
  const decide = async (decision: "keep_apart" | "merge"): Promise<void> => {
    const intention = JSON.stringify([decision, why, one.version, other.version])
    const op_id = sameAct(name, intention)
    setBusy(true)
    const body = { op_id, decision, seen: one.version, other_seen: other.version, reason: why }
    const done = await bench.decideTwins(one.dossier_id, other.dossier_id, body)
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (!done.ok) return
    forget(name)
    onDone(done.value)
  }
  const stays = keep === one.dossier_id ? one : other
  const short = why.length < 3 ? t().typeThis : undefined
  return (
    <>
      <Refused fault={fault} onReload={onReload} />
      <p>{keep ? side().mergeInto(codeOf(stays)) : why_not && say({ vi: why_not.vi, en: why_not.en ?? undefined })}</p>
      <Line
        label={side().why}
        hint={side().whyMore}
        rows={2}
        value={kept["reason"] ?? ""}
        onType={(text) => type("reason", text)}
        snippets
      />
      <div class="many__acts">
        <Button busy={busy} refuses={short} onPress={() => void decide("keep_apart")}>
          {side().keepBoth}
        </Button>
        {keep && (
          <Button kind="main" busy={busy} refuses={short} onPress={() => void decide("merge")}>
            {side().merge}
          </Button>
        )}
        <Button kind="quiet" onPress={onClose}>
          {side().back}
        </Button>
      </div>
    </>
  )
}

/** Those that look alike, in the dossier: each can be opened, or laid beside this one. */
export function Alike({
  found,
  may,
  onOpen,
  onDone,
}: {
  found: DeskDossierOut
  may: boolean
  onOpen: (id: string) => void
  onDone: Props["onDone"]
}) {
  const [other, setOther] = useState<InboxRow>()
  if (found.duplicates.length === 0) return null
  return (
    <div class="twins">
      <h2>{t().duplicate}</h2>
      <p>{t().duplicateMore}</p>
      {found.duplicates.map((row) => (
        <p key={row.dossier_id}>
          <button type="button" class="ask__show" onClick={() => onOpen(row.dossier_id)}>
            {row.owner_name}, {word(`state_${row.state}`)}, {row.official_number ?? row.local_code}
          </button>{" "}
          <Button onPress={() => setOther(row)}>{side().compare}</Button>
        </p>
      ))}
      {other && (
        <Twins
          id={found.dossier.dossier_id}
          other={other.dossier_id}
          may={may}
          onClose={() => setOther(undefined)}
          onDone={(now) => {
            setOther(undefined)
            onDone(now)
          }}
        />
      )}
    </div>
  )
}
