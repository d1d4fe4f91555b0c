import { useEffect, useState } from "preact/hooks"
import { bytes } from "../../i18n/format.ts"
import { phone, type StorageState } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { t } from "./words.ts"

/** How safe what is kept here is: used space, the browser's promise, and warnings where they are due. */
export function Storage() {
  const [state, setState] = useState<StorageState>()
  useEffect(() => {
    void phone().storage.state().then(setState)
  }, [])
  if (!state) return null
  return (
    <section>
      <div class="head">
        <h2>{t().storage}</h2>
      </div>
      {state.private_window === "yes" && (
        <Banner kind="wait" tight>
          {t().private}
        </Banner>
      )}
      {state.low && (
        <Banner kind="wait" tight>
          {t().low}
        </Banner>
      )}
      <p class="small muted">
        {state.used !== undefined && `${t().used(bytes(state.used))}. `}
        {state.persisted ? t().persisted : t().notPersisted}
      </p>
    </section>
  )
}
