import { useCallback, useEffect, useState } from "preact/hooks"
import type { Bundle } from "../../../core/contract/catalogue.ts"
import type { UnitOut } from "../../../core/contract/types.ts"
import { useClient, useStored } from "../../app/client.ts"

export interface Catalogue {
  readonly bundle: Bundle
  readonly units: readonly UnitOut[]
}

export type CatalogueState =
  | { readonly state: "here"; readonly value: Catalogue }
  | { readonly state: "opening" }
  | { readonly state: "fetching" }
  | { readonly state: "missing" }
  | { readonly state: "failed"; readonly retry: () => void; readonly code?: string }

/** The catalogue on this phone; fetched at once where there is none yet. */
export function useCatalogue(): CatalogueState {
  const client = useClient()
  const kept = useStored(async () => {
    const [bundle, units] = await Promise.all([client.store.bundle(), client.store.units()])
    return { bundle, units }
  }, ["bundle", "units"])
  const [failed, setFailed] = useState<string>()
  const empty = kept.state === "here" && kept.value.bundle === undefined
  const fetchNow = useCallback(() => {
    setFailed(undefined)
    void client.catalogue.refresh().then((answer) => {
      if (!answer.ok) setFailed(answer.code)
    })
  }, [client])
  useEffect(() => {
    if (empty) fetchNow()
  }, [empty, fetchNow])

  if (kept.state === "opening") return kept
  if (kept.state === "failed") return { state: "failed", retry: kept.retry }
  const { bundle, units } = kept.value
  if (bundle !== undefined) return { state: "here", value: { bundle, units } }
  if (failed === undefined) return { state: "fetching" }
  return failed === "offline" || failed === "captive" ? { state: "missing" } : { state: "failed", retry: fetchNow, code: failed }
}
