import "./admin.css"
import "./people.css"
import type { ComponentType } from "preact"
import { useWatch } from "../../ui/watch.ts"
import { me } from "../desk/api.ts"
import { Calendar } from "./Calendar.tsx"
import { Hours } from "./Hours.tsx"
import { People } from "./People.tsx"
import { Phrases } from "./Phrases.tsx"
import { State } from "./State.tsx"
import { Units } from "./Units.tsx"
import { Waiting } from "./Waiting.tsx"
import { rooms } from "./words.ts"

interface Tab {
  key: "people" | "calendar" | "hours" | "waiting" | "reasons" | "units" | "state"
  href: string
  needs: string
  Page: ComponentType
}

const TABS: readonly Tab[] = [
  { key: "calendar", href: "/ban/quan-tri/lich", needs: "units.manage", Page: Calendar },
  { key: "hours", href: "/ban/quan-tri/gio-lam-viec", needs: "units.manage", Page: Hours },
  { key: "waiting", href: "/ban/quan-tri/phong-cho", needs: "units.manage", Page: Waiting },
  { key: "people", href: "/ban/quan-tri/nguoi-dung", needs: "staff.manage", Page: People },
  { key: "reasons", href: "/ban/quan-tri/mau-cau", needs: "units.manage", Page: Phrases },
  { key: "units", href: "/ban/quan-tri/don-vi", needs: "units.manage", Page: Units },
  { key: "state", href: "/ban/quan-tri/tinh-trang", needs: "units.manage", Page: State },
]

/** The administrator's rooms, one beside the other. */
export function Admin({ path }: { path: string }) {
  const permissions = useWatch(me)?.permissions ?? []
  const open = TABS.filter((tab) => permissions.includes(tab.needs))
  const now = open.find((tab) => path.startsWith(tab.href)) ?? open[0]
  if (now === undefined) return null
  return (
    <div class="admin">
      <nav class="views admin__tabs" aria-label={rooms().tabs}>
        {open.map((tab) => (
          <a key={tab.key} href={tab.href} aria-current={tab === now ? "page" : undefined}>
            {rooms()[tab.key]}
          </a>
        ))}
      </nav>
      <main class="room admin__room" id="main" tabIndex={-1}>
        <now.Page key={now.key} />
      </main>
    </div>
  )
}
