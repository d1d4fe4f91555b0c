import "./lock.css"
import type { ComponentChildren } from "preact"
import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import type { LockShown } from "../../app/client.ts"
import { PinForm, pinSentence, waitWords } from "../../app/PinForm.tsx"
import { t as pinWords } from "../../app/pin-words.ts"
import { lang } from "../../i18n/lang.ts"
import { DISCARD_WORD, phone } from "../../offline/phone.ts"
import { Ask } from "../../ui/Ask.tsx"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { folderIcon, lockIcon, peopleIcon } from "../../ui/icons.ts"
import { Mark } from "../../ui/Mark.tsx"
import { t } from "./words.ts"

type Step = "pin" | "people" | "forgot"

/** What stands before the app: the PIN of whoever is in front, who else uses this phone, and what to do when it is forgotten. */
export function Lock({ shown }: { shown: LockShown }) {
  const [step, setStep] = useState<Step>("pin")
  if (shown === "set_pin") return <Over title={t().setTitle} body={<MustSet />} />
  if (step === "people") return <Over key="people" title={t().whoTitle} body={<People onBack={() => setStep("pin")} />} />
  if (step === "forgot") return <Over key="forgot" title={t().forgotTitle} body={<Forgot onBack={() => setStep("pin")} />} />
  const name = phone().locks.front()?.label
  return <Over key="pin" title={name ? t().titleOf(name) : t().title} body={<Pin onStep={setStep} />} />
}

/** Covers everything; cannot be closed but by what stands on it. */
function Over({ title, body }: { title: string; body: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null)
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const element = box.current
    const cover = (): void => {
      if (element?.isConnected === true && !element.open) element.showModal()
    }
    cover()
    if (document.activeElement?.tagName !== "INPUT") head.current?.focus()
    // a browser closes a dialog on the second Escape whatever the page says
    element?.addEventListener("close", cover)
    return () => {
      element?.removeEventListener("close", cover)
      element?.close()
    }
  }, [])
  return (
    <dialog class="lock" ref={box} aria-labelledby="lock-title" onCancel={(event) => event.preventDefault()}>
      <div class="lock__in">
        <Mark />
        <h1 id="lock-title" ref={head} tabIndex={-1}>
          {title}
        </h1>
        {body}
      </div>
    </dialog>
  )
}

/** The rest of a wait, told anew each second. */
function useWait(): { wait: number; look: () => void } {
  const [wait, setWait] = useState(0)
  const look = useCallback((): void => void phone().locks.waiting().then(setWait), [])
  useEffect(look, [look])
  useEffect(() => {
    if (wait === 0) return
    const timer = setTimeout(look, Math.min(1000, wait))
    return () => clearTimeout(timer)
  }, [wait, look])
  return { wait, look }
}

function Pin({ onStep }: { onStep: (step: Step) => void }) {
  const { locks } = phone()
  const [pin, setPin] = useState("")
  const [why, setWhy] = useState("")
  const [busy, setBusy] = useState(false)
  const { wait, look } = useWait()
  const open = async (way: () => ReturnType<typeof locks.unlock>): Promise<void> => {
    if (busy) return
    setBusy(true)
    const opened = await way()
    setBusy(false)
    setPin("")
    if (!opened.ok) setWhy(pinSentence(opened))
    look()
  }
  const byPin = (): void => {
    if (pin !== "" && wait === 0) void open(() => locks.unlock(pin))
  }
  return (
    <>
      <p>{t().kept}</p>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault()
          byPin()
        }}
      >
        <Ask label={t().pin} kind="pin" value={pin} onType={setPin} error={why} />
        {wait > 0 && (
          <Banner kind="wait" live>
            {pinWords().pin_wait(waitWords(wait))}
          </Banner>
        )}
        <Button kind="main" wide busy={busy} refuses={wait > 0 ? pinWords().pin_wait(waitWords(wait)) : undefined} onPress={byPin}>
          {t().open}
        </Button>
        <input type="submit" class="vh" tabIndex={-1} aria-hidden="true" value={t().open} />
      </form>
      {locks.hasPasskey() && (
        <Button wide icon={lockIcon} onPress={() => void open(() => locks.unlockByPasskey())}>
          {t().passkey}
        </Button>
      )}
      <div class="lock__more">
        <Button wide icon={peopleIcon} onPress={() => onStep("people")}>
          {t().other}
        </Button>
        <Button kind="quiet" wide onPress={() => onStep("forgot")}>
          {t().forgot}
        </Button>
      </div>
    </>
  )
}

