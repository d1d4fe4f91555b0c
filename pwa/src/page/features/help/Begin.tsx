import { useState } from "preact/hooks"
import type { RoleOut } from "../../../core/contract/openapi.gen.ts"
import { useStored, useClient } from "../../app/client.ts"
import { helpUnder } from "../../app/helping.ts"
import { navigate } from "../../app/router.ts"
import { Screen } from "../../app/Screen.tsx"
import { phone } from "../../offline/phone.ts"
import { Ask } from "../../ui/Ask.tsx"
import { Button } from "../../ui/Button.tsx"
import { Skeleton, NotHere } from "../../ui/States.tsx"
import { type Agreed, Consent } from "./Consent.tsx"
import { t } from "./words.ts"

const DAYS = 90
const DAY = 24 * 60 * 60 * 1000

interface Who {
  name: string
  last4: string
  phone: string
}

const NOBODY: Who = { name: "", last4: "", phone: "" }

function WhoStep({ role, who, onType, onNext }: { role: RoleOut; who: Who; onType: (who: Who) => void; onNext: () => void }) {
  const [tried, setTried] = useState(false)
  const good = who.name.trim() !== "" && /^(\d{4})?$/.test(who.last4)
  const next = (): void => {
    setTried(true)
    if (good) onNext()
  }
  return (
    <Screen
      title={t().whoTitle}
      back={{ href: "/giup", label: t().cancel }}
      quiet
      action={
        <Button kind="main" wide onPress={next}>
          {t().next}
        </Button>
      }
    >
      <div class="title">
        <h1>{t().whoTitle}</h1>
        <p>{t().whoMore}</p>
        <p class="muted">
          {t().unit} {role.unit_name}
        </p>
      </div>
      <Ask
        label={t().name}
        value={who.name}
        error={tried && !who.name.trim() ? t().needName : undefined}
        onType={(name) => onType({ ...who, name })}
      />
      <Ask
        label={t().last4}
        hint={t().last4Hint}
        kind="digits"
        short
        value={who.last4}
        error={tried && !/^(\d{4})?$/.test(who.last4) ? t().badLast4 : undefined}
        onType={(last4) => onType({ ...who, last4: last4.replace(/\D/g, "").slice(0, 4) })}
      />
      <Ask
        label={t().phone}
        hint={t().phoneHint}
        kind="digits"
        value={who.phone}
        onType={(number) => onType({ ...who, phone: number.replace(/[^\d+ ]/g, "") })}
      />
    </Screen>
  )
}

/** From the name to the consent; a refusal leaves nothing behind but a count. */
export function Begin({ role, onRefused }: { role: RoleOut; onRefused: () => void }) {
  const { store } = useClient()
  const [who, setWho] = useState<Who>(NOBODY)
  const [asking, setAsking] = useState(false)
  const [wrong, setWrong] = useState("")
  const bundle = useStored(() => store.bundle(), ["bundle"])
  if (!asking) return <WhoStep role={role} who={who} onType={setWho} onNext={() => setAsking(true)} />
  const text = bundle.state === "here" ? bundle.value?.texts.consent_help : undefined
  if (!text)
    return (
      <Screen title={t().title} back={{ href: "/giup" }} quiet>
        {bundle.state === "opening" ? <Skeleton title rows={3} /> : <NotHere>{t().textMissing}</NotHere>}
      </Screen>
    )
  const yes = async ({ purposes, method, evidence }: Agreed): Promise<void> => {
    const kept = await phone().mandates.grant({
      unit_id: role.unit_id,
      resident_name: who.name.trim(),
      resident_id_last4: who.last4 || null,
      resident_phone: who.phone.replace(/\D/g, "") || null,
      text_version: text.version,
      text_hash: text.hash,
      purposes,
      method,
      evidence,
      expires_at: new Date(Date.now() + DAYS * DAY).toISOString(),
    })
    setWrong(kept.ok ? "" : t().failedAct)
    if (!kept.ok) return
    helpUnder(kept.value.mandate_id, who.name.trim())
    navigate("/thu-tuc", { replace: true })
  }
  const no = async (): Promise<void> => {
    setWho(NOBODY)
    await phone().mandates.refuse(role.unit_id)
    onRefused()
  }
  return (
    <Consent
      name={who.name.trim()}
      text={text}
      wrong={wrong}
      onYes={(agreed) => void yes(agreed)}
      onNo={() => void no()}
      onBack={() => setAsking(false)}
    />
  )
}
