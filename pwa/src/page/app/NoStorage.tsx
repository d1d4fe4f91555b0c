import { Failed } from "../ui/States.tsx"
import { t } from "./words.ts"

/** Shown where the browser gives the app no place to keep anything: why, what to do, and that nothing was lost. */
export function NoStorage() {
  return (
    <main class="main" id="main">
      <h1>{t().noStorage}</h1>
      <Failed title={t().noStorageWhy} onRetry={() => location.reload()}>
        {t().noStorageMore}
      </Failed>
    </main>
  )
}
