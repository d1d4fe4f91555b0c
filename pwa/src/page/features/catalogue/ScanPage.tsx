import { useState } from "preact/hooks"
import { useClient } from "../../app/client.ts"
import { navigate } from "../../app/router.ts"
import { match } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { common } from "../../i18n/common.ts"
import { Banner } from "../../ui/Banner.tsx"
import { ButtonLink } from "../../ui/Button.tsx"
import { Scanner } from "../../ui/Scanner.tsx"
import { t } from "./words.ts"

/** Where a scanned address leads inside the app: only to our own server, and only to a page there is. */
function placeOf(text: string, publicUrl: string | undefined): string | undefined {
  try {
    const url = new URL(text)
    const ours = [location.origin, publicUrl && new URL(publicUrl).origin].includes(url.origin)
    return ours && match(url.pathname) !== undefined ? url.pathname + url.search + url.hash : undefined
  } catch {
    return undefined
  }
}

/** Reads posters and slips; what is not ours is named and never opened. */
export default function ScanPage() {
  const { server } = useClient()
  const [other, setOther] = useState(false)
  const hear = (text: string): void => {
    const place = placeOf(text, server?.public_url)
    if (place === undefined) setOther(true)
    else navigate(place, { replace: true })
  }
  return (
    <Screen
      title={t().scanTitle}
      back={{ href: "/", label: common().home }}
      action={<ButtonLink href="/tra-cuu">{t().typeCode}</ButtonLink>}
    >
      <h1>{t().scanTitle}</h1>
      <div class="tight">
        <Scanner onText={hear} hint={t().scanHint} />
      </div>
      {other && (
        <Banner kind="wait" live tight>
          {t().scanOther}
        </Banner>
      )}
    </Screen>
  )
}
