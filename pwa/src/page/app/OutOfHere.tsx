import { useState } from "preact/hooks"
import { type InApp, outside } from "../../core/domain/inapp.ts"
import { ButtonLink, Button } from "../ui/Button.tsx"
import { t } from "./words.ts"

/** The ways from a page inside another app into a browser of its own: a link where the system has one, else the address. */
export function OutOfHere({ inApp, address }: { inApp: InApp; address: string }) {
  const [copied, setCopied] = useState(false)
  const link = outside(address, inApp.system)
  const copy = (): void =>
    void navigator.clipboard.writeText(address).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <div class="out">
      {link && (
        <ButtonLink kind="main" wide href={link}>
          {t().outDo}
        </ButtonLink>
      )}
      <p>{inApp.system === "ios" ? t().outIos : t().outOther}</p>
      <p class="out__address">{address}</p>
      <Button wide onPress={copy}>
        {copied ? t().outCopied : t().outCopy}
      </Button>
    </div>
  )
}
