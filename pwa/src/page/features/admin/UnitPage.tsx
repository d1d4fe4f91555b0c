import type { ComponentChildren } from "preact"
import type { UnitFullOut } from "../../../core/contract/openapi.gen.ts"
import { date } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import type { What } from "./ChangeUnit.tsx"
import { Changes } from "./Changes.tsx"
import { unitWord, unt } from "./words-units.ts"

const ACTS: Readonly<Record<string, readonly What[]>> = {
  province: ["add"],
  commune: ["add", "rename", "merge", "split", "move"],
  office: ["rename", "merge", "move"],
  village: ["rename", "merge", "split", "move"],
}
const NAMES = { add: "doAdd", rename: "doRename", move: "doMove", merge: "doMerge", split: "doSplit" } as const

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
  onBack: () => void
}

/** A unit through time, and what may be done with it. */
export function UnitPage({ found, saved, onAsk, onBack }: Props) {
  const { unit } = found
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
            <li key={each.day + each.say.vi}>
              <b class="num">{date(each.day)}</b> {each.planned && <span class="muted">({unt().planned}) </span>}
              {say({ vi: each.say.vi, en: each.say.en ?? undefined })}.{" "}
              <span class="muted">{unt().decided(each.decision, each.decided_on ? date(each.decided_on) : "")}</span>
            </li>
          ))}
        </ul>
      </section>
      <Changes history={found.history} say={(change) => unitWord(NAMES[change.what as What])} />
    </>
  )
}
