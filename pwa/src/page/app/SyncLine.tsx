import { age, bytes } from "../i18n/format.ts"
import { Meter } from "../ui/Card.tsx"
import { Icon } from "../ui/Icon.tsx"
import { doneIcon, lockIcon, networkIcon, nextIcon, noSignalIcon, phoneIcon, sendIcon, warnIcon } from "../ui/icons.ts"
import { useWatch } from "../ui/watch.ts"
import { useClient, type SyncStatus } from "./client.ts"
import { t } from "./words.ts"

type Look = { look: "" | "wait" | "go" | "mend"; icon: string }

const looks: Record<SyncStatus["kind"], Look> = {
  all_sent: { look: "", icon: doneIcon },
  with_officer: { look: "go", icon: doneIcon },
  only_here: { look: "wait", icon: phoneIcon },
  sending: { look: "go", icon: sendIcon },
  needs_you: { look: "mend", icon: warnIcon },
  offline: { look: "wait", icon: noSignalIcon },
  captive: { look: "wait", icon: networkIcon },
}

/** The whole sync state as one sentence. */
export function syncSentence(status: SyncStatus): string {
  // an age is told once it is one
  const old = status.oldest !== undefined && Date.now() - Date.parse(status.oldest) > 60_000 ? age(status.oldest) : ""
  const here = status.count > 0 ? t().onlyHere(status.count, old) : t().nothingWaits
  if (status.kind === "all_sent") return status.total === 0 ? t().nothingWaits : t().allSent
  if (status.kind === "with_officer") return t().withOfficer(status.count)
  if (status.kind === "only_here") return here
  if (status.kind === "sending")
    return t().sendingNow(status.done ?? 0, status.total ?? status.count, status.bytes ? bytes(status.bytes) : "")
  if (status.kind === "needs_you") return t().needsYou(status.count)
  if (status.kind === "captive") return t().captive
  return `${t().offline} ${here}`
}

/** The one place where the sync state stands; it opens the outbox, or the way back in where nothing new comes without it. */
export function SyncLine() {
  const { sync, session } = useClient()
  const status = useWatch(sync)
  const { ended } = useWatch(session)
  if (ended && status.kind === "all_sent") {
    return (
      <a class="sync sync--mend" href="/toi">
        <Icon d={lockIcon} />
        <span role="status">{t().sessionEnded}</span>
        <Icon d={nextIcon} small />
      </a>
    )
  }
  const { look, icon } = looks[status.kind]
  const words = syncSentence(status)
  return (
    <a class={look ? `sync sync--${look}` : "sync"} href="/gui-di">
      <Icon d={icon} />
      <span role="status">
        {words}
        {status.kind === "sending" && <Meter part={(status.done ?? 0) / Math.max(1, status.total ?? 1)} />}
      </span>
      <Icon d={nextIcon} small />
    </a>
  )
}
