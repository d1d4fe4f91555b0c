import type { FunctionComponent } from "preact"
import { useModule } from "../../app/lazy.ts"
import { Skeleton } from "../../ui/States.tsx"

const load = async (): Promise<{ Admin: FunctionComponent<{ path: string }> }> => import("../admin/Admin.tsx")

/** The administrator's rooms, fetched when somebody opens them. */
export function AdminRooms({ path }: { path: string }) {
  const found = useModule(load, true)
  if (found === undefined)
    return (
      <main class="room" id="main" tabIndex={-1}>
        <Skeleton rows={4} />
      </main>
    )
  return <found.Admin path={path} />
}
