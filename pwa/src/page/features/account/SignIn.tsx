import { useState } from "preact/hooks"
import { phone as phoneText, time } from "../../i18n/format.ts"
import { phone } from "../../offline/phone.ts"
import { Ask } from "../../ui/Ask.tsx"
import { Banner } from "../../ui/Banner.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { Button } from "../../ui/Button.tsx"
import { downIcon, lockIcon } from "../../ui/icons.ts"
import { ByProvider } from "./ByProvider.tsx"
import { sentence } from "./say.ts"
import { t } from "./words.ts"

const digits = (text: string): string => text.replace(/\D/g, "")

/** A number that can take a code: ten digits as they are written at home, or with the country in front. */
const isPhone = (text: string): boolean => /^(0\d{9}|84\d{9})$/.test(digits(text))

function useStep(): { busy: boolean; why: string; run: (act: () => Promise<string>) => void; clear: () => void } {
  const [busy, setBusy] = useState(false)
  const [why, setWhy] = useState("")
  const run = (act: () => Promise<string>): void => {
    if (busy) return
    setBusy(true)
    void act()
      .then(setWhy)
      .finally(() => setBusy(false))
  }
  return { busy, why, run, clear: () => setWhy("") }
}

const MINUTE = 60_000

/** The first whole minute after a wait of so many seconds. */
const minuteAfter = (seconds: number): string => new Date(Math.ceil((Date.now() + seconds * 1000) / MINUTE) * MINUTE).toISOString()

interface CodeProps {
  number: string
  /** From when another code can be asked for. */
  from: string
  wrong: string
  onAgain: () => void
  onOther: () => void
}

function Code({ number, from, wrong, onAgain, onOther }: CodeProps) {
  const [code, setCode] = useState("")
  const [name, setName] = useState("")
  const { busy, why, run } = useStep()
  const enter = (): void =>
    run(async () => {
      if (!/^\d{6}$/.test(digits(code))) return t().badCode
      const done = await phone().account.signInWithCode({
        phone: digits(number),
        code: digits(code),
        ...(name.trim() ? { name: name.trim() } : {}),
      })
      return done.ok ? "" : sentence(done)
    })
  return (
    <>
      <p role="status">
        {t().codeSent(phoneText(digits(number)))} {t().againFrom(time(from))}
      </p>
      {wrong && (
        <p class="account-why" role="alert">
          {wrong}
        </p>
      )}
      <Ask kind="name" label={t().name} hint={t().nameHint} value={name} onType={setName} />
      <Ask label={t().code} kind="code" value={code} onType={setCode} error={why} />
      <Button kind="main" wide busy={busy} onPress={enter}>
        {t().enter}
      </Button>
      <Button wide onPress={onAgain}>
        {t().again}
      </Button>
      <Button wide onPress={onOther}>
        {t().otherNumber}
      </Button>
    </>
  )
}

/** A resident's way in: a number, then the code that was sent to it. */
export function SignIn() {
  const [number, setNumber] = useState("")
  const [from, setFrom] = useState<string>()
  const { busy, why, run } = useStep()
  const ask = (): void =>
    run(async () => {
      if (!isPhone(number)) return t().badPhone
      const done = await phone().account.askCode(digits(number))
      if (done.ok) setFrom(minuteAfter(done.value.wait))
      return done.ok ? "" : sentence(done)
    })
  return (
    <section class="card card--pad account-form">
      <h2>{t().signIn}</h2>
      <p>{t().adopt}</p>
      {from ? (
        <Code number={number} from={from} wrong={why} onAgain={ask} onOther={() => setFrom(undefined)} />
      ) : (
        <>
          <Ask label={t().phone} hint={t().phoneHint} kind="phone" value={number} onType={setNumber} error={why} />
          <Button kind="main" wide busy={busy} onPress={ask}>
            {t().askCode}
          </Button>
        </>
      )}
      <ByProvider />
      <Banner kind="plain" icon={lockIcon}>
        {t().neverPortal}
      </Banner>
    </section>
  )
}

/** The way in for volunteers and staff who use a phone. */
export function PasswordSignIn() {
  const [username, setUsername] = useState("")
  const [password, setPassword] = useState("")
  const [chooses, setChooses] = useState(false)
  const [own, setOwn] = useState({ next: "", again: "" })
  const { busy, why, run } = useStep()
  const enter = (): void =>
    run(async () => {
      if (!username.trim() || !password) return t().badPassword
      if (chooses && own.next.length < 10) return t().newPassword
      if (chooses && own.next !== own.again) return t().differs
      const done = await phone().account.signInWithPassword({ username: username.trim(), password, ...(chooses ? { new: own.next } : {}) })
      if (done.ok) return ""
      // the password was given for one use: her own comes along with it
      if (done.code === "password_must_change") setChooses(true)
      return done.code === "password_must_change" ? "" : sentence(done)
    })
  return (
    <details class="more">
      <summary>
        {t().staffSignIn}
        <Icon d={downIcon} small turn />
      </summary>
      <form
        class="account-form"
        onSubmit={(event) => {
          event.preventDefault()
          enter()
        }}
      >
        <Ask label={t().username} kind="username" value={username} onType={setUsername} />
        <Ask label={t().password} kind="password" value={password} onType={setPassword} error={chooses ? undefined : why} />
        {chooses && (
          <>
            <p role="status">{t().chooseOwn}</p>
            <Ask label={t().newPassword} kind="new-password" value={own.next} onType={(next) => setOwn({ ...own, next })} error={why} />
            <Ask label={t().newAgain} kind="new-password" value={own.again} onType={(again) => setOwn({ ...own, again })} />
          </>
        )}
        <Button wide busy={busy} onPress={enter}>
          {t().enter}
        </Button>
        <input type="submit" class="vh" tabIndex={-1} aria-hidden="true" value={t().enter} />
      </form>
    </details>
  )
}

/** Changing one's own password, for those who have one. */
export function ChangePassword() {
  const [old, setOld] = useState("")
  const [next, setNext] = useState("")
  const [done, setDone] = useState(false)
  const { busy, why, run } = useStep()
  const change = (): void =>
    run(async () => {
      if (next.length < 10) return t().newPassword
      const changed = await phone().account.changePassword({ old, new: next })
      setDone(changed.ok)
      if (!changed.ok) return sentence(changed)
      setOld("")
      setNext("")
      return ""
    })
  return (
    <details class="more">
      <summary>
        {t().changePassword}
        <Icon d={downIcon} small turn />
      </summary>
      <div class="account-form">
        <Ask label={t().oldPassword} kind="password" value={old} onType={setOld} />
        <Ask label={t().newPassword} kind="new-password" value={next} onType={setNext} error={why} />
        <Button wide busy={busy} onPress={change}>
          {t().changePassword}
        </Button>
        <p role="status">{done ? t().changed : ""}</p>
      </div>
    </details>
  )
}
