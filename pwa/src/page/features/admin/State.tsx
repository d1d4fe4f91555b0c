import "./state.css"
import type { ComponentChildren } from "preact"
import type { FindingOut, StateOut } from "../../../core/contract/openapi.gen.ts"
import { dateTime } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { retryIcon } from "../../ui/icons.ts"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { call } from "../desk/api.ts"
import { sentence } from "../desk/say.ts"
import { useRead } from "../desk/useRead.ts"
import { Audit, Backup, Jobs, RoomLeft, Stumbles, Versions } from "./StateParts.tsx"
import { finding, remedy, state as t } from "./words-state.ts"

const COMMANDS: Partial<Record<FindingOut["code"], string>> = {
  backup_never: "systemctl start cua-lang-backup",
  backup_old: "systemctl status cua-lang-backup.timer",
  backup_failed: "journalctl -u cua-lang-backup",
  backup_damaged: "systemctl start cua-lang-backup",
  backup_unverified: "cua-lang backup verify …",
  executor_never: "systemctl enable --now cua-lang-jobs",
  executor_silent: "systemctl restart cua-lang-jobs",
  jobs_failing: "journalctl -u cua-lang-jobs",
  jobs_given_up: "cua-lang jobs again",
  audit_unsealed: "cua-lang audit seal",
  audit_broken: "cua-lang audit verify",
  audit_unverified: "cua-lang audit verify",
  stumbles_lately: "journalctl -u cua-lang-web",
  migrations_behind: "cua-lang db upgrade",
  catalogue_none: "cua-lang catalogue load catalogue",
  unreadable: "journalctl -u cua-lang-web",
}

function Finding({ found }: { found: FindingOut }) {
  const command = COMMANDS[found.code]
  return (
    <li class="finding" data-code={found.code}>
      <span class={`tag ${found.level === "alarm" ? "tag--red" : "tag--amber"}`}>{found.level === "alarm" ? t().now : t().soon}</span>
      <div>
        <b>
          {found.code === "unreadable" ? `${t()[found.part]}: ` : ""}
          {finding()[found.code](found.n)}
        </b>
        <p>{remedy()[found.code]}</p>
        {command && (
          <p class="small muted">
            {t().command}: <code>{command}</code>
          </p>
        )}
      </div>
    </li>
  )
}

interface PartProps {
  part: FindingOut["part"]
  found: StateOut
  children: ComponentChildren
}

function Part({ part, found, children }: PartProps) {
  const mine = found.findings.filter((each) => each.part === part)
  const worst = mine.some((each) => each.level === "alarm") ? "alarm" : mine.length > 0 ? "look" : "well"
  const shown = { alarm: ["tag--red", t().now], look: ["tag--amber", t().soon], well: ["tag--green", t().well] }[worst]
  return (
    <section class="card card--pad" data-part={part}>
      <div class="row admin__row admin__head">
        <h2>{t()[part]}</h2>
        <span class={`tag ${shown[0]}`}>{shown[1]}</span>
      </div>
      {found[part] === null ? <p class="muted">{t().unread}</p> : children}
    </section>
  )
}

function Shown({ found }: { found: StateOut }) {
  return (
    <>
      <Banner kind={found.level === "well" ? "done" : "wait"} live>
        {t()[`level_${found.level}`]}
      </Banner>
      {found.findings.length > 0 && (
        <ul class="card card--pad findings">
          {found.findings.map((each) => (
            <Finding key={`${each.part}-${each.code}`} found={each} />
          ))}
        </ul>
      )}
      <div class="state">
        <Part part="backup" found={found}>
          {found.backup && <Backup found={found.backup} now={found.at} />}
        </Part>
        <Part part="jobs" found={found}>
          {found.jobs && <Jobs found={found.jobs} now={found.at} />}
        </Part>
        <Part part="audit" found={found}>
          {found.audit && <Audit found={found.audit} />}
        </Part>
        <Part part="room" found={found}>
          {found.room && <RoomLeft found={found.room} />}
        </Part>
        <Part part="stumbles" found={found}>
          {found.stumbles && <Stumbles found={found.stumbles} />}
        </Part>
        <Part part="versions" found={found}>
          {found.versions && <Versions found={found.versions} />}
        </Part>
      </div>
    </>
  )
}

const read = () => call<StateOut>("/api/desk/admin/state")

/** Whether the server is well, and what to do where it is not. */
export function State() {
  const [found, again] = useRead<StateOut>(read)
  return (
    <>
      <div class="row admin__row admin__head">
        <h1>{t().title}</h1>
        <Button icon={retryIcon} onPress={again}>
          {t().again}
        </Button>
      </div>
      <p class="muted">
        {t().more} {found.state === "here" && t().readAt(dateTime(found.value.at))}
      </p>
      {found.state === "opening" && <Skeleton rows={4} />}
      {found.state === "failed" && <Failed title={sentence(found.fault)} code={found.fault.code} onRetry={again} />}
      {found.state === "here" && <Shown found={found.value} />}
    </>
  )
}
