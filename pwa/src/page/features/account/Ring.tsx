import { useEffect, useState } from "preact/hooks"
import { phone, type PushState } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { bellIcon } from "../../ui/icons.ts"
import { t } from "./words.ts"

/** Asks in plain words before the browser does; says what is so where it cannot be asked. */
export function Ring({ compact }: { compact?: boolean }) {
  const [state, setState] = useState<PushState>()
  const [wrong, setWrong] = useState(false)
  useEffect(() => {
    void phone().push.state().then(setState)
  }, [])
  const change = async (act: "subscribe" | "unsubscribe"): Promise<void> => {
    const done = await phone().push[act]()
    setState(await phone().push.state())
    setWrong(!done.ok && done.code !== "push_denied")
  }
  if (state === undefined) return null
  if (state === "on" && compact) return null
  if (state === "on")
    return (
      <section class="card card--pad account-ring">
        <p>{t().pushOn}</p>
        <Button onPress={() => void change("unsubscribe")}>{t().pushOff}</Button>
      </section>
    )
  if (state !== "off") return compact ? null : <Banner kind="plain">{state === "denied" ? t().pushDenied : t().pushUnsupported}</Banner>
  return (
    <section class="card card--pad account-ring">
      <h2>{t().pushTitle}</h2>
      <p>{t().pushMore}</p>
      <Button icon={bellIcon} wide onPress={() => void change("subscribe")}>
        {t().pushYes}
      </Button>
      {wrong && (
        <p class="account-why" role="alert">
          {t().pushFailed}
        </p>
      )}
    </section>
  )
}
