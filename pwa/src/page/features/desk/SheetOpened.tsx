import { useEffect, useState } from "preact/hooks"
import type { SheetOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { downloadIcon } from "../../ui/icons-work.ts"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { say } from "../../i18n/lang.ts"
import { books, keepFile } from "./books.ts"
import { sentence } from "./say.ts"
import { t } from "./words-books.ts"

/** A printed sheet over the page: read it, print it from there, or keep the file. */
export function SheetOpened({ sheet, onClose }: { sheet: SheetOut; onClose: () => void }) {
  const [content, setContent] = useState<Blob>()
  const [url, setUrl] = useState("")
  const [fault, setFault] = useState<Fault>()
  const [tries, setTries] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try reads the same sheet again
  useEffect(() => {
    let wanted = true
    void books.sheet(sheet.sheet_id).then((found) => {
      if (!wanted) return
      setFault(found.ok ? undefined : found)
      if (found.ok) setContent(found.value)
    })
    return () => {
      wanted = false
    }
  }, [sheet.sheet_id, tries])
  useEffect(() => {
    if (content === undefined) return undefined
    const made = URL.createObjectURL(content)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [content])
  const name = `${say({ vi: sheet.title.vi, en: sheet.title.en ?? undefined })} ${sheet.number}`
  return (
    <Dialog
      title={name}
      onClose={onClose}
      actions={
        <>
          {content && (
            <Button
              kind="main"
              icon={downloadIcon}
              onPress={() =>
                keepFile(
                  content,
                  `${sheet.kind === "form_06" ? "phieu-kiem-soat" : "so-theo-doi"}-${sheet.number.replace(/[^\w]+/g, "-")}.pdf`,
                )
              }
            >
              {t().take}
            </Button>
          )}
          <Button onPress={onClose}>{t().close}</Button>
        </>
      }
    >
      <div class="book__paper">
        {fault && <Failed title={sentence(fault)} code={fault.code} onRetry={() => setTries((n) => n + 1)} />}
        {!url && !fault && <Skeleton rows={3} />}
        {url && <iframe class="view__pdf" src={url} title={name} />}
      </div>
    </Dialog>
  )
}
