/* Whether what everybody may know is still what this phone shows. */
import { useEffect, useState } from "preact/hooks"
import { useClient } from "./client.ts"

const NAME = "cua-lang.catalogue-seen"
const DAY = 86_400_000
/** Fees and times change by law, which is announced longer ahead than this. */
const OLD = 14 * DAY
/** Not asked again within this time. */
const RECENT = DAY / 24

function seen(): number {
  try {
    return Number(localStorage.getItem(NAME) ?? 0)
  } catch {
    return 0
  }
}

function noteSeen(): void {
  try {
    localStorage.setItem(NAME, String(Date.now()))
  } catch {
    return
  }
}

/** When the catalogue was last compared with the server's, if that is so long ago that it should be said. */
export function useOldCatalogue(): string | undefined {
  const { catalogue } = useClient()
  const [at, setAt] = useState(seen)
  useEffect(() => {
    if (Date.now() - seen() < RECENT) return
    void catalogue.refresh().then((answer) => {
      if (!answer.ok) return
      noteSeen()
      setAt(Date.now())
    })
  }, [catalogue])
  return at > 0 && Date.now() - at > OLD ? new Date(at).toISOString() : undefined
}
