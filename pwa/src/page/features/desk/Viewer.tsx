import { useEffect, useState } from "preact/hooks"
import type { Result } from "../../../core/contract/result.ts"
import { Icon } from "../../ui/Icon.tsx"
import { Skeleton } from "../../ui/States.tsx"
import { backIcon, nextIcon, retryIcon } from "../../ui/icons.ts"
import { zoomInIcon, zoomOutIcon } from "../../ui/icons-work.ts"
import { desk } from "./api.ts"
import { t } from "./words.ts"

/** One thing that can be looked at beside the answers. */
export interface Sheet {
  id: string
  title: string
  kind: "attachment" | "document" | "held" | "shared"
  /** Why it cannot be looked at, if it cannot. */
  why?: string | undefined
}

const ZOOMS = [1, 1.5, 2, 3, 4]

type Opened = { state: "opening" } | { state: "failed" } | { state: "here"; url: string; pdf: boolean }

/** A page of work that waits for an officer is read as part of that work. */
const READS: Readonly<Record<Sheet["kind"], (of: string, id: string) => Promise<Result<Blob>>>> = {
  attachment: (_, id) => desk.attachment(id, "full"),
  document: desk.document,
  held: desk.heldPage,
  shared: desk.wantedPage,
}

/** Fetches the bytes of a sheet and gives them an address of this page only. */
function useSheet(dossier: string, sheet: Sheet | undefined): Opened {
  const [opened, setOpened] = useState<Opened>({ state: "opening" })
  const id = sheet?.id
  const kind = sheet?.kind
  const why = sheet?.why
  useEffect(() => {
    if (id === undefined || why !== undefined) return undefined
    let url = ""
    let wanted = true
    setOpened({ state: "opening" })
    void READS[kind ?? "attachment"](dossier, id).then((found) => {
      if (!wanted) return
      if (!found.ok) return void setOpened({ state: "failed" })
      url = URL.createObjectURL(found.value)
      setOpened({ state: "here", url, pdf: found.value.type.startsWith("application/pdf") })
    })
    return () => {
      wanted = false
      if (url) URL.revokeObjectURL(url)
    }
  }, [dossier, id, kind, why])
  return opened
}

function Tool({ label, d, onPress, turn }: { label: string; d: string; onPress: () => void; turn?: boolean }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onPress}>
      <Icon d={d} {...(turn ? { turn } : {})} />
    </button>
  )
}

function Shown({ sheet, opened, zoom, angle }: { sheet: Sheet; opened: Opened; zoom: number; angle: number }) {
  if (sheet.why) return <p class="muted">{sheet.why}</p>
  if (opened.state === "opening") return <Skeleton rows={2} />
  if (opened.state === "failed") return <p role="alert">{t().failedPaper}</p>
  if (opened.pdf) return <iframe class="view__pdf" src={opened.url} title={sheet.title} />
  return <img src={opened.url} alt={sheet.title} style={{ width: `${zoom * 100}%`, transform: `rotate(${angle}deg)` }} />
}

/** The papers beside the answers: one at a time, larger, turned, next. */
export function Viewer({
  dossier,
  sheets,
  at,
  onShow,
}: {
  dossier: string
  sheets: readonly Sheet[]
  at: number
  onShow: (n: number) => void
}) {
  const sheet = sheets[at]
  const opened = useSheet(dossier, sheet)
  const [zoom, setZoom] = useState(0)
  const [angle, setAngle] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another sheet begins straight and whole
  useEffect(() => {
    setZoom(0)
    setAngle(0)
  }, [sheet?.id])
  if (!sheet)
    return (
      <div class="view">
        <p class="view__none muted">{t().noPages}</p>
      </div>
    )
  return (
    <div class="view">
      <div class="view__bar">
        <b>{sheet.title}</b>
        <Tool label={t().zoomOut} d={zoomOutIcon} onPress={() => setZoom(Math.max(0, zoom - 1))} />
        <Tool label={t().zoomIn} d={zoomInIcon} onPress={() => setZoom(Math.min(ZOOMS.length - 1, zoom + 1))} />
        <Tool label={t().turn} d={retryIcon} onPress={() => setAngle((angle + 90) % 360)} />
        {at > 0 && <Tool label={t().previousPage} d={backIcon} onPress={() => onShow(at - 1)} />}
        {at < sheets.length - 1 && <Tool label={t().nextPage} d={nextIcon} onPress={() => onShow(at + 1)} />}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a large paper is scrolled by keys */}
      <section class="view__page" aria-label={sheet.title} tabIndex={0}>
        <Shown sheet={sheet} opened={opened} zoom={ZOOMS[zoom] ?? 1} angle={angle} />
      </section>
    </div>
  )
}
