import { useEffect, useRef, useState } from "preact/hooks"
import { PinForm, pinSentence } from "../../app/PinForm.tsx"
import { phone } from "../../offline/phone.ts"
import { Ask } from "../../ui/Ask.tsx"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { downIcon, lockIcon } from "../../ui/icons.ts"
import { t } from "./words-pin.ts"

/** The PIN of whoever is in front: what it means before it is chosen, and what may be done with it then. */
export function Pin() {
  const [, again] = useState(0)
  const look = (): void => again((n) => n + 1)
  const { locks } = phone()
  // who must have one is asked for it before everything else
  if (locks.required() && !locks.guarded()) return null
  return (
    <section>
      <div class="head">
        <h2>{t().title}</h2>
      </div>
      {locks.guarded() ? <Guarded onChange={look} /> : <Without onChange={look} />}
    </section>
  )
}

/** Who else has locked papers here, by what each agreed to be called; her PIN opens them again. */
export function PeopleHere() {
  const { locks } = phone()
  const people = locks.people()
  if (people.length === 0) return null
  return (
    <section class="card card--pad account-form">
      <h2>{t().peopleTitle}</h2>
      {people.map(({ principal, label, unsent }, at) => (
        <Button key={principal} wide icon={lockIcon} onPress={() => void locks.switchTo(principal)}>
          <span class="account-who">
            {label ?? t().someone(at + 1)} {unsent && <small>{t().unsent}</small>}
          </span>
        </Button>
      ))}
    </section>
  )
}

function Without({ onChange }: { onChange: () => void }) {
  const { locks } = phone()
  return (
    <>
      <p>{t().means}</p>
      <ul class="account-list">
        <li>{t().with}</li>
        <li>{t().without}</li>
        <li>{t().forget}</li>
      </ul>
      <details class="more">
        <summary>
          {t().want}
          <Icon d={downIcon} small turn />
        </summary>
        <PinForm
          own={!locks.required()}
          onSet={async (given) => {
            const set = await locks.setPin(given)
            if (set.ok) onChange()
            return set
          }}
        />
      </details>
    </>
  )
}

function Guarded({ onChange }: { onChange: () => void }) {
  const { locks } = phone()
  const [changed, setChanged] = useState(false)
  return (
    <div class="account-form">
      <p>{t().has}</p>
      <Button wide icon={lockIcon} onPress={() => locks.cover()}>
        {t().lockNow}
      </Button>
      <Passkey />
      <details class="more">
        <summary>
          {t().change}
          <Icon d={downIcon} small turn />
        </summary>
        <PinForm
          change
          onSet={async (given) => {
            const set = await locks.setPin(given)
            setChanged(set.ok)
            return set
          }}
        />
        <p role="status">{changed ? t().changed : ""}</p>
      </details>
      {!locks.required() && <Remove onChange={onChange} />}
    </div>
  )
}

/** Finger or face in place of the PIN, where this phone can. */
function Passkey() {
  const { locks } = phone()
  const [possible, setPossible] = useState(false)
  const [on, setOn] = useState(locks.hasPasskey())
  const act = usePinAct()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    void locks.passkeyPossible().then(setPossible)
  }, [locks])
  const turn = (now: boolean): void => {
    setOn(now)
    // what was pressed is gone from the screen; who goes by the keyboard stays where she was
    box.current?.focus()
  }
  if (!on && !possible) return null
  return (
    <div class="account-form" ref={box} tabIndex={-1}>
      {on ? <On onOff={() => turn(false)} /> : <Off act={act} onOn={() => turn(true)} />}
    </div>
  )
}

function On({ onOff }: { onOff: () => void }) {
  const { locks } = phone()
  return (
    <>
      <Banner kind="done" live>
        {t().passkeyOn}
      </Banner>
      <Button wide onPress={() => void locks.removePasskey().then(onOff)}>
        {t().passkeyOff}
      </Button>
    </>
  )
}

function Off({ act, onOn }: { act: PinAct; onOn: () => void }) {
  const { locks } = phone()
  return (
    <details class="more">
      <summary>
        {t().passkey}
        <Icon d={downIcon} small turn />
      </summary>
      <div class="account-form">
        <p>{t().passkeyMore}</p>
        <Banner kind="wait">{t().passkeyAll}</Banner>
        <Ask label={t().pin} kind="pin" value={act.pin} onType={act.setPin} error={act.why} />
        <Button wide busy={act.busy} onPress={() => act.run((pin) => locks.addPasskey(pin), onOn)}>
          {t().passkeyDo}
        </Button>
      </div>
    </details>
  )
}

function Remove({ onChange }: { onChange: () => void }) {
  const { locks } = phone()
  const act = usePinAct()
  return (
    <details class="more">
      <summary>
        {t().remove}
        <Icon d={downIcon} small turn />
      </summary>
      <div class="account-form">
        <p>{t().removeMore}</p>
        <Ask label={t().pin} kind="pin" value={act.pin} onType={act.setPin} error={act.why} />
        <Button kind="mend" wide busy={act.busy} onPress={() => act.run((pin) => locks.removePin(pin), onChange)}>
          {t().removeDo}
        </Button>
      </div>
    </details>
  )
}

type Locks = ReturnType<typeof phone>["locks"]

interface PinAct {
  readonly pin: string
  readonly setPin: (pin: string) => void
  readonly why: string
  readonly busy: boolean
  readonly run: (act: (pin: string) => ReturnType<Locks["removePin"]>, then: () => void) => void
}

function usePinAct(): PinAct {
  const [pin, setPin] = useState("")
  const [why, setWhy] = useState("")
  const [busy, setBusy] = useState(false)
  const run = (act: (pin: string) => ReturnType<Locks["removePin"]>, then: () => void): void => {
    setBusy(true)
    void act(pin)
      .then((done) => {
        setWhy(done.ok ? "" : pinSentence(done))
        setPin("")
        if (done.ok) then()
      })
      .finally(() => setBusy(false))
  }
  return { pin, setPin, why, busy, run }
}
