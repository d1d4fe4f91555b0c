import { useEffect, useRef, useState } from "preact/hooks"
import type { DoorOut } from "../../../core/contract/openapi.gen.ts"
import { dateTime } from "../../i18n/format.ts"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { lockIcon } from "../../ui/icons.ts"
import { TextInput } from "../../ui/TextInput.tsx"
import { queue, sentence, text } from "./api.ts"
import { newDoorKey } from "./kept.ts"
import { t } from "./words.ts"

const CODE_LENGTH = 8

interface Props {
  door: DoorOut
  slug: string
  /** The code that stood in the address. */
  told: string
  onPaired: (key: string) => void
}

/** A device that is not the door's tablet: what somebody who came by her own phone does, and how it becomes the tablet. */
export function Unpaired({ door, slug, told, onPaired }: Props) {
  return (
    <>
      <h1>{t().door}</h1>
      <section class="waitdoor__else">
        <h2>{t().onPhone}</h2>
        {door.state !== "unused" && <p>{t().onPhoneMore}</p>}
        <Now door={door} />
        {door.books && <ButtonLink href={`/hen/${slug}`}>{t().bookInstead}</ButtonLink>}
      </section>
      <Pair slug={slug} told={told} onPaired={onPaired} />
    </>
  )
}

function Now({ door }: { door: DoorOut }) {
  if (door.state === "open")
    return (
      <ul class="waitdoor__now">
        {door.kinds.map((kind) => (
          <li key={kind.key}>
            <b>{text(kind.name)}</b>: {t().waiting(kind.waiting).toLocaleLowerCase("vi")}
            {kind.wait && kind.waiting > 0 && `, ${t().minutes(kind.wait.low, kind.wait.high)}`}
          </li>
        ))}
      </ul>
    )
  const more = door.state === "unused" ? t().unusedMore : door.opens ? t().opens(dateTime(door.opens)) : ""
  return (
    <p>
      <b>{t()[door.state]}.</b> {more}
    </p>
  )
}

/** One key for one code, so that a lost answer is asked for again and pairs nothing twice. */
function usePairing({ slug, told, onPaired }: Omit<Props, "door">) {
  const [code, setCode] = useState(told)
  const [wrong, setWrong] = useState("")
  const [busy, setBusy] = useState(false)
  const key = useRef(newDoorKey())
  const go = async (): Promise<void> => {
    if (busy) return
    if (code.replaceAll(/[^\dA-Za-z]/g, "").length < CODE_LENGTH) return void setWrong(t().pairShort)
    setBusy(true)
    const found = await queue.pair(slug, { code, key: key.current })
    setBusy(false)
    setWrong(found.ok ? "" : sentence(found, t().noNetMore))
    if (found.ok) onPaired(key.current)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a code of the address is brought once
  useEffect(() => {
    if (told !== "") void go()
  }, [])
  return { code, wrong, busy, setCode, go }
}

function Pair(props: Omit<Props, "door">) {
  const { code, wrong, busy, setCode, go } = usePairing(props)
  return (
    <form
      class="card card--pad waitdoor__form waitdoor__pair"
      onSubmit={(event) => {
        event.preventDefault()
        void go()
      }}
    >
      <h2>
        <Icon d={lockIcon} />
        {busy ? t().pairing : t().unpaired}
      </h2>
      <p>{t().unpairedMore}</p>
      <TextInput
        id="pair-code"
        kind="passport"
        label={t().pairCode}
        hint={t().pairHint}
        value={code}
        onType={setCode}
        error={wrong || undefined}
      />
      <Button kind="main" busy={busy} onPress={() => void go()}>
        {t().pairNow}
      </Button>
    </form>
  )
}
