import { useId } from "preact/hooks"
import { LANGS, type Lang } from "../i18n/lang.ts"
import { Dialog } from "../ui/Dialog.tsx"
import { Pick } from "../ui/Pick.tsx"
import { useWatch } from "../ui/watch.ts"
import { changeSettings, settings, TEXT_SIZES, THEMES } from "./settings.ts"
import { t } from "./words.ts"

const names: Record<Lang, string> = { vi: "Tiếng Việt", en: "English" }

/** The choices of text size, colours and language; they show at once. */
export function Looks() {
  const now = useWatch(settings)
  const id = useId()
  return (
    <>
      <Pick
        label={t().textSize}
        name={`${id}-text`}
        options={TEXT_SIZES.map((size) => [size, t().textSizes[size] ?? ""])}
        value={now.text}
        onPick={(text) => changeSettings({ text })}
      />
      <p class="lead">{t().sample}</p>
      <Pick
        label={t().theme}
        name={`${id}-theme`}
        options={THEMES.map((theme, n) => [theme, t().themes[n] ?? ""])}
        value={now.theme}
        onPick={(theme) => changeSettings({ theme })}
      />
      <Pick
        label={t().language}
        name={`${id}-lang`}
        options={LANGS.map((lang) => [lang, names[lang]])}
        value={now.lang}
        onPick={(lang) => changeSettings({ lang })}
      />
    </>
  )
}

/** The same choices over any page. */
export default function LooksDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t().looksTitle} onClose={onClose}>
      <Looks />
    </Dialog>
  )
}
