import "./account.css"
import { useEffect } from "preact/hooks"
import type { MessageOut } from "../../../core/contract/openapi.gen.ts"
import { useStored } from "../../app/client.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { dateTime, nearDate, phone as phoneText, time } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { phone } from "../../offline/phone.ts"
import { ButtonLink } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { Hear } from "../../ui/Hear.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { bellIcon, infoIcon, nextIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { Ring } from "./Ring.tsx"
import { t, word } from "./words.ts"

type Message = MessageOut & { readonly read: boolean }

const told = (text: { vi: string; en?: string | null }): string => say({ vi: text.vi, en: text.en ?? undefined })

/** The facts a person is owed by law, in the order they are asked for. */
const FACTS = [
  "official_number",
  "local_code",
  "agency",
  "agency_phone",
  "handler",
  "submitted_at",
  "received_at",
  "handled_at",
  "due_at",
  "returned_at",
]

function factText(name: string, value: unknown): string {
  if (typeof value !== "string" || value === "") return ""
  if (name.endsWith("_at")) return dateTime(value)
  return name === "agency_phone" ? phoneText(value) : value
}

function Row({ message }: { message: Message }) {
  return (
    <a class={message.read ? "item" : "item account-unread"} href={`/thong-bao/${message.message_id}`}>
      <span class="item__body">
        <b class="item__name">{told(message.title)}</b>
        <span class="item__note">{told(message.body)}</span>
        <span class="item__note num">
          {time(message.at)} {nearDate(message.at)}
        </span>
        {!message.read && (
          <Chip kind="sent" icon={bellIcon}>
            {t().unread}
          </Chip>
        )}
      </span>
      <Icon d={nextIcon} small />
    </a>
  )
}

function List() {
  const found = useStored(() => phone().messages.list(), ["messages"])
  return (
    <Screen title={t().inbox} place="inbox">
      <h1>{t().inbox}</h1>
      <Ring compact />
      {found.state === "opening" && <Skeleton rows={3} />}
      {found.state === "failed" && (
        <Failed title={t().failed} onRetry={found.retry}>
          {t().failedMore}
        </Failed>
      )}
      {found.state === "here" && found.value.length === 0 && (
        <Empty icon={bellIcon} title={t().inboxEmpty}>
          {t().inboxEmptyMore}
        </Empty>
      )}
      {found.state === "here" && found.value.length > 0 && (
        <div class="card list">
          {found.value.map((message) => (
            <Row key={message.message_id} message={message} />
          ))}
        </div>
      )}
    </Screen>
  )
}

function Facts({ message }: { message: Message }) {
  const lines = FACTS.map((name) => ({ name, text: factText(name, message.facts[name]) })).filter((line) => line.text)
  if (lines.length === 0) return null
  return (
    <section>
      <div class="head">
        <h2>{t().facts}</h2>
      </div>
      <dl class="card card--pad kv">
        {lines.map((line) => (
          <div key={line.name}>
            <dt>{word(line.name)}</dt>
            <dd class="num">{line.text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Opened({ message }: { message: Message }) {
  useEffect(() => {
    if (!message.read) void phone().messages.markRead(message.message_id)
  }, [message.message_id, message.read])
  return (
    <>
      <div class="title">
        <h1>{told(message.title)}</h1>
        <p class="muted num">{dateTime(message.at)}</p>
        <Hear />
      </div>
      <p class="account-body">{told(message.body)}</p>
      {message.dossier_id && (
        <ButtonLink kind="main" wide href={`/ho-so/${message.dossier_id}`}>
          {t().openDossier}
        </ButtonLink>
      )}
      <Facts message={message} />
    </>
  )
}

function One({ id }: { id: string }) {
  const found = useStored(() => phone().messages.get(id), ["messages"], id)
  const message = found.state === "here" ? found.value : undefined
  return (
    <Screen title={message ? told(message.title) : t().message} back={{ href: "/thong-bao", label: t().inbox }} place="inbox">
      {found.state === "opening" && <Skeleton title rows={2} />}
      {found.state === "failed" && (
        <Failed title={t().failed} onRetry={found.retry}>
          {t().failedMore}
        </Failed>
      )}
      {found.state === "here" && !message && (
        <>
          <h1 class="vh">{t().gone}</h1>
          <Empty icon={infoIcon} title={t().gone}>
            {t().goneMore}
          </Empty>
          <ButtonLink wide href="/ho-so">
            {t().myDossiers}
          </ButtonLink>
        </>
      )}
      {message && <Opened message={message} />}
    </Screen>
  )
}

/** The inbox of everything told to this person, and one message with the facts the law asks for. */
export default function InboxPage({ params }: PageProps) {
  return params["rest"] ? <One id={params["rest"]} /> : <List />
}
