import { Icon } from "../ui/Icon.tsx"
import { peopleIcon } from "../ui/icons.ts"
import { useWatch } from "../ui/watch.ts"
import { helping, stopHelping } from "./helping.ts"
import { t } from "./words.ts"

/** Says on every screen for whom a helper types, and how to end it. */
export function HelpingStrip() {
  const helped = useWatch(helping)
  if (helped === undefined) return null
  return (
    <div class="helping" role="status">
      <Icon d={peopleIcon} small />
      <span>{helped.name === undefined ? t().helpingSomeone : t().helping(helped.name)}</span>
      <button type="button" class="tool" onClick={stopHelping}>
        {t().helpingDone}
      </button>
    </div>
  )
}
