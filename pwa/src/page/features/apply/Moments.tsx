import type { Slip } from "../../app/client.ts"
import { Icon } from "../../ui/Icon.tsx"
import { checkIcon } from "../../ui/icons.ts"
import { t } from "./words.ts"

interface Stage {
  title: string
  note: string
  /** How many of the three moments have been reached. */
  reached: 0 | 1 | 2 | 3
}

/** The slip's state in the product's own words; nothing is called sent before the office holds every byte. */
export function stageOf({ state, parts }: Pick<Slip, "state" | "parts">): Stage {
  switch (state) {
    case "only_here":
      return { title: t().slipHere, note: `${t().slipHereNote} ${t().slipHereMore}`, reached: 1 }
    case "partly":
      return { title: t().slipGoing, note: t().slipGoingNote(parts.files_done, parts.files_total), reached: 1 }
    case "sent":
      return { title: t().slipSent, note: t().slipSentNote, reached: 2 }
    case "received":
      return { title: t().slipReceived, note: t().slipReceivedNote, reached: 3 }
    case "needs_you":
      return { title: t().slipNeedsYou, note: t().slipNeedsYouNote, reached: 0 }
  }
}

/** Three moments, three looks: on this phone, sent, received. */
export function Moments({ slip }: { slip: Slip }) {
  const { reached } = stageOf(slip)
  const names = [t().slipHere, slip.state === "partly" ? t().slipGoing : t().slipSent, t().slipReceived]
  return (
    <ol class="moments" aria-label={t().moments}>
      {names.map((name, n) => (
        <li
          key={name}
          class={n < reached ? (n === reached - 1 ? "at" : "past") : undefined}
          aria-current={n === reached - 1 ? "step" : undefined}
        >
          <span class="dot">{n < reached && <Icon d={checkIcon} small />}</span>
          {name}
        </li>
      ))}
    </ol>
  )
}
