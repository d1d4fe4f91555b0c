import { useState } from "preact/hooks"
import type { Draft } from "../../app/client.ts"
import { navigate } from "../../app/router.ts"
import { browserName } from "../../i18n/browser.ts"
import { longDate, nearDate, time } from "../../i18n/format.ts"
import { type DraftPlace, phone } from "../../offline/phone.ts"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { t } from "./words-drafts.ts"

const DAY = 24 * 60 * 60 * 1000
/** So long before the server's copy goes it is said. */
const WARNED_DAYS = 30

const near = (moment: string): string => `${time(moment)} ${nearDate(moment)}`

/** "Làm tiếp, lưu lúc 09:41 hôm nay trên Chrome, Android", and what stands between it and its copy. */
export function DraftNote({ draft, place }: { draft: Draft; place: DraftPlace | undefined }) {
  const device = place?.device === undefined ? "" : browserName(place.device) || t().another
  const soon = place?.ends_at !== undefined && Date.parse(place.ends_at) - Date.now() < WARNED_DAYS * DAY
  return (
    <>
      <span class="item__note">{device === "" ? t().goOn(near(draft.saved_at)) : t().goOnFrom(near(draft.saved_at), device)}</span>
      {(draft.conflicts ?? []).length > 0 && <span class="item__note bad">{t().differ}</span>}
      {place?.fault !== undefined && <span class="item__note">{t().onlyHere}</span>}
      {soon && <span class="item__note">{t().ends(longDate(place.ends_at ?? ""))}</span>}
    </>
  )
}

export interface KeptDraft {
  readonly draft_id: string
  readonly name: string
  readonly reason: "user" | "sent" | "old" | "mandate_ended"
  readonly at: string
  /** Which phone wrote what whoever ended the draft had not seen; absent where these are this phone's own words. */
  readonly device?: string
}

/** What was written on drafts that ended on another phone: nothing of it is lost, and nothing comes back by itself. */
export function Kept({ rows }: { rows: readonly KeptDraft[] }) {
  if (rows.length === 0) return null
  return (
    <section>
      <div class="head">
        <h2>{t().keptTitle}</h2>
      </div>
      <Card list>
        {rows.map((each) => (
          <KeptRow key={each.draft_id} kept={each} />
        ))}
      </Card>
    </section>
  )
}

function whyKept({ reason, at, device }: KeptDraft): string {
  const when = at === "" ? "" : near(at)
  if (device === undefined || (reason !== "user" && reason !== "sent")) return t()[`kept_${reason}`](when)
  return t()[`left_${reason}`](when, browserName(device) || t().another)
}

function KeptRow({ kept }: { kept: KeptDraft }) {
  const { draft_id, name } = kept
  const [asking, setAsking] = useState(false)
  const restore = async (): Promise<void> => {
    const draft = await phone().drafts.restore(draft_id)
    if (draft !== undefined) navigate(`/lam/${draft.id}`)
  }
  return (
    <div class="item item--still">
      <span class="item__body">
        <b class="item__name">{name}</b>
        <span class="item__note">{whyKept(kept)}</span>
        <span class="row">
          <Button onPress={() => void restore()} label={`${t().restore}: ${name}`}>
            {t().restore}
          </Button>
          <Button kind="quiet" onPress={() => setAsking(true)} label={`${t().forget}: ${name}`}>
            {t().forget}
          </Button>
        </span>
      </span>
      {asking && (
        <Dialog
          title={t().forgetTitle}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button kind="mend" onPress={() => void phone().drafts.forget(draft_id)}>
                {t().forget}
              </Button>
              <Button onPress={() => setAsking(false)}>{t().keep}</Button>
            </>
          }
        >
          <p>{t().forgetMore}</p>
        </Dialog>
      )}
    </div>
  )
}
