import type { FunctionComponent } from "preact"
import { useEffect, useState } from "preact/hooks"
import { Failed, Skeleton } from "../../ui/States.tsx"
import type { Other } from "./Rooms.tsx"
import { named } from "./rooms.ts"
import { t } from "./words.ts"

const load = () => import("./Rooms.tsx")
let here: Awaited<ReturnType<typeof load>> | undefined

/** Fetches the rooms while nobody waits for them, so that a line that breaks later finds them here. */
export function fetchRooms(): void {
  const fetch = (): void =>
    void load().then(
      (rooms) => {
        here = rooms
      },
      () => undefined,
    )
  if ("requestIdleCallback" in globalThis) requestIdleCallback(fetch, { timeout: 5000 })
  else setTimeout(fetch, 2000)
}

/** A room beside the dossiers; says so where it cannot be fetched, and tries again when asked. */
export const OtherRoom: FunctionComponent<{ room: Other; path: string }> = ({ room, path }) => {
  const [rooms, setRooms] = useState(here)
  const [failed, setFailed] = useState(false)
  const fetch = (): void => {
    setFailed(false)
    load().then(
      (found) => {
        here = found
        setRooms(found)
      },
      () => setFailed(true),
    )
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: fetched once; asked again by a tap
  useEffect(() => {
    if (rooms === undefined) fetch()
  }, [])
  if (rooms !== undefined) return rooms.INSIDE[room](path)
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1 class="vh">{named(room)}</h1>
      {failed ? (
        <Failed title={t().noNet} onRetry={fetch}>
          {t().noNetMore}
        </Failed>
      ) : (
        <Skeleton rows={4} />
      )}
    </main>
  )
}
