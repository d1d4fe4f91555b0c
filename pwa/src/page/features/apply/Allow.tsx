import { useState } from "preact/hooks"
import type { Bundle, VersionedText } from "../../../core/contract/catalogue.ts"
import { parties } from "../../../core/domain/forms/index.ts"
import { lang, say } from "../../i18n/lang.ts"
import { Tick } from "../../ui/Choice.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { downIcon } from "../../ui/icons.ts"
import type { Filling } from "./filling.ts"
import { t } from "./words-allow.ts"

/** Only her own word counts: nobody types for her, she files herself and is known by her number. */
function mayAllow({ draft, form, seen }: Filling): boolean {
  const { owner, submitter } = parties(form, seen.answers)
  return draft.mandate_id === undefined && submitter === undefined && /^[0-9]{12}$/.test(owner.id_number ?? "")
}

export interface Allowing {
  /** The words; nothing where it is not hers to allow, or the catalogue came before there were any. */
  readonly text: VersionedText | undefined
  readonly on: boolean
  readonly onTick: (on: boolean) => void
  /** What goes with the sending. */
  readonly extra: { readonly reuse?: { readonly version: string; readonly hash: string } }
}

/** Whether she allows it: nothing is ticked beforehand. */
export function useAllowing(filling: Filling, bundle: Bundle | undefined): Allowing {
  const [on, onTick] = useState(false)
  const words = (bundle?.texts as Partial<Bundle["texts"]> | undefined)?.consent_reuse
  const text = mayAllow(filling) ? words : undefined
  return { text, on, onTick, extra: text && on ? { reuse: { version: text.version, hash: text.hash } } : {} }
}

/** One line that nobody ticked: may the office fill this in again next time? */
export function Allow({ text, on, onTick }: Allowing) {
  if (text === undefined) return null
  return (
    <>
      <Tick id="allow" label={t().line} hint={t().hint} on={on} onTick={onTick} />
      <details class="fold">
        <summary>
          {t().more}
          <Icon d={downIcon} small turn />
        </summary>
        <div>
          <p>
            <b>{say(text.title)}</b>
          </p>
          {(lang() === "en" ? text.body.en : text.body.vi).map((each) => (
            <p key={each}>{each}</p>
          ))}
        </div>
      </details>
    </>
  )
}
