import { useMemo, useState } from "preact/hooks"
import type { UnitOut } from "../../core/contract/types.ts"
import { fold } from "../../core/domain/text.ts"
import { Banner } from "../ui/Banner.tsx"
import { Icon } from "../ui/Icon.tsx"
import { searchIcon } from "../ui/icons.ts"
import { t } from "./words.ts"

interface Props {
  units: readonly UnitOut[]
  chosen: string | undefined
  onChoose: (unit: UnitOut) => void
}

/** More counters than this are worth a search field. */
const FEW = 6
const SHOWN = 40

/** The counters to choose from, found without diacritics. */
export function UnitPicker({ units, chosen, onChoose }: Props) {
  const [asked, setAsked] = useState("")
  const folded = useMemo(() => units.map((unit) => [fold(`${unit.name} ${unit.address ?? ""}`), unit] as const), [units])
  const found = folded.filter(([text]) => text.includes(fold(asked))).map(([, unit]) => unit)
  return (
    <div class="fields">
      {units.length > FEW && (
        <label class="find__box">
          <span class="vh">{t().findUnit}</span>
          <Icon d={searchIcon} />
          <input
            class="input"
            type="search"
            placeholder={t().findUnit}
            value={asked}
            onInput={(event) => setAsked(event.currentTarget.value)}
          />
        </label>
      )}
      <fieldset class="card list">
        <legend class="vh">{t().units}</legend>
        {found.slice(0, SHOWN).map((unit) => (
          <label class="tick" key={unit.id}>
            <input type="radio" name="unit" checked={unit.id === chosen} onChange={() => onChoose(unit)} />
            <span>
              <b>{unit.name}</b>
              {unit.address && <small>{unit.address}</small>}
            </span>
          </label>
        ))}
      </fieldset>
      {found.length === 0 && <Banner kind="plain">{t().noUnit}</Banner>}
      {found.length > SHOWN && <p class="small muted">{t().moreUnits(found.length - SHOWN)}</p>}
    </div>
  )
}
