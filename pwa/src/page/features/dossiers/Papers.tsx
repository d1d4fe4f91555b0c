import { useEffect, useState } from "preact/hooks"
import type { AttachmentOut, DossierOut } from "../../../core/contract/openapi.gen.ts"
import { bytes } from "../../i18n/format.ts"
import { phone } from "../../offline/phone.ts"
import { Dialog } from "../../ui/Dialog.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { checkIcon, sendIcon, warnIcon } from "../../ui/icons.ts"
import { fileIcon } from "../../ui/icons-work.ts"
import { Skeleton } from "../../ui/States.tsx"
import { t } from "./words.ts"

type Picture = { state: "opening" } | { state: "none" } | { state: "here"; url: string; pdf: boolean }

/** A page's picture: this phone's own copy first, else the server's; an address of this page only. */
function usePicture(page: AttachmentOut, size: "full" | "thumb"): Picture {
  const [found, setFound] = useState<Picture>({ state: "opening" })
  const id = page.attachment_id
  useEffect(() => {
    let url = ""
    let wanted = true
    void phone()
      .dossiers.page(id, size)
      .then((got) => {
        if (!wanted) return
        if (!got.ok) return void setFound({ state: "none" })
        url = URL.createObjectURL(new Blob([got.value.bytes], { type: got.value.type }))
        setFound({ state: "here", url, pdf: got.value.type === "application/pdf" })
      })
    return () => {
      wanted = false
      if (url) URL.revokeObjectURL(url)
    }
  }, [id, size])
  return found
}

function state(page: AttachmentOut): { icon: string; text: string } {
  if (!page.usable) return { icon: warnIcon, text: t().unusable }
  return page.stored ? { icon: checkIcon, text: t().stored } : { icon: sendIcon, text: t().coming }
}

function Sheet({ page, name, onClose }: { page: AttachmentOut; name: string; onClose: () => void }) {
  const found = usePicture(page, "full")
  return (
    <Dialog title={name} onClose={onClose}>
      {found.state === "opening" && <Skeleton rows={1} />}
      {found.state === "none" && <p>{t().cannotShow}</p>}
      {found.state === "here" && !found.pdf && <img class="sheet__picture" src={found.url} alt={name} />}
      {found.state === "here" && found.pdf && (
        <a class="btn btn--wide" href={found.url} download={`${name}.pdf`}>
          {t().download}
        </a>
      )}
    </Dialog>
  )
}

function PageLine({ page, paper }: { page: AttachmentOut; paper: string }) {
  const [open, setOpen] = useState(false)
  const found = usePicture(page, "thumb")
  const now = state(page)
  const name = `${paper}, ${t().pageOf(page.page)}`
  return (
    <li>
      <button type="button" class="item paper" onClick={() => setOpen(true)}>
        {found.state === "here" && !found.pdf ? (
          <img class="paper__thumb" src={found.url} alt="" />
        ) : (
          <span class="paper__thumb">
            <Icon d={fileIcon} />
          </span>
        )}
        <span class="item__body">
          <b class="item__name">{name}</b>
          <span class="item__note num">
            <Icon d={now.icon} small /> {now.text} · {bytes(page.size)}
          </span>
        </span>
      </button>
      {open && <Sheet page={page} name={name} onClose={() => setOpen(false)} />}
    </li>
  )
}

/** The pages of every paper, in order, with what has become of each. */
export function Papers({ dossier, names }: { dossier: DossierOut; names: (paper: string) => string }) {
  return (
    <section>
      <div class="head">
        <h2>{t().papers}</h2>
      </div>
      {dossier.attachments.length === 0 ? (
        <p class="muted">{t().noPapers}</p>
      ) : (
        <ul class="card list">
          {dossier.attachments.map((page) => (
            <PageLine key={page.attachment_id} page={page} paper={names(page.paper)} />
          ))}
        </ul>
      )}
    </section>
  )
}
