import { useState } from "preact/hooks"
import type { Fault, Result } from "../../core/contract/result.ts"
import { pinFault } from "../../core/db/pin.ts"
import type { NewPin } from "../offline/locks.ts"
import { Ask } from "../ui/Ask.tsx"
import { Button } from "../ui/Button.tsx"
import { Tick } from "../ui/Choice.tsx"
import { t } from "./pin-words.ts"

const SECOND = 1000
const MINUTE = 60

/** A wait in words: seconds, then minutes, never less than is true. */
export function waitWords(ms: number): string {
  const seconds = Math.ceil(ms / SECOND)
  return seconds < 2 * MINUTE ? t().seconds(seconds) : t().minutes(Math.ceil(seconds / MINUTE))
}

/** One sentence for what did not work with a PIN. */
export function pinSentence(fault: Fault): string {
  const words = t()
  const left = fault.params?.["left"]
  if (fault.code === "pin_wrong") return left === 1 ? words.pin_last : words.pin_wrong(Number(left))
  if (fault.code === "pin_wait") return words.pin_wait(waitWords(fault.wait ?? 0))
  if (fault.code === "pin_digits" || fault.code === "pin_short" || fault.code === "pin_trivial") return words[fault.code]
  if (fault.code === "pin_wiped" || fault.code === "passkey_none" || fault.code === "passkey_wrong") return words[fault.code]
  return words.failed
}

interface Props {
  /** A PIN there is, and must be given before it is changed. */
  change?: boolean
  /** She may do without the office's second key: the papers are her own. */
  own?: boolean
  onSet: (given: NewPin) => Promise<Result<undefined>>
}

/** Choosing a PIN: twice the same, none that everybody tries first. */
export function PinForm({ change = false, own = false, onSet }: Props) {
  const [before, setBefore] = useState("")
  const [pin, setPin] = useState("")
  const [again, setAgain] = useState("")
  const [label, setLabel] = useState("")
  const [second, setSecond] = useState(true)
  const [busy, setBusy] = useState(false)
  const [why, setWhy] = useState<{ at: "before" | "pin" | "again"; say: string }>()
  const go = async (): Promise<void> => {
    const fault = pinFault(pin)
    if (fault !== undefined) return void setWhy({ at: "pin", say: t()[fault] })
    if (pin !== again) return void setWhy({ at: "again", say: t().differ })
    setBusy(true)
    const set = await onSet({ pin, ...(change ? { before } : { label, alone: own && !second }) })
    setBusy(false)
    setWhy(set.ok ? undefined : { at: change ? "before" : "pin", say: pinSentence(set) })
    if (set.ok) for (const empty of [setBefore, setPin, setAgain]) empty("")
  }
  const errorAt = (at: string): string | undefined => (why?.at === at ? why.say : undefined)
  return (
    <form
      class="fields"
      onSubmit={(event) => {
        event.preventDefault()
        void go()
      }}
    >
      {change && <Ask label={t().before} kind="pin" value={before} onType={setBefore} error={errorAt("before")} />}
      <Ask label={t().pin} hint={t().pinHint} kind="new-pin" value={pin} onType={setPin} error={errorAt("pin")} />
      <Ask label={t().pinAgain} kind="new-pin" value={again} onType={setAgain} error={errorAt("again")} />
      {!change && <Ask label={t().label} hint={t().labelHint} value={label} onType={setLabel} />}
      {!change && own && <Tick id="second-key" label={t().second} hint={t().secondHint} on={second} onTick={setSecond} />}
      <Button kind="main" wide busy={busy} onPress={() => void go()}>
        {change ? t().change : t().set}
      </Button>
      <input type="submit" class="vh" tabIndex={-1} aria-hidden="true" value={t().set} />
    </form>
  )
}
