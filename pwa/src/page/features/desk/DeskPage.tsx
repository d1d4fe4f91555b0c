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
import { useEffect, useState } from "preact/hooks"
import { useServer } from "../../app/client.ts"
import { here, navigate } from "../../app/router.ts"
import { inboxIcon } from "../../ui/icons-work.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { desk, heard, lacks, me } from "./api.ts"
import { Locked, Proof, Watchful } from "./Door.tsx"
import { Frame } from "./Frame.tsx"
import { openRooms, ROOMS, type Room } from "./rooms.ts"
import { forgetOld } from "./kept.ts"
import { fetchRooms, OtherRoom } from "./OtherRoom.tsx"
import { Inbox, VIEWS, type View } from "./Inbox.tsx"
import { SignIn } from "./SignIn.tsx"
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

/** The office's rooms: an online place for those who have a role; everybody else meets the door. */
export default function DeskPage() {
  const { path } = useWatch(here)
  const demo = useServer()?.demo === true
  const who = useWatch(me)
  const net = useWatch(heard)
  const locked = useWatch(waits) === "lock"
  const [q, setQ] = useState("")
  const known = Boolean(who)
  useEffect(() => {
    if (known) fetchRooms()
  }, [known])
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
          {rooms.includes(room) && (room === "work" ? <Boxes path={path} q={q} /> : <OtherRoom room={room} path={path} />)}
        </Frame>
      </div>
      <Watchful who={who} />
      <Proof />
      <WhyLook />
      <Locked who={who} />
    </>
  )
}
