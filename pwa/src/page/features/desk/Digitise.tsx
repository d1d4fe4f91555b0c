import type { TargetedDragEvent } from "preact"
import { useEffect, useState } from "preact/hooks"
import type { Result } from "../../../core/contract/result.ts"
import { date, today } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { cameraIcon, fileIcon } from "../../ui/icons-work.ts"
import { backIcon } from "../../ui/icons.ts"
import { useWatch } from "../../ui/watch.ts"
import { me } from "./api.ts"
import { DigitiseCamera } from "./DigitiseCamera.tsx"
import { papersIn, type Queue, useQueue } from "./digitiseQueue.ts"
import { DigitiseAnswers } from "./DigitiseAnswers.tsx"
import { DRAGGED, DigitiseSheet } from "./DigitiseSheet.tsx"
import {
  add,
  compare,
  forgetSources,
  type KeptTable,
  made,
  place,
  placeRest,
  type Placed,
  sheetsOf,
  type Table,
  useTable,
  type Wanted,
} from "./digitiseSheets.ts"
import { sentence } from "./say.ts"
import { t } from "./words-digitise.ts"

/** A paper to which pages may be put. */
export interface PaperPlace {
  readonly key: string
  readonly name: string
  /** How many pages it has already. */
  readonly has: number
}

interface Props {
  /** Under which name the table is kept on this computer. */
  name: string
  papers: readonly PaperPlace[]
  backTo: string
  onBack: () => void
  /** What is asked for of the dossier now, and who probably brings it. */
  asked?: { wanted: readonly Wanted[]; by: string }
  /** Keeps the pages with their dossier. */
  onDone: (pages: readonly Placed[], compared: readonly string[], table: Table) => Promise<Result<unknown>>
  children?: preact.ComponentChildren
}

/** Files in, pages sorted to their papers, pages kept: for a form at the counter and for a dossier that is here. */
export function Digitise({ name, papers, asked, backTo, onBack, onDone, children }: Props) {
  const table = useTable(name)
  const queue = useQueue((file) => table.change(add(sheetsOf(file))))
  return (
    <section class="dg" aria-labelledby="dg-title">
      <div class="dg__head">
        <h2 id="dg-title">{t().title}</h2>
        <Button kind="quiet" icon={backIcon} onPress={onBack}>
          {backTo}
        </Button>
      </div>
      {children}
      <Intake queue={queue} />
      <div class="dg__table">
        <section aria-label={t().strip}>
          {table.sheets.length === 0 && <p class="muted">{t().empty}</p>}
          <ol class="dg__strip">
            {table.sheets.map((sheet, at) => (
              <DigitiseSheet key={sheet.id} sheet={sheet} at={at} last={at === table.sheets.length - 1} papers={papers} table={table} />
            ))}
          </ol>
        </section>
        {table.sheets.length > 0 && <Places papers={papers} {...(asked && { asked })} table={table} onDone={onDone} />}
      </div>
    </section>
  )
}

/** A picker that takes a whole folder, where the browser has that. */
const folder = (element: HTMLInputElement | null): void => element?.setAttribute("webkitdirectory", "")

function Picker({ label, whole, onFiles }: { label: string; whole?: boolean; onFiles: (files: readonly File[]) => void }) {
  return (
    <label class="btn">
      <input
        type="file"
        class="vh"
        multiple
        {...(whole ? { ref: folder } : { accept: "application/pdf,image/*,.tif,.tiff,.heic" })}
        onChange={(event) => {
          onFiles(Array.from(event.currentTarget.files ?? []))
          event.currentTarget.value = ""
        }}
      />
      {label}
    </label>
  )
}

function Intake({ queue }: { queue: Queue }) {
  const [camera, setCamera] = useState(false)
  const drop = (event: TargetedDragEvent<HTMLElement>): void => {
    event.preventDefault()
    const files = Array.from(event.dataTransfer?.files ?? [])
    if (files.length > 0) queue.add(files)
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped on it; the fields inside are for everybody */}
      {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: the same */}
      <div class="dg__drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <p>{t().drop}</p>
        <div class="row">
          <Picker label={t().pick} onFiles={queue.add} />
          {"webkitdirectory" in HTMLInputElement.prototype && (
            <Picker label={t().folder} whole onFiles={(files) => queue.add(papersIn(files))} />
          )}
          <Button icon={cameraIcon} onPress={() => setCamera(true)}>
            {t().camera}
          </Button>
        </div>
      </div>
      <p role="status" class="small">
        {queue.sending && t().sending(queue.sending)}
      </p>
      {queue.unsent > 0 && (
        <div class="note note--wait" role="status">
          <p>{t().unsent(queue.unsent)}</p>
          <Button onPress={queue.again}>{t().resend}</Button>
        </div>
      )}
      {queue.refused.length > 0 && (
        <div class="note note--mend" role="alert">
          <div>
            <b>{t().refused}</b>
            <ul>
              {queue.refused.map((each) => (
                <li key={each.id}>{each.why.includes(each.name) ? each.why : `${each.name}: ${each.why}`}</li>
              ))}
            </ul>
            <Button kind="quiet" onPress={queue.dismiss}>
              {t().refusedTake}
            </Button>
          </div>
        </div>
      )}
      {camera && <DigitiseCamera onShot={(file) => queue.add([file])} onClose={() => setCamera(false)} />}
    </>
  )
}

