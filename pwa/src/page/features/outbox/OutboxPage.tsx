import "./outbox.css"
import type { FormDef } from "../../../core/domain/forms/types.ts"
import { useClient, useStored } from "../../app/client.ts"
import { Screen } from "../../app/Screen.tsx"
import { syncSentence } from "../../app/SyncLine.tsx"
import { bytes } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { type OutboxItem, phone } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Meter } from "../../ui/Card.tsx"
import { lockIcon, sendIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { itemName, OutboxItemCard } from "./OutboxItemCard.tsx"
import { Rescue } from "./Rescue.tsx"
import { Storage } from "./Storage.tsx"
import { t } from "./words.ts"

interface Group {
  key: string
  title: string
  items: { item: OutboxItem; name: string }[]
  fieldName: (path: string) => string
}

interface Found {
  mend: Group[]
  going: Group[]
  bytes: number
  sent: number
}

/** The question a refused path belongs to. */
function fieldNames(form: FormDef | undefined): (path: string) => string {
  return (path) => {
    const key = path.split(".").at(-1)?.split("[")[0] ?? path
    const field = form?.sections.flatMap((section) => section.fields).find((each) => each.key === key)
    return field ? say(field.label) : path
  }
}

async function read(store: ReturnType<typeof useClient>["store"]): Promise<Found> {
  const [items, bundle] = await Promise.all([phone().outbox.list(), store.bundle()])
  const groups = new Map<string, OutboxItem[]>()
  for (const item of items) {
    const key = item.dossier_id ?? item.id
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  const made = await Promise.all([...groups].map(async ([key, all]) => group(key, all)))
  async function group(key: string, all: OutboxItem[]): Promise<Group> {
    const code = all.find((item) => item.procedure)?.procedure
    const procedure = bundle?.procedures.find((each) => each.code === code)
    const paper = (item: OutboxItem): string | undefined =>
      say(procedure?.papers.find((each) => each.key === item.paper)?.name) || undefined
    const refused = all.some((item) => (item.errors?.length ?? 0) > 0)
    const hash = procedure?.form.ref.split("@")[1] ?? ""
    const form = refused ? await store.form(hash) : undefined
    const title = all.find((item) => item.title)?.title ?? say(procedure?.name)
    const first = all[0]
    return {
      key,
      title: title || (first ? itemName(first, undefined) : ""),
      items: all.map((item) => ({ item, name: itemName(item, paper(item)) })),
      fieldName: fieldNames(form),
    }
  }
  const needs = (each: Group): boolean => each.items.some(({ item }) => item.state === "needs_you" || item.state === "paused")
  return {
    mend: made.filter(needs),
    going: made.filter((each) => !needs(each)),
    bytes: items.reduce((sum, item) => sum + item.bytes, 0),
    sent: items.reduce((sum, item) => sum + item.bytes_sent, 0),
  }
}

function Groups({ title, groups, mend }: { title: string; groups: readonly Group[]; mend?: boolean }) {
  if (groups.length === 0) return null
  return (
    <section>
      <div class="head">
        <h2>{title}</h2>
        <span class="head__n num">{groups.length}</span>
      </div>
      <div class="outbox-groups">
        {groups.map((each) => (
          <section key={each.key} class={mend ? "mend outbox-group" : "card outbox-group"} aria-label={each.title}>
            <h3>{each.title}</h3>
            {each.items.map(({ item, name }) => (
              <OutboxItemCard key={item.id} item={item} name={name} fieldName={each.fieldName} />
            ))}
          </section>
        ))}
      </div>
    </section>
  )
}

/** The outbox: the sync sentence as its title, then every waiting thing with its reason and its way out. */
export default function OutboxPage() {
  const { store, sync } = useClient()
  const status = useWatch(sync)
  const found = useStored(() => read(store), ["outbox", "bundle"])
  const value = found.state === "here" ? found.value : undefined
  const some = value !== undefined && value.mend.length + value.going.length > 0
  return (
    <Screen
      title={t().title}
      back={{ href: "/" }}
      quiet
      action={
        some ? (
          <Button kind="main" wide icon={sendIcon} onPress={() => void phone().outbox.retry()}>
            {t().sendNow}
          </Button>
        ) : undefined
      }
    >
      <div class="title">
        <h1>{syncSentence(status)}</h1>
        {some && <p>{t().intro}</p>}
      </div>
      {status.kind === "sending" && value && value.bytes > 0 && (
        <div class="card card--pad tight">
          <Meter part={value.sent / value.bytes} label={syncSentence(status)} live />
          <p class="num muted">{t().ofBytes(bytes(value.sent), bytes(value.bytes))}</p>
        </div>
      )}
      {found.state === "opening" && <Skeleton rows={3} />}
      {found.state === "failed" && (
        <Failed title={t().failed} onRetry={found.retry}>
          {t().failedMore}
        </Failed>
      )}
      {value && !some && (
        <Empty icon={sendIcon} title={t().title}>
          {t().emptyMore}
        </Empty>
      )}
      {value && <Groups title={t().needsYou} groups={value.mend} mend />}
      {value && <Groups title={t().going} groups={value.going} />}
      {some && (
        <Banner kind="plain" icon={lockIcon}>
          {t().dontDelete}
        </Banner>
      )}
      {some && <Rescue />}
      <Storage />
    </Screen>
  )
}
