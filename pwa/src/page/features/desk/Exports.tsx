import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import type { ExportIn, ExportOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { Button } from "../../ui/Button.tsx"
import { Meter } from "../../ui/Card.tsx"
import { downloadIcon } from "../../ui/icons-work.ts"
import { books, take } from "./books.ts"
import { sentence, shortMoment } from "./say.ts"
import { t } from "./words-books.ts"

const EVERY = 1000
const isOpen = (each: ExportOut): boolean => each.state === "waiting" || each.state === "running"

export interface Exporting {
  files: readonly ExportOut[]
  fault: Fault | undefined
  busy: boolean
  ask: (what: Omit<ExportIn, "op_id">) => void
  cancel: (id: string) => void
  fetch: (file: ExportOut) => void
}

/** Asks for files, follows those that are being made, and hands over at once what is ready at once. */
export function useExports(): Exporting {
  const [files, setFiles] = useState<readonly ExportOut[]>([])
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const here = useRef(true)
  const read = useCallback(async (): Promise<void> => {
    const found = await books.exports()
    if (here.current && found.ok) setFiles(found.value.exports)
  }, [])
  useEffect(() => {
    here.current = true
    void read()
    return () => {
      here.current = false
    }
  }, [read])
  const waits = files.some(isOpen)
  useEffect(() => {
    if (!waits) return undefined
    const every = setInterval(() => void read(), EVERY)
    return () => clearInterval(every)
  }, [waits, read])
  const fetch = (file: ExportOut): void => {
    void take(file).then((done) => {
      setFault(done.ok ? undefined : done)
      if (!done.ok) void read()
    })
  }
  const ask = (what: Omit<ExportIn, "op_id">): void => {
    setBusy(true)
    void books.ask(what).then((found) => {
      setBusy(false)
      setFault(found.ok ? undefined : found)
      if (found.ok && found.value.state === "ready") fetch(found.value)
      void read()
    })
  }
  const cancel = (id: string): void => {
    void books.cancel(id).then((done) => {
      setFault(done.ok ? undefined : done)
      void read()
    })
  }
  return { files, fault, busy, ask, cancel, fetch }
}

function standing(file: ExportOut): string {
  switch (file.state) {
    case "waiting":
      return t().waiting
    case "running":
      return t().making(file.done, file.total)
    case "failed":
      return t().fileFailed
    default:
      return t().fileReady(file.total)
  }
}

/** The files of the last day: how far each is, fetched or given up. */
export function Files({ exporting }: { exporting: Exporting }) {
  if (exporting.files.length === 0) return null
  return (
    <section>
      <h2>{t().files}</h2>
      <p class="muted">{t().filesMore}</p>
      <div class="card list">
        {exporting.files.map((file) => (
          <div class="item" key={file.export_id} data-export={file.state}>
            <span class="item__body">
              <b class="item__name">{file.name}</b>
              <span class="item__note num" role={isOpen(file) ? "status" : undefined}>
                {standing(file)} · {shortMoment(file.created_at)}
              </span>
              {isOpen(file) && <Meter part={file.total ? file.done / file.total : 0} label={t().progress} live />}
            </span>
            {file.state === "ready" && (
              <Button icon={downloadIcon} label={`${t().take}: ${file.name}`} onPress={() => exporting.fetch(file)}>
                {t().take}
              </Button>
            )}
            {isOpen(file) && (
              <Button label={`${t().cancel}: ${file.name}`} onPress={() => exporting.cancel(file.export_id)}>
                {t().cancel}
              </Button>
            )}
          </div>
        ))}
      </div>
    </section>
  )
}

/** A list of the inbox as a file, under the list. */
export function ExportList({ view, q }: { view: string; q: string }) {
  const exporting = useExports()
  const box = { view, q } as NonNullable<ExportIn["box"]>
  const open = exporting.files.filter((each) => each.what === "inbox" && isOpen(each))
  return (
    <div class="book__list">
      <span class="muted">{t().list}</span>
      {(["xlsx", "csv"] as const).map((format) => (
        <Button
          key={format}
          kind="link"
          busy={exporting.busy}
          label={`${t().list}: ${format.toUpperCase()}`}
          onPress={() => exporting.ask({ format, box })}
        >
          {format.toUpperCase()}
        </Button>
      ))}
      {open.map((file) => (
        <span key={file.export_id} role="status">
          {standing(file)}
        </span>
      ))}
      {exporting.fault && (
        <span class="d-line__why" role="alert">
          {sentence(exporting.fault)}
        </span>
      )}
    </div>
  )
}
