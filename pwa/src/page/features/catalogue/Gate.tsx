import type { ComponentType } from "preact"
import { useState } from "preact/hooks"
import { navigate } from "../../app/router.ts"
import { t as frame } from "../../app/words.ts"
import { common } from "../../i18n/common.ts"
import { Icon } from "../../ui/Icon.tsx"
import { scanIcon, searchIcon, textSizeIcon } from "../../ui/icons.ts"
import { Mark } from "../../ui/Mark.tsx"
import { t } from "./words.ts"

interface Props {
  hello: string
  unit: string | undefined
  asked: string
  onAsk: (asked: string) => void
}

/** The head of the home page: whose gate it is, a greeting, and the search. */
export function Gate({ hello, unit, asked, onAsk }: Props) {
  return (
    <header class="gate">
      <Mark kind="gate__shape" />
      <div class="gate__in">
        <div class="gate__top">
          <Mark />
          <div class="gate__name">
            <b>{common().app}</b>
            {unit && <span>{unit}</span>}
          </div>
          <LooksTool />
        </div>
        <h1>{hello}</h1>
        <p class="gate__ask">{t().ask}</p>
        {/* biome-ignore lint/a11y/useSemanticElements: older phones do not know <search> */}
        <form
          class="find"
          role="search"
          onSubmit={(event) => {
            event.preventDefault()
            if (asked.trim()) navigate(`/thu-tuc?tim=${encodeURIComponent(asked.trim())}`)
          }}
        >
          <label class="find__box">
            <span class="vh">{t().find}</span>
            <Icon d={searchIcon} />
            <input
              type="search"
              placeholder={t().findHint}
              autocomplete="off"
              enterkeyhint="search"
              value={asked}
              onInput={(event) => onAsk(event.currentTarget.value)}
            />
          </label>
          <a class="find__scan" href="/quet">
            <Icon d={scanIcon} />
            {t().scan}
          </a>
        </form>
        <p class="find__hint">{t().noMarks}</p>
      </div>
      <i class="tiles" />
    </header>
  )
}

/** The choice of text size, fetched when it is asked for. */
function LooksTool() {
  const [Looks, setLooks] = useState<ComponentType<{ onClose: () => void }>>()
  return (
    <>
      <button type="button" class="tool" onClick={() => void import("../../app/Looks.tsx").then((looks) => setLooks(() => looks.default))}>
        <Icon d={textSizeIcon} />
        {frame().looks}
      </button>
      {Looks && <Looks onClose={() => setLooks(undefined)} />}
    </>
  )
}
