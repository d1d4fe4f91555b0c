import { useMemo, useState } from "preact/hooks"
import type { Bundle, Procedure } from "../../../core/contract/catalogue.ts"
import { SearchIndex } from "../../../core/domain/search.ts"
import { type Client, useClient, useStored } from "../../app/client.ts"
import { formOf } from "../../app/forms.ts"
import { here } from "../../app/router.ts"
import { countersFor } from "../../app/units.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Skeleton } from "../../ui/States.tsx"
import { TextInput } from "../../ui/TextInput.tsx"
import { useWatch } from "../../ui/watch.ts"
import { me } from "./api.ts"
import { CounterForm } from "./CounterForm.tsx"
import { sittings } from "./counterApi.ts"
import { type KeptSitting, newSitting, useSittingDraft } from "./sittingDraft.ts"
import { before } from "./words-before.ts"
import { counter as t } from "./words-counter.ts"

const SHOWN = 8

/** The official asks and types for a resident who sits at the counter. */
export function Counter() {
  const client = useClient()
  const kept = useSittingDraft()
  const { draft } = kept
  const bundle = useStored(() => client.store.bundle(), ["bundle"])
  const procedures = bundle.state === "here" ? bundle.value : undefined
  return (
    <main class="room counter" id="main" tabIndex={-1}>
      <h1>{t().title}</h1>
      {draft === undefined && <p class="muted scan__lead">{t().more}</p>}
      {bundle.state === "opening" && <Skeleton rows={3} />}
      {bundle.state !== "opening" && procedures === undefined && <p>{t().noCatalogue}</p>}
      {procedures && draft === undefined && <Choose bundle={procedures} client={client} kept={kept} />}
      {procedures && draft !== undefined && <Sat bundle={procedures} kept={kept} />}
    </main>
  )
}

function Choose({ bundle, client, kept }: { bundle: Bundle; client: Client; kept: KeptSitting }) {
  const who = useWatch(me)
  const [asked, setAsked] = useState("")
  const [wrong, setWrong] = useState(false)
  const ticket = useWatch(here).search
  const unitId = ticket.get("noi") ?? who?.roles.find((each) => each.role === "clerk")?.unit_id ?? who?.roles[0]?.unit_id ?? ""
  const units = useStored(() => client.store.units(), ["units"])
  const unit = units.state === "here" ? units.value.find((each) => each.id === unitId) : undefined
  const index = useMemo(() => new SearchIndex(bundle.procedures, bundle.life_events), [bundle])
  const all = bundle.procedures.filter((each) => unit === undefined || countersFor(each, [unit]).length > 0)
  const found = asked.trim() === "" ? all : index.find(asked).flatMap((hit) => all.filter((each) => each.code === hit.code))
  const begin = async (procedure: Procedure): Promise<void> => {
    const form = await formOf(client, procedure.form.ref)
    const first = form?.sections[0]?.key
    setWrong(first === undefined)
    if (first !== undefined) kept.set(newSitting(unitId, procedure, first, kept.follow ? "" : (ticket.get("so") ?? ""), kept.follow))
  }
  return (
    <section class="counter__choose">
      {kept.follow && (
        <div class="note counter__follow" role="status">
          <p>{before().following}</p>
          <Button
            onPress={() => {
              if (kept.follow) void sittings.end(kept.follow.after)
              kept.drop()
            }}
          >
            {before().followNot}
          </Button>
        </div>
      )}
      {!kept.follow && ticket.get("ten") && <p class="counter__ticket num">{t().ofNumber(ticket.get("ten") ?? "")}</p>}
      <TextInput id="counter-find" label={t().find} hint={t().findHint} value={asked} onType={setAsked} />
      {wrong && (
        <p class="d-line__why" role="alert">
          {t().noForm}
        </p>
      )}
      {found.length === 0 && <p role="status">{t().none}</p>}
      <ul class="counter__list">
        {found.slice(0, SHOWN).map((procedure) => (
          <li key={procedure.code}>
            <button type="button" class="counter__pick" aria-label={t().begin(say(procedure.name))} onClick={() => void begin(procedure)}>
              <b>{say(procedure.name)}</b>
              <small>
                {say(procedure.field)} · <span class="num">{procedure.code}</span>
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Sat({ bundle, kept }: { bundle: Bundle; kept: KeptSitting }) {
  const client = useClient()
  const draft = kept.draft
  const form = useStored(async () => (draft === undefined ? undefined : formOf(client, draft.form_ref)), [], draft?.form_ref ?? "")
  const procedure = bundle.procedures.find((each) => each.code === draft?.procedure)
  if (form.state !== "here") return <Skeleton rows={4} />
  if (form.value === undefined || procedure === undefined || draft === undefined) return <p>{t().noForm}</p>
  return (
    <CounterForm
      form={form.value}
      procedure={procedure}
      notice={bundle.texts.privacy}
      allowing={(bundle.texts as Partial<Bundle["texts"]>).consent_reuse}
      draft={draft}
      kept={kept}
    />
  )
}
