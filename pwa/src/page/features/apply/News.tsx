import { useState } from "preact/hooks"
import type { Procedure } from "../../../core/contract/catalogue.ts"
import type { FormDef } from "../../../core/domain/forms/index.ts"
import { useClient, useStored } from "../../app/client.ts"
import { formOf } from "../../app/forms.ts"
import { navigate } from "../../app/router.ts"
import { today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { ChooseOne } from "../../ui/Choice.tsx"
import type { Filling } from "./filling.ts"
import { CHANGES } from "../../form/steps.ts"
import { batchesOf, placesOf, succeed } from "./succession.ts"
import { t } from "./words-changes.ts"

/** Above every step: that the form, the fee or the limit changed, or that the procedure is no more. */
export function News({ filling }: { filling: Filling }) {
  if (filling.news) {
    return (
      <Banner kind="wait" tight>
        {t().banner} <a href={`/lam/${filling.draft.id}/${CHANGES}`}>{t().see}</a>
      </Banner>
    )
  }
  return filling.procedure === undefined ? <Ended filling={filling} /> : null
}

/** The procedure is not in the catalogue any more: its successor, and the answers on their way there. */
function Ended({ filling }: { filling: Filling }) {
  const client = useClient()
  const bundle = useStored(() => client.store.bundle(), ["bundle"])
  const procedures = bundle.state === "here" ? bundle.value?.procedures : undefined
  const code = filling.draft.procedure
  const next = procedures?.find((each) => each.aliases.includes(code))
  const ref = next?.form.ref
  const form = useStored(() => (ref === undefined ? Promise.resolve(undefined) : formOf(client, ref)), ["bundle"], ref)
  if (procedures === undefined || procedures.some((each) => each.code === code)) return null
  return (
    <Banner kind="wait" tight>
      <p>{t().ended}</p>
      <p>{next ? t().successor(say(next.name)) : t().noSuccessor}</p>
      {next && form.state === "here" && form.value && <Copying filling={filling} next={next} form={form.value} />}
      {next && form.state === "here" && form.value === undefined && <p>{t().noForm}</p>}
    </Banner>
  )
}

interface CopyingProps {
  filling: Filling
  next: Procedure
  form: FormDef
}

/** The answers and photos on their way to the successor: which photos have their place there, and for the others a question. */
function Copying({ filling, next, form }: CopyingProps) {
  const client = useClient()
  const [failed, setFailed] = useState(false)
  const [busy, setBusy] = useState(false)
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({})
  const places = placesOf(form)
  const batches = batchesOf(filling.form, filling.draft, places, today())
  const away = batches.flatMap((batch) => batch.pages).filter((page) => page.away).length
  const fit = batches.filter((batch) => batch.to !== undefined).reduce((sum, batch) => sum + batch.pages.length, 0)
  const go = async (): Promise<void> => {
    setBusy(true)
    try {
      await filling.keep.flush()
      const led = batches.map((batch) => ({ ...batch, to: batch.to ?? chosen[batch.path] }))
      const made = await succeed(client.store, { old: filling.form, draft: filling.draft, next, form, batches: led, today: today() })
      navigate(`/lam/${made.id}`)
    } catch {
      setBusy(false)
      setFailed(true)
    }
  }
  return (
    <>
      {fit > 0 && <p>{t().photosFit(fit)}</p>}
      {batches
        .filter((batch) => batch.to === undefined)
        .map((batch) => (
          <ChooseOne
            key={batch.path}
            id={`to-${batch.path}`}
            label={t().photosWhere(say(batch.label), batch.pages.length)}
            options={[{ value: "", label: t().photosStay }, ...places.map((place) => ({ value: place.path, label: say(place.label) }))]}
            value={chosen[batch.path] ?? ""}
            onChoose={(to) => setChosen((old) => ({ ...old, [batch.path]: to }))}
          />
        ))}
      {away > 0 && <p>{t().photosAway(away)}</p>}
      <Button onPress={() => void go()} busy={busy} refuses={failed ? t().notCopied : undefined}>
        {t().copy}
      </Button>
    </>
  )
}
