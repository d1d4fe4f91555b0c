import { useEffect, useRef, useState } from "preact/hooks"
import { useWatch } from "../ui/watch.ts"
import { phone } from "../offline/phone.ts"
import { App } from "./App.tsx"
import { Blocked } from "./Blocked.tsx"
import { useClient } from "./client.ts"
import { stopHelping } from "./helping.ts"
import { useModule } from "./lazy.ts"
import { here, navigate } from "./router.ts"

/** The app behind its lock. A covered page goes on living, unseen and out of reach, so that nobody loses her place in a form; the
    next person on the phone begins with a fresh one, and nothing of the last. */
export function Guarded() {
  const client = useClient()
  const lock = useWatch(client.lock)
  const { principal } = useWatch(client.session)
  const visit = useVisit(principal)
  const opened = useRef(-1)
  // a blocked phone says so instead of asking for a PIN; where the office has no key to a store, its owner may still open it
  const blocked = useWatch(client.blocked) && (lock === "nothing" || phone().locks.officeHasKey())
  const Lock = useModule(() => import("../features/lock/Lock.tsx"), lock !== "nothing")?.Lock
  if (blocked) return <Blocked />
  if (lock === "nothing") opened.current = visit
  return (
    <>
      {opened.current === visit && (
        <div class={lock === "nothing" ? undefined : "behind"} inert={lock !== "nothing"}>
          <App key={visit} />
        </div>
      )}
      {lock !== "nothing" && Lock && <Lock key={`${principal} ${lock}`} shown={lock} />}
    </>
  )
}

/** Counts the people who came after one another. Who signs in stays on her page; who comes after somebody begins at the door. */
function useVisit(principal: string): number {
  const [visit, setVisit] = useState({ principal, count: 0 })
  const changed = visit.principal !== principal
  const leaves = changed && visit.principal.startsWith("person:")
  if (changed) setVisit({ principal, count: visit.count + (leaves ? 1 : 0) })
  const { count } = visit
  useEffect(() => {
    if (count === 0) return
    stopHelping()
    // the page about signing in and out is nobody's own
    if (here.get().path !== "/toi") navigate("/", { replace: true })
  }, [count])
  return leaves ? count + 1 : count
}
