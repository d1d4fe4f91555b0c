import type { ComponentChildren } from "preact"
import { useState } from "preact/hooks"
import type { UnitEventOut, UnitFullOut } from "../../../core/contract/openapi.gen.ts"
import { date, dateTime } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import type { What } from "./ChangeUnit.tsx"
import { Changes } from "./Changes.tsx"
import { TakeBack } from "./TakeBack.tsx"
import { unitWord, unt } from "./words-units.ts"

const ACTS: Readonly<Record<string, readonly What[]>> = {
  province: ["add"],
  commune: ["add", "rename", "merge", "split", "move"],
  office: ["rename", "merge", "move"],
  village: ["rename", "merge", "split", "move"],
}
const NAMES = { add: "doAdd", rename: "doRename", move: "doMove", merge: "doMerge", split: "doSplit", take_back: "doTakeBack" } as const

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return children ? (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  ) : null
}

interface Props {
  found: UnitFullOut
  saved: boolean
  onAsk: (what: What) => void
  onTakenBack: (found: UnitFullOut) => void
  onBack: () => void
}

const words = ({ say: said }: UnitEventOut): string => say({ vi: said.vi, en: said.en ?? undefined })

/** Something that was, is to be, or was to be done to a unit. */
function Event({ event, onBack }: { event: UnitEventOut; onBack: () => void }) {
  const gone = event.taken_back
  return (
    <li class={gone ? "unit__gone" : undefined}>
      <b class="num">{date(event.day)}</b> {event.planned && <span class="muted">({unt().planned}) </span>}
      <span class="unit__what">{words(event)}</span>.{" "}
      <span class="muted">{unt().decided(event.decision, event.decided_on ? date(event.decided_on) : "")}</span>
      {gone && <span class="unit__why">{unt().takenBack(gone.by, dateTime(gone.at), gone.reason)}</span>}
      {event.may_take_back && (
        <Button kind="quiet" label={unt().takeBackOf(words(event))} onPress={onBack}>
          {unt().takeBack}
        </Button>
      )}
    </li>
  )
}

/** A unit through time, and what may be done with it. */
export function UnitPage({ found, saved, onAsk, onTakenBack, onBack }: Props) {
  const { unit } = found
  const [back, setBack] = useState<UnitEventOut>()
  const acts = unit.living && unit.valid_to === null ? (ACTS[unit.kind] ?? []) : []
  return (
    <>
      <Button kind="quiet" onPress={onBack}>
        {unt().back}
      </Button>
      <h1>{unit.name}</h1>
      <p class="muted">
        {[unitWord(`kind_${unit.kind}`), unt().since(date(unit.valid_from)), unit.valid_to && unt().endedOn(date(unit.valid_to))]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {saved && (
        <Banner kind="done" live>
          {unt().saved}
        </Banner>
      )}
      {found.carries_on && <Banner>{unt().carries(found.carries_on)}</Banner>}
      <div class="unit__acts">
        {acts.map((what) => (
          <Button key={what} onPress={() => onAsk(what)}>
            {unt()[NAMES[what]]}
          </Button>
        ))}
      </div>
      <section class="card card--pad">
        <dl class="unit__facts">
          <Fact label={unt().parent}>{found.parent_name}</Fact>
          <Fact label={unt().code}>{found.official_code}</Fact>
          <Fact label={unt().identifier}>{found.e_identifier}</Fact>
          <Fact label={unt().address}>{found.address}</Fact>
          <Fact label={unt().phone}>{found.phone}</Fact>
          <Fact label={unt().slugs}>{found.slugs.map((slug) => `/${slug}`).join(", ")}</Fact>
          <Fact label={unt().origins}>{found.origins}</Fact>
          <Fact label={unt().points}>{found.points.map((each) => each.name).join(", ")}</Fact>
        </dl>
        <p class="muted num">{unt().counts(found.dossiers, found.staff)}</p>
        {found.points.length > 0 && <a href="/ban/quan-tri/gio-lam-viec">{unt().hours}</a>}
      </section>
      <section>
        <h2>{unt().events}</h2>
        {found.events.length === 0 && <p class="muted">{unt().noEvents}</p>}
        <ul class="admin__history">
          {found.events.map((each) => (
            <Event key={`${each.act_id ?? ""}${each.day}${each.say.vi}`} event={each} onBack={() => setBack(each)} />
          ))}
        </ul>
      </section>
      {back?.act_id && (
        <TakeBack
          unit={unit.unit_id}
          act={back.act_id}
          what={words(back)}
          onSaved={(next) => {
            setBack(undefined)
            onTakenBack(next)
          }}
          onClose={() => setBack(undefined)}
        />
      )}
      <Changes history={found.history} say={(change) => unitWord(NAMES[change.what as keyof typeof NAMES])} />
    </>
  )
}
