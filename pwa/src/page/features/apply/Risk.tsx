import { useState } from "preact/hooks"
import type { Procedure } from "../../../core/contract/catalogue.ts"
import { OutOfHere } from "../../app/OutOfHere.tsx"
import { Screen } from "../../app/Screen.tsx"
import { t as app } from "../../app/words.ts"
import { bytes } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { phone, type StorageState } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { warnIcon } from "../../ui/icons.ts"
import { t } from "./words.ts"
import { t as words } from "./words-room.ts"

export interface AtRisk {
  readonly in_app?: StorageState["in_app"]
  readonly private_window?: boolean
  /** Bytes to free before a photo can be kept. */
  readonly free?: number
}

/** What to say before the first draft, the gravest alone; undefined where all can be kept, as far as the browser tells. */
export async function riskOf(state: StorageState, photos: boolean): Promise<AtRisk | undefined> {
  if (state.in_app) return { in_app: state.in_app }
  if (state.private_window === "yes") return { private_window: true }
  const room = photos ? await phone().storage.roomForPhoto() : undefined
  return room === undefined || room.enough ? undefined : { free: room.free }
}

/** Where what is typed would not be kept for long, or photos not at all: said before the first draft, with what to do. */
export function Risk({ procedure, risk, onAnyway }: { procedure: Procedure; risk: AtRisk; onAnyway: () => void }) {
  const title = risk.free === undefined ? t().riskTitle : words().riskRoomTitle
  return (
    <Screen title={title} back={{ href: `/thu-tuc/${procedure.code}` }} quiet action={<Button onPress={onAnyway}>{t().riskAnyway}</Button>}>
      <div class="title">
        <h1>{title}</h1>
        <p>{say(procedure.name)}</p>
      </div>
      {risk.in_app && (
        <>
          <Banner kind="wait">{t().riskInApp(risk.in_app.app)}</Banner>
          <OutOfHere inApp={risk.in_app} address={location.href} />
        </>
      )}
      {risk.private_window && <PrivateWindow address={location.href} />}
      {risk.free !== undefined && (
        <Banner kind="wait" icon={warnIcon}>
          {words().riskRoom(bytes(risk.free))} {words().riskRoomMore} <a href="/bo-nho">{words().how}</a>
        </Banner>
      )}
    </Screen>
  )
}

/** What goes with a private window, and where to go instead. */
function PrivateWindow({ address }: { address: string }) {
  const [copied, setCopied] = useState(false)
  const copy = (): void =>
    void navigator.clipboard.writeText(address).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <>
      <Banner kind="wait" icon={warnIcon}>
        <b>{words().riskPrivate}</b> {words().riskLost}
      </Banner>
      <div class="out">
        <p>{words().riskInstead}</p>
        <p class="out__address">{address}</p>
        <Button wide onPress={copy}>
          {copied ? app().outCopied : app().outCopy}
        </Button>
      </div>
    </>
  )
}
