import { useEffect, useState } from "preact/hooks"
import type { DocumentOut, DossierOut } from "../../../core/contract/openapi.gen.ts"
import { date } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { phone } from "../../offline/phone.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { downloadIcon, fileIcon } from "../../ui/icons-work.ts"
import { t } from "./words.ts"

export const documentName = (each: DocumentOut): string => say({ vi: each.title.vi, en: each.title.en ?? undefined })

/** Shows a PDF where the browser can, and always offers to save it. */
export function Paper({ name, url, onClose }: { name: string; url: string; onClose: () => void }) {
  return (
    <Dialog
      title={name}
      onClose={onClose}
      actions={
        <a class="btn btn--main btn--wide" href={url} download={`${name}.pdf`}>
          {t().download}
        </a>
      }
    >
      <iframe class="sheet__pdf" src={url} title={name} />
    </Dialog>
  )
}

/** Opens a document of this dossier; the phone keeps it from then on. */
export function useOpening(dossier: DossierOut): {
  open: (id: string) => void
  opening: string | undefined
  wrong: boolean
  sheet: { name: string; url: string } | undefined
  close: () => void
} {
  const [opening, setOpening] = useState<string>()
  const [wrong, setWrong] = useState(false)
  const [sheet, setSheet] = useState<{ name: string; url: string }>()
  const open = (id: string): void => {
    const draft = dossier.draft?.document
    const each = draft?.document_id === id ? draft : dossier.documents.find((one) => one.document_id === id)
    if (!each || opening) return
    setOpening(id)
    void phone()
      .dossiers.open(dossier.dossier_id, id)
      .then((got) => {
        setOpening(undefined)
        setWrong(!got.ok)
        if (got.ok) setSheet({ name: documentName(each), url: URL.createObjectURL(new Blob([got.value.bytes], { type: got.value.type })) })
      })
  }
  const close = (): void => {
    if (sheet) URL.revokeObjectURL(sheet.url)
    setSheet(undefined)
  }
  return { open, opening, wrong, sheet, close }
}

function Kept({ id }: { id: string }) {
  const [kept, setKept] = useState<boolean>()
  useEffect(() => {
    void phone().dossiers.has(id).then(setKept)
  }, [id])
  if (kept === undefined) return null
  return <span class="item__note">{kept ? t().kept : t().needsNetwork}</span>
}

/** That a paper no longer holds, or only its due day, and what holds in its place. */
function voided({ what, instead }: NonNullable<DossierOut["documents"][number]["void"]>): string {
  const told = what === "letter" ? t().voided : t().dueReplaced
  return instead === null ? told : `${told}. ${t().instead(instead)}`
}

/** The letters, receipts and the result. */
export function Documents({
  dossier,
  opening,
  onOpen,
}: {
  dossier: DossierOut
  opening: string | undefined
  onOpen: (id: string) => void
}) {
  if (dossier.documents.length === 0) return null
  return (
    <section>
      <div class="head">
        <h2>{t().documents}</h2>
      </div>
      <div class="card list">
        {dossier.documents.map((each) => (
          <div class="item" key={each.document_id}>
            <span class="item__body">
              <b class="item__name">{documentName(each)}</b>
              <span class="item__note num">{[each.number, date(each.issued_at)].filter(Boolean).join(" · ")}</span>
              {each.void && <span class="item__note">{voided(each.void)}</span>}
              {each.replaced ? <span class="item__note">{t().replaced}</span> : <Kept id={each.document_id} />}
            </span>
            <Button
              icon={each.kind === "result" ? downloadIcon : fileIcon}
              busy={opening === each.document_id}
              label={`${t().open}: ${documentName(each)}`}
              onPress={() => onOpen(each.document_id)}
            >
              {opening === each.document_id ? t().opening : t().open}
            </Button>
          </div>
        ))}
      </div>
    </section>
  )
}
