import { Empty } from "../ui/States.tsx"
import { lockIcon } from "../ui/icons.ts"
import { t } from "./words.ts"

/** Shown instead of everything else on a phone that was reported lost: what happened, that nothing is lost, whom to ask. */
export function Blocked() {
  return (
    <main class="main" id="main">
      <h1 class="vh">{t().blocked}</h1>
      <Empty icon={lockIcon} title={t().blocked}>
        {t().blockedMore}
      </Empty>
    </main>
  )
}
