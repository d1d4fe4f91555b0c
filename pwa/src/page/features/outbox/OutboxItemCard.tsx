import { useState } from "preact/hooks"
import { adviceFor } from "../../../core/contract/verdicts.ts"
import { navigate } from "../../app/router.ts"
import { useClient } from "../../app/client.ts"
import { draftHref } from "../../app/drafts.ts"
import { bytes, time } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { type OutboxItem, phone } from "../../offline/phone.ts"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { Meter } from "../../ui/Card.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { clockIcon, doneIcon, lockIcon, phoneIcon, scanIcon, sendIcon, warnIcon } from "../../ui/icons.ts"
import { Discard } from "./Discard.tsx"
import { t, word } from "./words.ts"

const KINDS: Readonly<Record<NonNullable<OutboxItem["kind"]>, () => string>> = {
  "dossier.submit": () => t().kind_submit,
  "dossier.supplement": () => t().kind_supplement,
  "dossier.withdraw": () => t().kind_withdraw,
  "dossier.confirm": () => t().kind_confirm,
  "reuse.end": () => t().kind_reuse,
  "result.open": () => t().kind_open,
  "message.read": () => t().kind_read,
  "mandate.grant": () => t().kind_grant,
  "mandate.refuse": () => t().kind_refuse,
}

const STATES: Readonly<Record<OutboxItem["state"], { icon: string; look: string; text: () => string }>> = {
  waiting: { icon: phoneIcon, look: "line--wait", text: () => t().waiting },
  sending: { icon: sendIcon, look: "line--go", text: () => t().sending },
  held: { icon: clockIcon, look: "line--wait", text: () => t().held },
  paused: { icon: lockIcon, look: "line--wait", text: () => t().paused },
  needs_you: { icon: warnIcon, look: "outbox-line--mend", text: () => t().needsYou },
  with_officer: { icon: doneIcon, look: "line--go", text: () => t().withOfficer },
}

/** The human reason: the server's sentence, the phone's own, or at least what to do. */
function reason(item: OutboxItem): string | undefined {
  if (item.say) return say({ vi: item.say.vi, en: item.say.en ?? undefined })
  if (item.reason === undefined) return undefined
  return word(`reason_${item.reason}`) ?? word(`advice_${adviceFor(item.reason)}`)
}

/** What the item is, in the words of the person who made it. */
export function itemName(item: OutboxItem, paperName: string | undefined): string {
  if (item.what === "file") return t().photo(paperName ?? item.paper ?? "", item.page ?? 1)
  return item.kind === "dossier.submit" ? t().form : item.kind ? KINDS[item.kind]() : t().form
}

function useActs(item: OutboxItem): { busy: boolean; wrong: boolean; retry: () => void; reopen: () => void } {
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState(false)
  const retry = (): void => {
    setBusy(true)
    void phone()
      .outbox.retry(item.id)
      .finally(() => setBusy(false))
  }
  const reopen = (): void => {
    setBusy(true)
    void phone()
      .outbox.reopen(item.id)
      .then((got) => {
        setBusy(false)
        setWrong(!got.ok)
        if (got.ok) navigate(draftHref(got.value))
      })
  }
  return { busy, wrong, retry, reopen }
}

/** Waits for a network or a person, and can be shown at the counter meanwhile. */
const SHOWN: ReadonlySet<OutboxItem["state"]> = new Set(["waiting", "held", "paused"])

/** Waiting in good order needs no button of its own: "Gửi ngay" below sends everything. */
const calm = (item: OutboxItem): boolean => item.state === "waiting" && item.reason === undefined

function Acts({ item, onDiscard }: { item: OutboxItem; onDiscard: () => void }) {
  const { busy, wrong, retry, reopen } = useActs(item)
  const { preferences, update } = useClient()
  const wifi = item.reason === "waits_for_wifi"
  const now = (): void => {
    preferences.set({ wifi_only: false })
    retry()
  }
  return (
    <>
      {wrong && (
        <p class="outbox-why" role="alert">
          {t().failedAct}
        </p>
      )}
      <div class="row">
        {item.may.includes("reopen") && (
          <Button kind="mend" busy={busy} onPress={reopen}>
            {t().reopen}
          </Button>
        )}
        {item.kind === "dossier.submit" && item.dossier_id && SHOWN.has(item.state) && (
          <ButtonLink icon={scanIcon} href={`/ho-so/${item.dossier_id}/quay`}>
            {t().showAtCounter}
          </ButtonLink>
        )}
        {item.may.includes("sign_in") && <ButtonLink href="/toi">{t().signIn}</ButtonLink>}
        {item.may.includes("update") && <Button onPress={() => update.apply()}>{t().update}</Button>}
        {wifi && (
          <Button busy={busy} onPress={now}>
            {t().onMobile}
          </Button>
        )}
        {!wifi && !calm(item) && item.may.includes("retry") && (
          <Button busy={busy} onPress={retry}>
            {t().retry}
          </Button>
        )}
        {item.may.includes("discard") && (item.what === "operation" || !calm(item)) && (
          <Button kind="quiet" onPress={onDiscard}>
            {t().discard}
          </Button>
        )}
      </div>
    </>
  )
}

/** One waiting thing: what it is, how far it is, why it waits, what can be done. */
export function OutboxItemCard({ item, name, fieldName }: { item: OutboxItem; name: string; fieldName: (path: string) => string }) {
  const [discarding, setDiscarding] = useState(false)
  const look = STATES[item.state]
  const why = reason(item)
  const later = item.next_at > Date.now() && item.state === "waiting" && item.reason !== undefined
  return (
    <div class="outbox-item">
      <b>{name}</b>
      {item.state === "sending" && item.bytes > 0 && <Meter part={item.bytes_sent / item.bytes} label={`${t().sending}: ${name}`} live />}
      <p class={`line ${look.look}`}>
        <Icon d={look.icon} small />
        {look.text()}
        {item.bytes > 0 && (
          <span class="num">{item.state === "sending" ? t().ofBytes(bytes(item.bytes_sent), bytes(item.bytes)) : bytes(item.bytes)}</span>
        )}
      </p>
      {why && <p class={item.state === "needs_you" ? "outbox-why" : "small muted"}>{why}</p>}
      {later && <p class="small muted num">{t().nextTry(time(new Date(item.next_at).toISOString()))}</p>}
      {item.errors && item.errors.length > 0 && (
        <ul class="outbox-fields">
          {item.errors.map((error) => (
            <li key={`${error.path}${error.code}`}>{fieldName(error.path)}</li>
          ))}
        </ul>
      )}
      <Acts item={item} onDiscard={() => setDiscarding(true)} />
      {discarding && <Discard id={item.id} onClose={() => setDiscarding(false)} />}
    </div>
  )
}
