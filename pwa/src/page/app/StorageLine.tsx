import { phone } from "../offline/phone.ts"
import { Icon } from "../ui/Icon.tsx"
import { infoIcon, nextIcon, warnIcon } from "../ui/icons.ts"
import { useWatch } from "../ui/watch.ts"
import { t } from "./words.ts"

/** The one thing about storage that a person should know now; it opens the screen that says what to do. */
export function StorageLine() {
  const notice = useWatch(phone().storage.notice)
  if (notice === undefined) return null
  const mild = notice === "elsewhere" || notice === "finish_in_app" || notice === "many" || notice === "ending"
  return (
    <a class={mild ? "sync sync--wait" : "sync sync--mend"} href="/bo-nho">
      <Icon d={mild ? infoIcon : warnIcon} />
      <span role="status">{t()[`storage_${notice}`]}</span>
      <Icon d={nextIcon} small />
    </a>
  )
}
