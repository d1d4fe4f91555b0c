import "./desk.css"
import "./desk-list.css"
import "./desk-work.css"
import "./desk-rescue.css"
import "./desk-held.css"
import "./desk-counter.css"
import "./desk-handover.css"
import "./desk-duties.css"
import "./desk-bench.css"
import "./desk-catalogue.css"
import "./desk-queue.css"
import "./desk-screens.css"
import "./desk-trust.css"
import "./desk-digitise.css"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { useServer } from "../../app/client.ts"
import { here, navigate } from "../../app/router.ts"
import { inboxIcon } from "../../ui/icons-work.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { desk, heard, lacks, me } from "./api.ts"
import { Account } from "./Account.tsx"
import { AdminRooms } from "./AdminRooms.tsx"
import { Calls } from "./Calls.tsx"
import { Counter } from "./Counter.tsx"
import { Locked, Proof, Watchful } from "./Door.tsx"
import { Digests } from "./Digests.tsx"
import { DigitisedFigures } from "./DigitisedFigures.tsx"
import { Duties } from "./Duties.tsx"
import { Express } from "./Express.tsx"
import { Fees } from "./Fees.tsx"
import { Frame } from "./Frame.tsx"
import { Handover } from "./Handover.tsx"
import { openRooms, ROOMS, type Room } from "./rooms.ts"
import { Held } from "./Held.tsx"
import { forgetOld } from "./kept.ts"
import { Inbox, VIEWS, type View } from "./Inbox.tsx"
import { Phones } from "./Phones.tsx"
import { Queue } from "./Queue.tsx"
import { Registers } from "./Registers.tsx"
import { Relaxations } from "./Relaxations.tsx"
import { Rescue } from "./Rescue.tsx"
import { Review } from "./Review.tsx"
import { Scan } from "./Scan.tsx"
import { SignIn } from "./SignIn.tsx"
import { StaffFactors } from "./StaffFactors.tsx"
import { Styles } from "./Styles.tsx"
import { Todo } from "./Todo.tsx"
import { Wanted } from "./Wanted.tsx"
import { waits } from "./proving.ts"
import { WhyLook } from "./WhyLook.tsx"
import { t } from "./words.ts"
import { Work } from "./Work.tsx"

const DOSSIER = /^\/ban\/ho-so\/([0-9a-f-]{36})$/

function roomOf(path: string): Room {
  return ROOMS.find((door) => door.href !== "/ban" && path.startsWith(door.href))?.room ?? "work"
}

function startView(): View {
  const asked = new URLSearchParams(location.search).get("v")
  return VIEWS.find((each) => each === asked) ?? "mine"
}

function Boxes({ path, q }: { path: string; q: string }) {
  const [view, setView] = useState<View>(startView)
  const [turn, setTurn] = useState(0)
  const chosen = DOSSIER.exec(path)?.[1]
  const [looks, setLooks] = useState(0)
  const open = (id: string): void => {
    // picked once more: others, or the resident, may have gone on with it
    if (id === chosen) setLooks((n) => n + 1)
    navigate(`/ban/ho-so/${id}`)
  }
  return (
    <div class={`boxes${chosen ? " boxes--open" : ""}`}>
      <Inbox
        view={q ? "all" : view}
        q={q}
        chosen={chosen}
        turn={turn}
        onView={setView}
        onOpen={open}
        onBack={() => chosen && navigate("/ban")}
        onChanged={() => setTurn((n) => n + 1)}
      />
      <main class="work" id="main" tabIndex={-1}>
        {chosen ? (
          <Work id={chosen} looks={looks} onChanged={() => setTurn((n) => n + 1)} onBack={() => navigate("/ban")} onOpen={open} />
        ) : (
          <>
            <h1 class="vh">{t().work}</h1>
            <Empty icon={inboxIcon} title={t().pick}>
              {t().pickMore}
            </Empty>
          </>
        )}
      </main>
    </div>
  )
}

/** What stands in each room; some are deeper than one page. */
const INSIDE: Record<Room, (at: { path: string; q: string }) => JSX.Element> = {
  work: ({ path, q }) => <Boxes path={path} q={q} />,
  express: ({ path }) => <Express path={path} />,
  opinions: ({ path }) => <Wanted path={path} />,
  relaxations: () => <Relaxations />,
  todo: () => <Todo />,
  duties: () => <Duties />,
  fees: () => <Fees />,
  calls: () => <Calls />,
  held: ({ path }) => <Held path={path} />,
  phones: () => <Phones />,
  queue: () => <Queue />,
  counter: () => <Counter />,
  scan: () => <Scan />,
  handover: () => <Handover />,
  rescue: () => <Rescue />,
  books: () => <Registers />,
  styles: () => <Styles />,
  catalogue: () => <Review />,
  admin: ({ path }) => <AdminRooms path={path} />,
  account: () => <Account />,
  figures: () => <DigitisedFigures />,
  digests: () => <Digests />,
  factors: () => <StaffFactors />,
}

/** The office's rooms: an online place for those who have a role; everybody else meets the door. */
export default function DeskPage() {
  const { path } = useWatch(here)
  const demo = useServer()?.demo === true
  const who = useWatch(me)
  const net = useWatch(heard)
  const locked = useWatch(waits) === "lock"
  const [q, setQ] = useState("")
  useEffect(() => {
    document.title = `${t().title} · Cửa Làng`
    forgetOld(Date.now())
    void desk.who()
  }, [])
  if (who === undefined)
    return (
      <main class="d-door" id="main" tabIndex={-1}>
        {net === undefined ? (
          <Failed title={t().noNet} onRetry={() => void desk.who()}>
            {t().noNetMore}
          </Failed>
        ) : (
          <Skeleton rows={3} />
        )}
      </main>
    )
  if (who === null || lacks(who)) return <SignIn second={who ? lacks(who) : ""} />
  const rooms = openRooms(who.permissions)
  const asked = roomOf(path)
  const room = rooms.includes(asked) || asked !== "work" ? asked : (rooms[0] ?? "work")
  const find = (text: string): void => {
    setQ(text)
    if (roomOf(path) !== "work") navigate("/ban")
  }
  return (
    <>
      <div class={locked ? "behind" : undefined} inert={locked}>
        <Frame room={room} q={q} onFind={find} demo={demo}>
          {!rooms.includes(room) && (
            <main class="room" id="main" tabIndex={-1}>
              <Failed title={t().forbiddenRoom} />
            </main>
          )}
          {rooms.includes(room) && INSIDE[room]({ path, q })}
        </Frame>
      </div>
      <Watchful who={who} />
      <Proof />
      <WhyLook />
      <Locked who={who} />
    </>
  )
}
