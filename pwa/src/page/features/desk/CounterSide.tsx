import { useState } from "preact/hooks"
import { qrMatrix } from "../../../core/domain/qr.ts"
import { time } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { doneIcon, warnIcon } from "../../ui/icons.ts"
import { Qr } from "../../ui/Qr.tsx"
import { sittings } from "./counterApi.ts"
import type { KeptSitting, SittingDraft } from "./sittingDraft.ts"
import type { Link } from "./sittingLink.ts"
import { counter as t } from "./words-counter.ts"

/** So long without a word from the other screen, and it is gone. */
const QUIET = 8000

const isLost = (seen: string | null | undefined): boolean => seen != null && Date.now() - Date.parse(seen) > QUIET

/** The other screen: how it is paired, whether it is there; and the end of the sitting. */
export function CounterSide({ draft, link, kept }: { draft: SittingDraft; link: Link; kept: KeptSitting }) {
  const [ending, setEnding] = useState(false)
  const { standing } = link
  const end = (): void => {
    // even where the line is cut: without a word from here the sitting is over by itself
    void sittings.end(draft.sitting_id)
    kept.drop()
  }
  const lost = standing?.paired === true && isLost(standing.seat_seen_at)
  return (
    <aside class="card counter__side" aria-label={t().side}>
      <h2>{t().side}</h2>
      {standing?.paired === true ? (
        <>
          {lost && standing.seat_seen_at ? (
            <>
              <Chip kind="phone" icon={warnIcon}>
                {t().side}
              </Chip>
              <p role="status">{t().lost(time(standing.seat_seen_at))}</p>
            </>
          ) : (
            <Chip kind="done" icon={doneIcon}>
              {t().paired}
            </Chip>
          )}
          <Button onPress={() => void sittings.unpair(draft.sitting_id).then(link.heard)}>{t().other}</Button>
        </>
      ) : (
        <Pairing token={draft.token} />
      )}
      <Button kind="quiet" onPress={() => setEnding(true)}>
        {t().end}
      </Button>
      {ending && (
        <Dialog
          title={t().endAsk}
          onClose={() => setEnding(false)}
          actions={
            <>
              <Button kind="mend" onPress={end}>
                {t().endYes}
              </Button>
              <Button onPress={() => setEnding(false)}>{t().keepOn}</Button>
            </>
          }
        >
          <p>{t().endMore}</p>
        </Dialog>
      )}
    </aside>
  )
}

/** How the other screen comes to a sitting. */
export function Pairing({ token }: { token: string }) {
  const address = `${location.origin}/quay#${token}`
  const matrix = qrMatrix(address)
  return (
    <>
      <p>{t().pair}</p>
      {matrix && <Qr matrix={matrix} label={t().square} />}
      <a class="btn" href={address} target="_blank" rel="noopener">
        {t().window}
      </a>
      <p class="small muted">{t().alone}</p>
    </>
  )
}