/** The papers: what is put to each, whether its original lies on the desk, and the end of it. */
function Places({ papers, asked, table, onDone }: Pick<Props, "papers" | "asked" | "onDone"> & { table: KeptTable }) {
  const rest = table.sheets.filter((sheet) => sheet.paper === "").length
  return (
    <section class="dg__papers" aria-label={t().papers}>
      <h3>{t().papers}</h3>
      <ul>
        {papers.map((paper) => (
          <Place key={paper.key} paper={paper} rest={rest} table={table} />
        ))}
      </ul>
      {asked && <DigitiseAnswers papers={papers} wanted={asked.wanted} by={asked.by} table={table} />}
      <Finish rest={rest} table={table} onDone={onDone} />
    </section>
  )
}

function Place({ paper, rest, table }: { paper: PaperPlace; rest: number; table: KeptTable }) {
  const who = useWatch(me)
  const count = table.sheets.filter((sheet) => sheet.paper === paper.key).length
  const compared = table.compared.includes(paper.key)
  const drop = (event: TargetedDragEvent<HTMLElement>): void => {
    const id = event.dataTransfer?.getData(DRAGGED)
    if (!id) return
    event.preventDefault()
    table.change(place(id, paper.key))
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: pages may be dropped on it; the select of each page is for everybody
    <li onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <b>{paper.name}</b>
      <span class="small num">{[count > 0 && t().here(count), paper.has > 0 && t().already(paper.has)].filter(Boolean).join(", ")}</span>
      {rest > 0 && (
        <Button kind="quiet" label={t().putAllTo(paper.name)} onPress={() => table.change(placeRest(paper.key))}>
          {t().putAll(rest)}
        </Button>
      )}
      {count > 0 && (
        <label class="dg__seen">
          <input
            type="checkbox"
            checked={compared}
            aria-label={t().comparedOf(paper.name)}
            onChange={(event) => table.change(compare(paper.key, event.currentTarget.checked))}
          />
          <span>
            {t().compared}
            {compared && <small>{t().comparedAs(who?.name ?? "", date(today()))}</small>}
          </span>
        </label>
      )}
    </li>
  )
}

function Finish({ rest, table, onDone }: { rest: number; table: KeptTable; onDone: Props["onDone"] }) {
  const [at, setAt] = useState(0)
  const [wrong, setWrong] = useState<string>()
  useEffect(() => {
    const back = (): void => setWrong(undefined)
    addEventListener("online", back)
    return () => removeEventListener("online", back)
  }, [])
  const refuses = table.sheets.length === 0 ? t().nothing : rest > 0 ? t().left(rest) : undefined
  const finish = async (): Promise<void> => {
    const { sheets } = table
    setWrong(undefined)
    const pages = await made(sheets, setAt)
    const named = new Set(sheets.map((sheet) => sheet.paper))
    const done = pages.ok
      ? await onDone(
          pages.value,
          table.compared.filter((each) => named.has(each)),
          table,
        )
      : pages
    setAt(0)
    if (!done.ok) return void setWrong(done.code === "offline" ? t().cut : sentence(done))
    if (pages.ok) forgetSources(sheets, pages.value)
    table.drop()
  }
  return (
    <>
      {refuses && (
        <p class="small" id="dg-why">
          {refuses}
        </p>
      )}
      <Button kind="main" icon={fileIcon} busy={at > 0} refuses={refuses} describedBy={refuses && "dg-why"} onPress={() => void finish()}>
        {t().finish}
      </Button>
      <p role="status" class="small">
        {at > 0 && t().saving(at, table.sheets.length)}
      </p>
      {wrong && (
        <p class="d-line__why" role="alert">
          {wrong}
        </p>
      )}
    </>
  )
}
