import { useState } from "preact/hooks"
import type { PaperState } from "../../../core/contract/openapi.gen.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { checkIcon } from "../../ui/icons.ts"
import { Line } from "./Line.tsx"
import { shortMoment } from "./say.ts"
import { t, word } from "./words.ts"

interface Props {
  paper: PaperState
  onCompare: (paper: string, compared: boolean, reason?: string) => void
  onShow: (id: string) => void
}

/** Asks why an original is not needed after all; the reason stands on record. */
function Waive({ name, onWaive, onClose }: { name: string; onWaive: (reason: string) => void; onClose: () => void }) {
  const [reason, setReason] = useState("")
  const [tried, setTried] = useState(false)
  const go = (): void => {
    setTried(true)
    if (reason.trim().length >= 3) onWaive(reason.trim())
  }
  return (
    <Dialog
      title={`${t().waive}: ${name}`}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" onPress={go}>
            {t().doIt}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <Line
        label={t().reason}
        hint={t().waiveMore}
        rows={3}
        value={reason}
        onType={setReason}
        error={tried && reason.trim().length < 3 ? t().typeThis : undefined}
      />
    </Dialog>
  )
}

function Seen({ paper, name, onCompare }: Omit<Props, "onShow"> & { name: string }) {
  const [waiving, setWaiving] = useState(false)
  const done = !!paper.compared_at
  return (
    <dd class={done || paper.waived_reason ? "ok" : "no"}>
      <label class="seen">
        <input
          type="checkbox"
          checked={done}
          aria-label={`${name}: ${done ? t().compareUndo : t().compareNow}`}
          onChange={(event) => onCompare(paper.key, event.currentTarget.checked)}
        />
        {t().compared}
      </label>
      {paper.compared_at && (
        <span class="small">
          <Icon d={checkIcon} /> {t().comparedBy(paper.compared_by ?? t().someone, shortMoment(paper.compared_at))}
        </span>
      )}
      {paper.waived_reason && <span class="small">{t().waived(paper.waived_reason)}</span>}
      {!done && !paper.waived_reason && (
        <button type="button" class="ask__show" onClick={() => setWaiving(true)}>
          {t().waive}
        </button>
      )}
      {waiving && (
        <Waive
          name={name}
          onClose={() => setWaiving(false)}
          onWaive={(reason) => {
            setWaiving(false)
            onCompare(paper.key, false, reason)
          }}
        />
      )}
    </dd>
  )
}

/** A paper asked for: its pages, and whether its original was seen, or why it need not be. */
export function Paper({ paper, onCompare, onShow }: Props) {
  const name = say({ vi: paper.name.vi, en: paper.name.en ?? undefined })
  const first = paper.pages[0]
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {first ? (
          <button type="button" class="ask__show" onClick={() => onShow(first.attachment_id)}>
            {t().seePages(paper.pages.length)}
          </button>
        ) : (
          <span class="muted">{t().noPages}</span>
        )}{" "}
        <span class="muted small">{word(`compareAt_${paper.compare}`)}</span>
      </dd>
      {paper.compare !== "none" && <Seen paper={paper} name={name} onCompare={onCompare} />}
    </div>
  )
}
