import { useState } from "preact/hooks"
import type { Calendar, Paper, Procedure, ProcedureTime } from "../../../core/contract/catalogue.ts"
import type { UnitOut } from "../../../core/contract/types.ts"
import { keepTicks, ticksOf } from "../../app/ticks.ts"
import { limitWords } from "../../i18n/clock.ts"
import { civilDate, longDate, time as clockOf, today } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Card } from "../../ui/Card.tsx"
import { Days } from "../../ui/Days.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { doneIcon, downIcon, rightIcon } from "../../ui/icons.ts"
import { channelOf, feeFacts, paperName, paperNote, papersOf, todayFacts, usualTime, type Way } from "./facts.ts"
import { t } from "./words-procedure.ts"

/** Fee and time side by side, each with its condition. */
export function Cost({ procedure, unit }: { procedure: Procedure; unit: UnitOut | undefined }) {
  const channel = channelOf(unit)
  const fee = feeFacts(procedure, channel, today())
  const time = usualTime(procedure, channel)
  const limit = time ? limitWords(time) : t().noLimit
  const condition = time?.same_day_before !== undefined && time.value === 1 ? t().sameDayIf(time.same_day_before) : say(time?.note)
  const others = procedure.times.filter((each) => each !== time)
  return (
    <div class="tight card">
      <dl class="facts">
        <div>
          <dt>{t().fee}</dt>
          <dd class={fee.amount.length > 9 ? "big big--long" : "big num"}>{fee.amount}</dd>
          {fee.condition && <dd>{fee.condition}</dd>}
        </div>
        <div>
          <dt>{t().time}</dt>
          <dd class={limit.length > 10 ? "big big--long" : "big"}>{limit}</dd>
          {condition && <dd>{condition}</dd>}
        </div>
      </dl>
      {fee.more.length > 0 && <p class="facts__more">{fee.more.join(" ")}</p>}
      {procedure.exemptions.length > 0 && (
        <More title={t().exemptTitle}>
          <ul class="plain">
            {procedure.exemptions.map((each) => (
              <li key={each.key}>
                {say(each.label)}: {each.rate === 0 ? t().exempt : t().reduced(Math.round((1 - each.rate) * 100))}
                {each.proof && `. ${say(each.proof)}`}
              </li>
            ))}
          </ul>
        </More>
      )}
      {others.length > 0 && (
        <More title={t().otherCases}>
          <ul class="plain">
            {others.map((each, n) => (
              <li key={n}>
                {say(each.case) || channelName(each.channel)}: {limitWords(each).toLocaleLowerCase("vi")}
                {each.note && `. ${say(each.note)}`}
              </li>
            ))}
          </ul>
        </More>
      )}
    </div>
  )
}

const channelName = (channel: string): string => (channel === "online" ? t().online : channel === "post" ? t().post : t().direct)

function More({ title, children }: { title: string; children: preact.ComponentChildren }) {
  return (
    <details class="more">
      <summary>
        {title}
        <Icon d={downIcon} small turn />
      </summary>
      <div>{children}</div>
    </details>
  )
}

/** The limit as a sentence over its days. */
function ruleText(time: ProcedureTime): string {
  const limit = limitWords(time).toLocaleLowerCase("vi")
  if (time.same_day_before !== undefined && time.value === 1) return t().ruleSameDay(time.same_day_before)
  return time.unit === "day" || time.unit === "month" ? t().ruleCalendar(limit) : t().rule(limit)
}

/** "Hôm nay nộp thì bao giờ có?", by the legal clock of the chosen counter. */
export function Today({ procedure, unit, calendar }: { procedure: Procedure; unit: UnitOut | undefined; calendar: Calendar }) {
  const [now] = useState(() => new Date().toISOString())
  const time = usualTime(procedure, channelOf(unit))
  if (typeof time?.value !== "number") {
    return (
      <section>
        <h2>{t().whenToday}</h2>
        <p>{t().noLimit}</p>
      </section>
    )
  }
  const facts = todayFacts(time, unit, calendar, now)
  const first = facts.ways[0]
  return (
    <section>
      <h2>{t().whenToday}</h2>
      <div class="card fork">
        <p>{facts.isToday ? t().receivedToday(longDate(facts.receivedOn)) : t().receivedNext(longDate(facts.receivedOn))}</p>
        {facts.ways.map((way) => (
          <WayRow key={way.when} way={way} />
        ))}
        {first?.due.due_at && first.due.days.length > 1 && (
          <Days
            question={t().why}
            rule={ruleText(time)}
            days={first.due.days}
            end={[t().dueEnd, t().dueTo(longDate(first.due.due_at), clockOf(first.due.due_at))]}
          />
        )}
      </div>
      <p class="small muted after">
        {t().officialDue} {facts.ways.some((way) => way.due.estimated) && t().estimatedYear}
      </p>
    </section>
  )
}

function WayRow({ way }: { way: Way }) {
  const { due_at } = way.due
  if (due_at === null) return null
  const soon = civilDate(due_at) === today()
  const label = way.when === "any" ? t().dueEnd : way.when === "before" ? t().beforeClock(way.clock ?? "") : t().fromClock(way.clock ?? "")
  return (
    <div class={soon ? "fork__way fork__way--now" : "fork__way"}>
      <b>{label}</b>
      <Icon d={rightIcon} />
      <span>
        <b>{soon ? t().today : longDate(due_at)}</b>
        <small>{t().by(clockOf(due_at))}</small>
      </span>
    </div>
  )
}

/** The list of what to bring, ticked and kept on the phone. */
export function Bring({ procedure }: { procedure: Procedure }) {
  const { always, cases } = papersOf(procedure)
  const [have, setHave] = useState(() => ticksOf(procedure.code))
  const tick = (key: string): void => {
    const next = have.includes(key) ? have.filter((each) => each !== key) : [...have, key]
    setHave(next)
    keepTicks(procedure.code, next)
  }
  const shown = always.filter((paper) => have.includes(paper.key)).length
  return (
    <section>
      <div class="head">
        <h2>{t().bring}</h2>
        {always.length > 0 && (
          <span class="head__n" role="status">
            {t().haveOf(shown, always.length)}
          </span>
        )}
      </div>
      {always.length === 0 && cases.length === 0 ? (
        <Banner kind="done">{t().nothingToBring}</Banner>
      ) : (
        <Card list>
          {always.length === 0 && (
            <p class="place">
              <Icon d={doneIcon} />
              {t().usuallyNothing}
            </p>
          )}
          {always.map((paper) => (
            <PaperTick key={paper.key} paper={paper} have={have.includes(paper.key)} onTick={() => tick(paper.key)} />
          ))}
          {cases.length > 0 && (
            <details class="more more--list">
              <summary>
                {t().ifCases(cases.length)}
                <Icon d={downIcon} small turn />
              </summary>
              {cases.map((paper) => (
                <PaperTick key={paper.key} paper={paper} have={have.includes(paper.key)} onTick={() => tick(paper.key)} />
              ))}
            </details>
          )}
        </Card>
      )}
    </section>
  )
}

function PaperTick({ paper, have, onTick }: { paper: Paper; have: boolean; onTick: () => void }) {
  const note = paperNote(paper)
  return (
    <label class="tick">
      <input type="checkbox" checked={have} onChange={onTick} />
      <span>
        <b>{paperName(paper)}</b>
        {note && <small>{note}</small>}
      </span>
    </label>
  )
}
