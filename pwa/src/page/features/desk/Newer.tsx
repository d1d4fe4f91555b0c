import { useEffect, useState } from "preact/hooks"
import type { LatestOut } from "../../../core/contract/openapi.gen.ts"
import { moveName } from "../../i18n/moves.ts"
import { retryIcon } from "../../ui/icons.ts"
import { Icon } from "../../ui/Icon.tsx"
import { owners } from "./apiOwners.ts"
import { shortMoment } from "./say.ts"
import { own } from "./words-owners.ts"
import { t } from "./words.ts"

const REFRESH = 20_000

/** Asks now and then how far a dossier has gone, while the page is looked at; says so where it went past what is shown. */
function useNewer(id: string, version: number): LatestOut | undefined {
  const [latest, setLatest] = useState<LatestOut>()
  useEffect(() => {
    let wanted = true
    const ask = (): void => {
      if (document.visibilityState !== "visible") return
      void owners.latest(id).then((found) => wanted && found.ok && setLatest(found.value))
    }
    setLatest(undefined)
    const every = setInterval(ask, REFRESH)
    document.addEventListener("visibilitychange", ask)
    return () => {
      wanted = false
      clearInterval(every)
      document.removeEventListener("visibilitychange", ask)
    }
  }, [id])
  return latest && latest.version > version ? latest : undefined
}

interface Props {
  id: string
  version: number
  onReload: () => void
}

/** Somebody else went on with the dossier that is open here: who, what and when, and the way to the newest. */
export function Newer({ id, version, onReload }: Props) {
  const latest = useNewer(id, version)
  return (
    <div role="status" class="newer">
      {latest && (
        <div class="newer__told">
          <p>
            <b>{own().newer}.</b>{" "}
            {own().newerMore(latest.who || t().someone, moveName(latest.move), latest.at ? shortMoment(latest.at) : "")}
          </p>
          <button type="button" class="btn" onClick={onReload}>
            <Icon d={retryIcon} />
            {own().readAnew}
          </button>
        </div>
      )}
    </div>
  )
}
