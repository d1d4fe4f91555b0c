import { useState } from "preact/hooks"
import { bytes, date, number } from "../../i18n/format.ts"
import { phone, type StorageState } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card, Meter } from "../../ui/Card.tsx"
import { t } from "./words.ts"

/** So much room is no figure that anybody needs. */
const ROOMY = 2_000_000_000

/** How much room there is, what the browser promised, and what may go without a loss. */
export function Room({ state, onChange }: { state: StorageState; onChange: () => void }) {
  const { used, quota, freeable, authorship } = state
  const [freed, setFreed] = useState<number>()
  const free = async (): Promise<void> => {
    setFreed(await phone().storage.free())
    await phone().storage.roomForPhoto(true)
    onChange()
  }
  return (
    <section>
      {authorship && (
        <Banner kind="wait">
          <b>{t()[`${authorship.state}Title`]}</b> {t()[authorship.state](date(authorship.until))}
        </Banner>
      )}
      <div class="head">
        <h2>{t().room}</h2>
      </div>
      <Card pad>
        <div class="storage-card">
          {used !== undefined && (
            <p>{quota === undefined || quota > ROOMY ? t().usedOnly(bytes(used)) : t().used(bytes(used), bytes(quota))}</p>
          )}
          {used !== undefined && quota !== undefined && quota > 0 && quota <= ROOMY && (
            <Meter part={used / quota} label={t().room} kind={state.low ? "wait" : "done"} />
          )}
          <p class="small muted">{state.persisted ? t().persisted : t().notPersisted}</p>
          {state.low && (
            <Banner kind="wait">
              <b>{t().lowTitle}</b> {t().low}
            </Banner>
          )}
          {freeable > 0 && (
            <>
              <Button wide onPress={() => void free()}>
                {t().free(bytes(freeable))}
              </Button>
              <p class="small muted">{t().freeMore}</p>
            </>
          )}
          {freed !== undefined && <p role="status">{t().freed(bytes(freed))}</p>}
          {state.dossiers > 0 && <p class="small muted">{t().dossiers(number(state.dossiers), number(state.dossiers_most))}</p>}
          {state.dossiers_many && (
            <Banner kind="wait">
              <b>{t().manyTitle}</b> {t().many}
            </Banner>
          )}
        </div>
      </Card>
    </section>
  )
}
