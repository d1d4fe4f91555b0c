import type { DossierOut } from "../../../core/contract/openapi.gen.ts"
import { type Draft, useClient, useStored } from "../../app/client.ts"
import { draftHref } from "../../app/drafts.ts"
import { Screen } from "../../app/Screen.tsx"
import { longDate } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { stateName } from "../../i18n/states.ts"
import { type DraftPlace, type OutboxItem, phone } from "../../offline/phone.ts"
import { ButtonLink } from "../../ui/Button.tsx"
import { Card, Item } from "../../ui/Card.tsx"
import { folderIcon, searchIcon } from "../../ui/icons.ts"
import { StateChip } from "../../ui/StateChip.tsx"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { DraftNote, Kept, type KeptDraft } from "./Drafts.tsx"
import { t } from "./words.ts"

const ENDED = new Set(["returned", "refused", "stopped", "withdrawn"])

interface All {
  drafts: { draft: Draft; name: string; place: DraftPlace | undefined }[]
  kept: KeptDraft[]
  unsent: OutboxItem[]
  running: DossierOut[]
  ended: DossierOut[]
}

async function readAll(store: ReturnType<typeof useClient>["store"]): Promise<All> {
  const [drafts, bundle, items, dossiers, places, kept] = await Promise.all([
    store.drafts.list(),
    store.bundle(),
    phone().outbox.list(),
    phone().dossiers.list(),
    phone().drafts.places(),
    phone().drafts.kept(),
  ])
  const known = new Set(dossiers.map((each) => each.dossier_id))
  const name = (code: string): string => say(bundle?.procedures.find((each) => each.code === code)?.name) || code
  return {
    drafts: drafts.map((draft) => ({ draft, name: draft.title ?? name(draft.procedure), place: places.get(draft.id) })),
    kept: kept.map(({ draft, reason, at, draft_id, device }) => ({
      draft_id,
      reason,
      at,
      name: draft.title ?? name(draft.procedure),
      ...(device !== undefined && { device }),
    })),
    unsent: items
      .filter((item) => item.kind === "dossier.submit" && item.dossier_id !== null && !known.has(item.dossier_id))
      .map((item) => ({ ...item, title: item.title ?? name(item.procedure ?? "") })),
    running: dossiers.filter((each) => !ENDED.has(each.state)),
    ended: dossiers.filter((each) => ENDED.has(each.state)),
  }
}

function line(dossier: DossierOut): string {
  if (dossier.state === "ready") return t().resultLine
  const step = dossier.steps.find((each) => each.status === "here")
  const at = step ? t().stepLine(step.number, say({ vi: step.name.vi, en: step.name.en ?? undefined })) : ""
  const due = dossier.due ? t().dueLine(longDate(dossier.due.due_at)) : ""
  return [at && `${at}.`, due].filter(Boolean).join(" ")
}

function Dossiers({ title, rows }: { title: string; rows: readonly DossierOut[] }) {
  if (rows.length === 0) return null
  return (
    <section>
      <div class="head">
        <h2>{title}</h2>
      </div>
      <Card list>
        {rows.map((each) => (
          <Item key={each.dossier_id} href={`/ho-so/${each.dossier_id}`} name={each.title}>
            <StateChip state={stateName(each)} />
            <span class="item__note">{line(each)}</span>
          </Item>
        ))}
      </Card>
    </section>
  )
}

function Mine({ all }: { all: All }) {
  return (
    <>
      {all.unsent.length > 0 && (
        <section>
          <div class="head">
            <h2>{t().onlyHere}</h2>
          </div>
          <Card list>
            {all.unsent.map((item) => (
              <Item key={item.id} href={`/phieu/${item.dossier_id ?? ""}`} name={item.title ?? ""}>
                <StateChip state="only_here" />
                <span class="item__note">{t().goesByItself}</span>
              </Item>
            ))}
          </Card>
        </section>
      )}
      <Dossiers title={t().running} rows={all.running} />
      {all.drafts.length > 0 && (
        <section>
          <div class="head">
            <h2>{t().unfinished}</h2>
          </div>
          <Card list>
            {all.drafts.map(({ draft, name, place }) => (
              <Item key={draft.id} href={draftHref(draft)} name={name}>
                <StateChip state="draft" />
                <DraftNote draft={draft} place={place} />
              </Item>
            ))}
          </Card>
        </section>
      )}
      <Kept rows={all.kept} />
      <Dossiers title={t().ended} rows={all.ended} />
    </>
  )
}

/** Everything of this person on this phone: what is not wholly sent first, then what runs, then what has ended. */
export default function ListPage() {
  const { store } = useClient()
  const found = useStored(() => readAll(store), ["drafts", "dossiers", "outbox", "bundle"])
  const none =
    found.state === "here" &&
    [found.value.drafts, found.value.kept, found.value.unsent, found.value.running, found.value.ended].every((list) => list.length === 0)
  return (
    <Screen title={t().title} place="dossiers">
      <h1>{t().title}</h1>
      {found.state === "opening" && <Skeleton rows={3} />}
      {found.state === "failed" && (
        <Failed title={t().failed} onRetry={found.retry}>
          {t().failedMore}
        </Failed>
      )}
      {found.state === "here" && none && (
        <Empty icon={folderIcon} title={t().emptyTitle} actions={<ButtonLink href="/thu-tuc">{t().toProcedures}</ButtonLink>}>
          {t().emptyMore}
        </Empty>
      )}
      {found.state === "here" && !none && <Mine all={found.value} />}
      <p class="tight">
        <ButtonLink href="/tra-cuu" icon={searchIcon} wide>
          {t().haveCode}
        </ButtonLink>
      </p>
    </Screen>
  )
}