/** Of each person only the name she agreed to, and that something of hers is unsent. */
function People({ onBack }: { onBack: () => void }) {
  const { locks } = phone()
  const front = locks.front()?.principal
  const go = async (principal?: string): Promise<void> => {
    if (principal === front) return void onBack()
    await locks.switchTo(principal)
  }
  return (
    <>
      <p>{t().whoMore}</p>
      <div class="lock__people">
        {locks.people().map(({ principal, label, unsent }, at) => (
          <Button key={principal} wide onPress={() => void go(principal)}>
            <span class="lock__who">
              {label ?? t().someone(at + 1)} {unsent && <small>{t().unsent}</small>}
            </span>
          </Button>
        ))}
        <Button wide onPress={() => void go()}>
          {t().newPerson}
        </Button>
      </div>
      <Button kind="quiet" wide onPress={onBack}>
        {t().back}
      </Button>
    </>
  )
}

function Forgot({ onBack }: { onBack: () => void }) {
  const [typed, setTyped] = useState("")
  const [wrong, setWrong] = useState(false)
  const carried = phone().locks.officeHasKey()
  const word = DISCARD_WORD[lang()]
  const go = async (): Promise<void> => {
    const done = await phone().locks.startOver(typed)
    setWrong(!done.ok)
  }
  return (
    <>
      <p>{t().forgotMore}</p>
      <ul class="lock__list">
        <li>{t().forgotStays}</li>
        {carried && <li>{t().forgotKept}</li>}
        <li>
          <b>{carried ? t().forgotDrafts : t().forgotLost}</b>
        </li>
        <li>{t().forgotWait}</li>
      </ul>
      <Button kind="main" wide onPress={onBack}>
        {t().back}
      </Button>
      {carried && <CarryAway />}
      <div class="lock__more fields">
        <Ask label={t().forgotType(word)} value={typed} onType={setTyped} error={wrong ? t().wrongWord(word) : undefined} />
        <Button kind="mend" wide onPress={() => void go()}>
          {t().forgotDo}
        </Button>
      </div>
    </>
  )
}

const NOT_CARRIED: Readonly<Record<string, () => string>> = {
  stopped: () => t().forgotStopped,
  nothing_to_send: () => t().forgotNothing,
}

/** What is sealed here goes to the office in a file, before anything is deleted. */
function CarryAway() {
  const [said, setSaid] = useState("")
  const go = async (): Promise<void> => {
    setSaid(t().forgotRescuing)
    const made = await phone().locks.rescue()
    setSaid(made.ok ? t().forgotRescued(made.value.code) : (NOT_CARRIED[made.code] ?? (() => t().forgotFailed))())
  }
  return (
    <div class="lock__carry">
      <Button wide icon={folderIcon} onPress={() => void go()}>
        {t().forgotRescue}
      </Button>
      <p role="status">{said}</p>
    </div>
  )
}

/** Who keeps other people's papers sets a PIN before anything else. */
function MustSet() {
  const { locks, account } = phone()
  const leave = async (): Promise<void> => {
    await account.signOut({ keep: true })
  }
  return (
    <>
      <p>{t().setWhy}</p>
      <Banner kind="plain">{t().setSecond}</Banner>
      <PinForm onSet={(given) => locks.setPin(given)} />
      <Banner kind="wait">{t().setForget}</Banner>
      <Button kind="quiet" wide onPress={() => void leave()}>
        {t().setLater}
      </Button>
    </>
  )
}
