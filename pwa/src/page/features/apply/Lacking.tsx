import { useEffect, useRef } from "preact/hooks"
import { lackOf, type Place } from "../../../core/domain/supplement.ts"
import { lowerFirst } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Icon } from "../../ui/Icon.tsx"
import { warnIcon } from "../../ui/icons.ts"
import type { Filling } from "./filling.ts"
import { idOf } from "../../form/paths.ts"
import { lackText } from "./AskedItem.tsx"
import { t as fill } from "./words.ts"
import { t } from "./words-supplement.ts"

/** What is still to do, on top; the focus comes here, and from here to the thing. */
export function Lacking({ places, filling, tries }: { places: readonly Place[]; filling: Filling; tries: number }) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (tries === 0) return
    box.current?.focus({ preventScroll: true })
    box.current?.scrollIntoView({ block: "start" })
  }, [tries])
  if (places.length === 0) return null
  const why = (place: Place): string => {
    const lack = lackOf(place, filling.draft, filling.seen.errors)
    return lack === undefined ? "" : lowerFirst(lackText(lack, filling))
  }
  return (
    <section class="errors tight" tabIndex={-1} ref={box} aria-labelledby="lacking-title" data-keep-focus data-silent>
      <h2 id="lacking-title">
        <Icon d={warnIcon} />
        {t().left(places.length)}
      </h2>
      <ul>
        {places.map((place) => (
          <li key={place.path}>
            <a href={`#${encodeURIComponent(idOf(place.path))}`}>{fill().fixOne(say(place.field.label), why(place))}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}
