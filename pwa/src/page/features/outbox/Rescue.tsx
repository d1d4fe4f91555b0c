import { useState } from "preact/hooks"
import { carry, type Carried } from "../../offline/carry.ts"
import { type Rescue as RescueFile, phone } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { folderIcon } from "../../ui/icons.ts"
import { r } from "./words-rescue.ts"

const SAID: Readonly<Record<Carried, () => string>> = {
  shared: () => r().shared,
  saved: () => r().saved,
  stopped: () => r().stopped,
}

/** One part and the way out of the phone: the share sheet where there is one, else the downloads. */
function Part({ rescue, number }: { rescue: RescueFile; number: number }) {
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<Carried>()
  const take = async (): Promise<void> => {
    setBusy(true)
    try {
      setSaid(await carry(await rescue.part(number)))
    } catch {
      setSaid("stopped")
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="outbox-item">
      <Button wide busy={busy} onPress={() => void take()}>
        {rescue.count === 1 ? r().takeOnly : r().take(number, rescue.count)}
      </Button>
      {said && (
        <p class="small" role="status">
          {SAID[said]()}
        </p>
      )}
    </div>
  )
}

/** Makes a file of what is unsent, for when this phone will not get a network in time. */
export function Rescue({ id }: { id?: string }) {
  const [made, setMade] = useState<RescueFile>()
  const [wrong, setWrong] = useState("")
  const make = async (): Promise<void> => {
    const done = await phone().outbox.rescue(id)
    if (done.ok) setMade(done.value)
    else setWrong(done.code === "office_key_missing" ? r().noKey : r().nothing)
  }
  return (
    <section>
      <div class="head">
        <h2>{r().title}</h2>
      </div>
      {made === undefined ? (
        <div class="card card--pad outbox-rescue">
          <p>{r().why}</p>
          <Button wide icon={folderIcon} onPress={() => void make()}>
            {r().make}
          </Button>
          {wrong && (
            <p class="outbox-why" role="alert">
              {wrong}
            </p>
          )}
        </div>
      ) : (
        <div class="card">
          <div class="card--pad outbox-rescue">
            <p>
              {r().made(made.things, made.count)} <b class="num">{made.code}</b>
            </p>
            <ol class="outbox-steps">
              {r().how.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </div>
          {Array.from({ length: made.count }, (_, at) => (
            <Part key={at} rescue={made} number={at + 1} />
          ))}
          <Banner kind="plain" tight>
            {r().stays}
          </Banner>
        </div>
      )}
    </section>
  )
}
