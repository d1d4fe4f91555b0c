/* What stands between somebody and the rooms: the second step, the fresh code, the locked screen, the warning before it. */
import { useEffect, useRef, useState } from "preact/hooks"
import type { MeOut } from "../../../core/contract/openapi.gen.ts"
import { time } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { lockIcon } from "../../ui/icons.ts"
import { Icon } from "../../ui/Icon.tsx"
import { Mark } from "../../ui/Mark.tsx"
import { useWatch } from "../../ui/watch.ts"
import { desk, lacks, me } from "./api.ts"
import { Choose } from "./Choose.tsx"
import { CodeForm } from "./CodeForm.tsx"
import { Enrol } from "./Enrol.tsx"
import { forgetAll } from "./kept.ts"
import { Line } from "./Line.tsx"
import { lastSpoke, lastTouch, listen } from "./presence.ts"
import { remember, settle, waits } from "./proving.ts"
import { sentence } from "./say.ts"
import { trust as t } from "./words-trust.ts"
import { t as desks } from "./words.ts"

/** What comes after the password: a code or setting up the app, then a password of one's own where that one was given. */
export function Second({ second, onDone }: { second: string; onDone: () => void }) {
  const [chooses, setChooses] = useState(second === "choose")
  const enrols = second === "enrol"
  const next = async (): Promise<void> => {
    const who = await desk.asWhom()
    if (who.ok && lacks(who.value) === "choose") setChooses(true)
    else onDone()
  }
  if (chooses) return <Choose onDone={onDone} />
  return (
    <>
      <h1>{enrols ? t().enrolTitle : t().codeTitle}</h1>
      {enrols && <p class="muted">{t().enrolMore}</p>}
      {enrols ? <Enrol onDone={() => void next()} /> : <CodeForm onDone={() => void next()} />}
    </>
  )
}

/** Asks for a new code over whatever is open; the act behind goes on by itself. */
export function Proof() {
  if (useWatch(waits) !== "proof") return null
  return (
    <Dialog title={t().proofTitle} onClose={() => settle(false)}>
      <p>{t().proofMore}</p>
      <CodeForm onDone={() => settle(true)} onCancel={{ label: desks().cancel, press: () => settle(false) }} />
    </Dialog>
  )
}

/** Somebody else sits down: what was typed goes, and she signs in by name. */
function leaveIt(): void {
  forgetAll()
  remember(undefined)
  settle(false)
  me.set(null)
}

/** The password again, of the same person; then a code where her role needs one. */
export function Again({ name, username, onDone, onOther }: { name: string; username: string; onDone: () => void; onOther: () => void }) {
  const [password, setPassword] = useState("")
  const [why, setWhy] = useState("")
  const [busy, setBusy] = useState(false)
  const [second, setSecond] = useState("")
  const enter = async (): Promise<void> => {
    const done = await desk.enter()
    if (done.ok) onDone()
    else setWhy(sentence(done))
  }
  const open = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    const found = await desk.signIn(username, password)
    setBusy(false)
    if (!found.ok) return void setWhy(sentence(found))
    const more = lacks(found.value)
    if (more) setSecond(more)
    else await enter()
  }
  if (second) return <Second second={second} onDone={() => void enter()} />
  return (
    <form
      class="lock__form"
      onSubmit={(event) => {
        event.preventDefault()
        void open()
      }}
    >
      <h1>{t().lockTitle}</h1>
      <p>{t().lockMore(name)}</p>
      <input type="text" class="vh" autocomplete="username" value={username} readOnly tabIndex={-1} aria-hidden="true" />
      <Line label={desks().password} value={password} onType={setPassword} type="password" complete="current-password" error={why} />
      <Button kind="main" wide busy={busy} onPress={() => void open()}>
        {t().unlock}
      </Button>
      <input type="submit" class="vh" tabIndex={-1} aria-hidden="true" value={t().unlock} />
      <button type="button" class="code__other" onClick={onOther}>
        {t().notMe(name)}
      </button>
      <p class="small muted">{t().other}</p>
    </form>
  )
}

/** The screen is locked: what lies behind stays as it is, unseen. */
export function Locked({ who }: { who: MeOut }) {
  const locked = useWatch(waits) === "lock"
  const box = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    // above every question that is open, which stays open behind it
    if (locked && box.current?.open === false) box.current.showModal()
    box.current?.querySelector<HTMLInputElement>("input[type=password]")?.focus()
  }, [locked])
  if (!locked) return null
  return (
    <dialog class="d-door lock" ref={box} aria-label={t().lockTitle} onCancel={(event) => event.preventDefault()}>
      <div class="card d-door__card">
        <span class="d-door__mark">
          <Mark />
        </span>
        <Again name={who.name} username={who.username ?? ""} onDone={() => settle(true)} onOther={leaveIt} />
      </div>
    </dialog>
  )
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const END_SOON = 5 * MINUTE

interface Left {
  idle: number | undefined
  ends: string | undefined
}

function left(who: MeOut): Left {
  const now = Date.now()
  const rest = (who.idle_minutes ?? 480) * MINUTE
  const idle = lastTouch() + rest - now
  const end = who.ends_at ? Date.parse(who.ends_at) - now : Number.POSITIVE_INFINITY
  if (idle <= 0 || end <= 0) desk.lock()
  // the server hears of who works without asking it anything, as while writing a long opinion
  else if (now - lastTouch() < MINUTE && now - lastSpoke() > Math.max(MINUTE, rest / 10)) void desk.who()
  return {
    idle: idle < Math.min(MINUTE, rest / 2) ? Math.max(1, Math.ceil(idle / SECOND)) : undefined,
    ends: end < END_SOON && who.ends_at ? who.ends_at : undefined,
  }
}

/** Warns before the screen locks, and locks it. */
export function Watchful({ who }: { who: MeOut }) {
  const [now, setNow] = useState<Left>({ idle: undefined, ends: undefined })
  useEffect(listen, [])
  useEffect(() => {
    const every = setInterval(() => {
      if (waits.get() !== "lock") setNow(left(who))
    }, SECOND)
    return () => clearInterval(every)
  }, [who])
  if (now.idle === undefined && now.ends === undefined) return null
  return (
    <div class="lock__soon" role="status">
      <Icon d={lockIcon} />
      <span>{now.idle === undefined ? t().ends(time(now.ends ?? "")) : t().soon(now.idle)}</span>
      {now.idle === undefined ? (
        <Button onPress={() => desk.lock()}>{t().now}</Button>
      ) : (
        <Button onPress={() => setNow({ idle: undefined, ends: undefined })}>{t().stay}</Button>
      )}
    </div>
  )
}
