import type { Bundle } from "../../../core/contract/catalogue.ts"
import type { DossierOut } from "../../../core/contract/types.ts"
import { type Draft, useStored, useClient } from "../../app/client.ts"
import { draftHref } from "../../app/drafts.ts"
import { longDate, nearDate, time } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { stateName } from "../../i18n/states.ts"
import { phone, type OutboxItem } from "../../offline/phone.ts"
import { ButtonLink } from "../../ui/Button.tsx"
import { Card, Item } from "../../ui/Card.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { folderIcon, nextIcon, penIcon } from "../../ui/icons.ts"
import { StateChip } from "../../ui/StateChip.tsx"
import { t } from "./words.ts"

/** Home shows this many; the rest is one tap away. */
const SHOWN = 4

const nameOf = (bundle: Bundle | undefined, code: string | undefined): string =>
  say(bundle?.procedures.find((procedure) => procedure.code === code)?.name) || (code ?? "")

function DraftItem({ draft, bundle }: { draft: Draft; bundle: Bundle | undefined }) {
  return (
    <Item href={draftHref(draft)} name={draft.title ?? nameOf(bundle, draft.procedure)}>
      <StateChip state="draft" />
      <span class="item__note">{t().draftSaved(`${time(draft.saved_at)}, ${nearDate(draft.saved_at)}`)}</span>
    </Item>
  )
}

function WaitingItem({ item, bundle }: { item: OutboxItem; bundle: Bundle | undefined }) {
  return (
    <Item href={`/phieu/${item.dossier_id ?? ""}`} name={item.title ?? nameOf(bundle, item.procedure)}>
      <StateChip state="only_here" />
      <span class="item__note">
        {t().sendsItself} {t().savedAt(`${time(item.made_at)}, ${nearDate(item.made_at)}`)}
      </span>
    </Item>
  )
}

function note(dossier: DossierOut): string {
  if (dossier.state === "ready") return t().openResult
  if (dossier.due?.due_at && dossier.closed_at === null) return t().due(longDate(dossier.due.due_at))
  return dossier.unit_name
}

function DossierItem({ dossier }: { dossier: DossierOut }) {
  return (
    <Item
      href={`/ho-so/${dossier.dossier_id}`}
      name={dossier.title || say({ vi: dossier.procedure_name.vi, en: dossier.procedure_name.en ?? undefined })}
    >
      <StateChip state={stateName(dossier)} />
      <span class="item__note">{note(dossier)}</span>
    </Item>
  )
}

const needsMe = (dossier: DossierOut): boolean => ["awaiting_supplement", "awaiting_payment", "confirming"].includes(stateName(dossier))

/** What waits for the resident, and her latest drafts and dossiers. The way to an older one while she has none. */
export function Mine({ bundle }: { bundle: Bundle | undefined }) {
  const { store } = useClient()
  const kept = useStored(async () => {
    const [drafts, waiting, dossiers] = await Promise.all([store.drafts.list(), phone().outbox.list(), phone().dossiers.list()])
    const known = new Set(dossiers.map((dossier) => dossier.dossier_id))
    return { drafts, dossiers, waiting: waiting.filter((item) => item.kind === "dossier.submit" && !known.has(item.dossier_id ?? "")) }
  }, ["drafts", "outbox", "dossiers"])
  if (kept.state !== "here") return null
  const { drafts, waiting, dossiers } = kept.value
  const count = drafts.length + waiting.length + dossiers.length
  if (count === 0) return <None />
  const rows = [
    ...drafts.map((draft) => <DraftItem key={draft.id} draft={draft} bundle={bundle} />),
    ...waiting.map((item) => <WaitingItem key={item.id} item={item} bundle={bundle} />),
    ...dossiers.map((dossier) => <DossierItem key={dossier.dossier_id} dossier={dossier} />),
  ]
  const turn = dossiers.find(needsMe)
  return (
    <>
      {turn && <Turn dossier={turn} />}
      <section class="mine">
        <div class="head">
          <h2>{t().mine}</h2>
          {count > SHOWN && <a href="/ho-so">{t().seeAll(count)}</a>}
        </div>
        <Card list>{rows.slice(0, SHOWN)}</Card>
      </section>
    </>
  )
}

/** The first visit: nothing yet, and the way for those who come with a slip. */
function None() {
  return (
    <section class="mine">
      <div class="head">
        <h2>{t().mine}</h2>
      </div>
      <div class="card card--pad">
        <p class="muted">{t().noneYet}</p>
        <ButtonLink icon={folderIcon} href="/tra-cuu">
          {t().haveSlip}
        </ButtonLink>
      </div>
    </section>
  )
}

function Turn({ dossier }: { dossier: DossierOut }) {
  return (
    <a class="todo span" href={`/ho-so/${dossier.dossier_id}`}>
      <span class="todo__n">
        <Icon d={penIcon} />
      </span>
      <span class="item__body item__body--snug">
        <b class="item__name">{t().yourTurn}</b>
        <span class="item__note">{dossier.title}</span>
      </span>
      <Icon d={nextIcon} small />
    </a>
  )
}
