import { useEffect, useState } from "preact/hooks"
import { phone } from "../../offline/phone.ts"
import { Button } from "../../ui/Button.tsx"
import { sentence } from "./say.ts"
import { vneid as t } from "./words-vneid.ts"

/** The way through the identity provider, where the server has one. */
export function ByProvider() {
  const [name, setName] = useState<string>()
  const [why, setWhy] = useState("")
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    let wanted = true
    void phone()
      .account.ways()
      .then((got) => {
        if (wanted && got.ok) setName(got.value.provider ?? undefined)
      })
    return () => {
      wanted = false
    }
  }, [])
  if (!name) return null
  const go = async (): Promise<void> => {
    setBusy(true)
    const begun = await phone().account.beginVneid()
    if (begun.ok) return void location.assign(begun.value.url)
    setBusy(false)
    setWhy(sentence(begun))
  }
  return (
    <div class="account-form">
      <Button wide busy={busy} onPress={() => void go()}>
        {t().go(name)}
      </Button>
      <p class="small muted">{t().goMore(name)}</p>
      {why && (
        <p class="account-why" role="alert">
          {why}
        </p>
      )}
    </div>
  )
}
