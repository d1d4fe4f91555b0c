import { Failed, NotHere, Skeleton } from "../../ui/States.tsx"
import type { CatalogueState } from "./useCatalogue.ts"
import { t } from "./words.ts"

/** What stands in place of the catalogue while it is not here. */
export function NoCatalogue({ catalogue }: { catalogue: Exclude<CatalogueState, { state: "here" }> }) {
  if (catalogue.state === "opening") return <Skeleton rows={3} />
  if (catalogue.state === "fetching") {
    return (
      <>
        <p class="small muted" role="status">
          {t().loadingCatalogue}
        </p>
        <Skeleton rows={3} />
      </>
    )
  }
  if (catalogue.state === "missing") {
    return (
      <NotHere>
        <b>{t().notLoaded}</b>
        <span>{t().notLoadedMore}</span>
      </NotHere>
    )
  }
  return (
    <Failed title={t().loadFailed} onRetry={catalogue.retry} {...(catalogue.code !== undefined && { code: catalogue.code })}>
      {t().notLoadedMore}
    </Failed>
  )
}
