import { useEffect, useState } from "preact/hooks"
import type { CompetentOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { desk } from "./api.ts"
import { Pick } from "./Line.tsx"
import { sentence } from "./say.ts"
import { t } from "./words.ts"
import { own } from "./words-catalogue.ts"

interface Props {
  dossier: string
  value: string
  error: string | undefined
  onPick: (unit: string) => void
  onWhy: (why: string) => void
}

/** Where the dossier belongs by its procedure, the owner's address and what became of communes; the official decides. */
export function ForwardTo({ dossier, value, error, onPick, onWhy }: Props) {
  const [found, setFound] = useState<CompetentOut>()
  const [fault, setFault] = useState<Fault>()
  useEffect(() => {
    void desk.competentUnit(dossier).then((told) => (told.ok ? setFound(told.value) : setFault(told)))
  }, [dossier])
  const why = found?.why ? say({ vi: found.why.vi, en: found.why.en ?? undefined }) : ""
  const take = (): void => {
    if (!found?.unit_id || !found.why) return
    onPick(found.unit_id)
    // the owner reads this sentence
    onWhy(found.why.vi)
  }
  return (
    <>
      <div class="belongs" role="status">
        {fault && <p>{sentence(fault)}</p>}
        {!found && !fault && <p class="muted">{own().looking}</p>}
        {found && !found.unit_id && <p>{own()[`at_${found.verdict}`]}</p>}
        {found?.unit_id && (
          <>
            <p>
              <b>{own().proposed(found.unit_name ?? "")}</b>
            </p>
            <p>{why}</p>
            {value !== found.unit_id && <Button onPress={take}>{own().useIt}</Button>}
          </>
        )}
      </div>
      <Pick
        label={t().unit}
        value={value}
        onPick={onPick}
        options={(found?.counters ?? []).map((each) => ({ value: each.unit_id, label: each.name }))}
        error={error}
      />
    </>
  )
}
