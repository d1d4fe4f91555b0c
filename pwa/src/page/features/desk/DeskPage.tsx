import "./desk.css"
import "./desk-list.css"
import "./desk-work.css"
import "./desk-rescue.css"
import "./desk-held.css"
import "./desk-screens.css"
import { useEffect, useState } from "preact/hooks"
import { useServer } from "../../app/client.ts"
import { here, navigate } from "../../app/router.ts"
import { inboxIcon } from "../../ui/icons-work.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { desk, heard, me } from "./api.ts"
import { Calls } from "./Calls.tsx"
import { Fees } from "./Fees.tsx"
import { Frame, openRooms, type Room } from "./Frame.tsx"
import { Held } from "./Held.tsx"
import { Inbox, VIEWS, type View } from "./Inbox.tsx"
import { Phones } from "./Phones.tsx"
import { Rescue } from "./Rescue.tsx"
import { Review } from "./Review.tsx"
import { SignIn } from "./SignIn.tsx"
import { t } from "./words.ts"
import { Work } from "./Work.tsx"

const DOSSIER = /^\/ban\/ho-so\/([0-9a-f-]{36})$/

function roomOf(path: string): Room {
  if (path.startsWith("/ban/thu-phi")) return "fees"
  if (path.startsWith("/ban/can-goi")) return "calls"
  if (path.startsWith("/ban/cho-xet")) return "held"
  if (path.startsWith("/ban/dien-thoai")) return "phones"
  if (path.startsWith("/ban/cuu-ho")) return "rescue"
  return path.startsWith("/ban/danh-muc") ? "catalogue" : "work"
}

function startView(): View {
  const asked = new URLSearchParams(location.search).get("v")
  return VIEWS.find((each) => each === asked) ?? "mine"
}

function Boxes({ path, q }: { path: string; q: string }) {
  const [view, setView] = useState<View>(startView)
  const [turn, setTurn] = useState(0)
  const chosen = DOSSIER.exec(path)?.[1]
  const open = (id: string): void => navigate(`/ban/ho-so/${id}`)
  return (
    <div class={`boxes${chosen ? " boxes--open" : ""}`}>
      <Inbox view={q ? "all" : view} q={q} chosen={chosen} turn={turn} onView={setView} onOpen={open} />
      <main class="work" id="main" tabIndex={-1}>
        {chosen ? (
          <Work id={chosen} onChanged={() => setTurn((n) => n + 1)} onBack={() => navigate("/ban")} onOpen={open} />
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

function Inside({ room, path, q }: { room: Room; path: string; q: string }) {
  switch (room) {
    case "work":
      return <Boxes path={path} q={q} />
    case "fees":
      return <Fees />
    case "calls":
      return <Calls />
    case "held":
      return <Held path={path} />
    case "phones":
      return <Phones />
    case "rescue":
      return <Rescue />
    case "catalogue":
      return <Review />
  }
}

/** The office's rooms: an online place for those who have a role; everybody else meets the door. */
export default function DeskPage() {
  const { path } = useWatch(here)
  const demo = useServer()?.demo === true
  const who = useWatch(me)
  const net = useWatch(heard)
  const [q, setQ] = useState("")
  useEffect(() => {
    document.title = `${t().title} · Cửa Làng`
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
  if (who === null) return <SignIn />
  const rooms = openRooms(who.permissions)
  const asked = roomOf(path)
  const room = rooms.includes(asked) || asked !== "work" ? asked : (rooms[0] ?? "work")
  const find = (text: string): void => {
    setQ(text)
    if (roomOf(path) !== "work") navigate("/ban")
  }
  return (
    <Frame room={room} q={q} onFind={find} demo={demo}>
      {!rooms.includes(room) && (
        <main class="room" id="main" tabIndex={-1}>
          <Failed title={t().forbiddenRoom} />
        </main>
      )}
      {rooms.includes(room) && <Inside room={room} path={path} q={q} />}
    </Frame>
  )
}
