import { useState } from "preact/hooks"
import type { OwnerOut, TaskOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { navigate } from "../../app/router.ts"
import { date } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { doneIcon } from "../../ui/icons.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { owners } from "./apiOwners.ts"
import { HandDialog } from "./InHand.tsx"
import { keepNow } from "./kept.ts"
import { sentence, shortMoment } from "./say.ts"
import { todoOpen } from "./todoCount.ts"
import { useRead } from "./useRead.ts"
import { own } from "./words-owners.ts"
import { t, word } from "./words.ts"
import { Wrong } from "./Wrong.tsx"

const fact = (task: TaskOut, name: string): string => {
  const found = task.facts[name]
  return typeof found === "string" ? found : ""
}

/** What a task asks, in a sentence. */
function asks(task: TaskOut): string {
  const due = task.about ? shortMoment(task.about) : ""
  const who = task.holder ?? t().nobodyHolds
  switch (task.kind) {
    case "remind":
      return own().k_remind(due)
    case "remind_lead":
      return own().k_remind_lead(due, who)
    case "apologise":
      return own().k_apologise(due, date(fact(task, "due_on")))
    case "overdue":
      return own().k_overdue(due, who)
    case "quiet":
      return own().k_quiet(shortMoment(fact(task, "since")))
    case "no_owner":
      return own().k_no_owner
    default:
      return own().k_no_date
  }
}

function kindOf(task: TaskOut): string {
  if (task.kind === "given" || task.kind === "taken") return own().news
  return own()[`kind_${task.kind}`]
}

/** Why somebody has a dossier now. */
function passed(task: TaskOut): string {
  const by = fact(task, "by")
  switch (fact(task, "why")) {
    case "rule":
      return own().n_rule
    case "before":
      return own().n_before
    case "lead":
      return own().n_lead(by)
    case "take":
      return own().n_take(by)
    case "give_back":
      return own().n_give_back(by)
    case "absence":
      return own().n_absence
    case "back":
      return own().n_back
    case "leaver":
      return own().n_leaver
    default:
      return own().n_load
  }
}

const LOUD: ReadonlySet<TaskOut["kind"]> = new Set(["overdue", "no_owner"])

function About({ task }: { task: TaskOut }) {
  return (
    <p class="num">
      <b>{task.owner_name ?? task.code}</b> {task.procedure_name}
      <small>
        {task.owner_name && `${task.code} · `}
        {word(`state_${task.state}`)} · {own().since(shortMoment(task.since))}
      </small>
    </p>
  )
}

interface OneProps {
  task: TaskOut
  onDone: () => void
  onGive: (owner: OwnerOut) => void
  onFault: (fault: Fault | undefined) => void
}

/** Opens the dossier with the apology filled in as proposed; the reason is still to be typed. */
function apologise(task: TaskOut): void {
  keepNow(`${task.dossier_id}:extend`, { due_on: fact(task, "due_on") })
  navigate(`/ban/ho-so/${task.dossier_id}?viec=extend`)
}

function Task({ task, onDone, onGive, onFault }: OneProps) {
  const finish = async (): Promise<void> => {
    const done = await owners.done(task.task_id, "")
    onFault(done.ok ? undefined : done)
    if (done.ok) onDone()
  }
  const give = async (): Promise<void> => {
    const found = await owners.of(task.dossier_id)
    onFault(found.ok ? undefined : found)
    if (found.ok) onGive(found.value)
  }
  const drafts = task.kind === "apologise" && task.opens
  return (
    <li class={`chores__one${LOUD.has(task.kind) ? " chores__one--loud" : ""}`}>
      <div>
        <span class="chores__kind">{kindOf(task)}</span>
        <About task={task} />
        <p>{asks(task)}</p>
      </div>
      <div class="chores__acts">
        {drafts && (
          <Button kind="main" onPress={() => apologise(task)}>
            {own().apologise}
          </Button>
        )}
        {task.opens && (
          <a class="btn" href={`/ban/ho-so/${task.dossier_id}`}>
            {own().open}
          </a>
        )}
        {task.assigns && <Button onPress={() => void give()}>{own().give}</Button>}
        <Button onPress={() => void finish()}>{own().done}</Button>
      </div>
    </li>
  )
}

function News({ news, onSeen }: { news: readonly TaskOut[]; onSeen: () => void }) {
  if (news.length === 0) return null
  return (
    <section class="chores__news" aria-labelledby="todo-news">
      <div class="chores__head">
        <h2 id="todo-news">{own().news}</h2>
        <Button onPress={onSeen}>{own().newsSeen}</Button>
      </div>
      <ul>
        {news.map((task) => (
          <li key={task.task_id}>
            <span class="num">{shortMoment(task.since)}</span>
            <span>
              {task.opens ? <a href={`/ban/ho-so/${task.dossier_id}`}>{task.owner_name ?? task.code}</a> : <b>{task.code}</b>}{" "}
              {task.procedure_name}. {passed(task)}
              {fact(task, "reason") && <q class="hist__why">{fact(task, "reason")}</q>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What waits for this person: due moments, silence, what nobody has; and what has just become theirs. */
export function Todo() {
  const [read, again] = useRead(async () => {
    const found = await owners.tasks()
    if (found.ok) todoOpen.set(found.value.count.tasks)
    return found
  })
  const [giving, setGiving] = useState<OwnerOut>()
  const [fault, setFault] = useState<Fault>()
  const given = (): void => {
    setGiving(undefined)
    again()
  }
  const here = read.state === "here" ? read.value : undefined
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1>{own().todo}</h1>
      <p class="muted">{own().todoMore}</p>
      <Wrong fault={fault} />
      {read.state === "opening" && <Skeleton rows={4} />}
      {read.state === "failed" && <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />}
      {here?.tasks.length === 0 && (
        <Empty icon={doneIcon} title={own().todoNone}>
          {own().todoNoneMore}
        </Empty>
      )}
      {here && here.tasks.length > 0 && (
        <ul class="chores">
          {here.tasks.map((task) => (
            <Task key={task.task_id} task={task} onDone={again} onGive={setGiving} onFault={setFault} />
          ))}
        </ul>
      )}
      {here && <News news={here.news} onSeen={() => void owners.seen().then(again)} />}
      {giving && <HandDialog act="give" owner={giving} onDone={given} onReload={given} onClose={() => setGiving(undefined)} />}
    </main>
  )
}
