import type { ComponentChildren } from "preact"
import type {
  AuditStateOut,
  BackupStateOut,
  JobsStateOut,
  RoomStateOut,
  StumblesStateOut,
  VersionsStateOut,
} from "../../../core/contract/openapi.gen.ts"
import { age, bytes, date, dateTime, number } from "../../i18n/format.ts"
import { useWatch } from "../../ui/watch.ts"
import { me } from "../desk/api.ts"
import { jobs as kinds, state as t } from "./words-state.ts"

/** 1,2 GB; below a thousand megabytes as everywhere. */
const large = (n: number): string => (n < 1_000_000_000 ? bytes(n) : `${number(Math.round(n / 100_000_000) / 10)}\u00a0GB`)

function Facts({ children }: { children: ComponentChildren }) {
  return <dl class="state__facts">{children}</dl>
}

function Fact({ of, children }: { of: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{of}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const verdict = (found: { at: string; ok: boolean }): string =>
  found.ok ? t().verifiedYes(dateTime(found.at)) : t().verifiedNo(dateTime(found.at))

/** The last backup: when, how large, where, and whether anybody read it back. */
export function Backup({ found, now }: { found: BackupStateOut; now: string }) {
  const { last } = found
  return (
    <>
      <Facts>
        <Fact of={t().lastBackup}>{last ? `${dateTime(last.made_at)} (${t().age(age(last.made_at, Date.parse(now)))})` : t().none}</Fact>
        {last && (
          <>
            <Fact of={t().size}>{t().sizeOf(large(last.size), number(last.rows), number(last.files))}</Fact>
            <Fact of={t().place}>
              <code>{t().onHost(`${last.place}/${last.name}`, last.host)}</code>
            </Fact>
            <Fact of={t().verified}>{last.verified ? verdict(last.verified) : t().verifiedNever}</Fact>
          </>
        )}
        {found.last_verify && found.last_verify.what !== last?.name && (
          <Fact of={t().lastVerify}>
            {verdict(found.last_verify)} <code>{found.last_verify.what}</code>
          </Fact>
        )}
        {found.failed_at && <Fact of={t().failed}>{t().failedAt(dateTime(found.failed_at), found.failed_why)}</Fact>}
        <Fact of={t().alarmDays}>{t().days(found.alarm_days)}</Fact>
      </Facts>
      <p class="small muted">{t().copy}</p>
    </>
  )
}

/** A kind of job in words; what has none yet is called by its name. */
function kind(task: string): string {
  const found = (kinds() as Readonly<Record<string, unknown>>)[task.split(".")[0] ?? ""]
  return typeof found === "string" ? found : task
}

/** What waits, runs and fails, and whether somebody runs it. */
export function Jobs({ found, now }: { found: JobsStateOut; now: string }) {
  const at = Date.parse(now)
  return (
    <>
      <Facts>
        <Fact of={t().executor}>
          {found.executors.length === 0 && t().none}
          {found.executors.map((each) => (
            <span class="state__one" key={each.host}>
              {each.alive ? t().alive(each.host, age(each.at, at)) : t().silent(each.host, age(each.at, at))}
            </span>
          ))}
        </Fact>
        <Fact of={t().due}>{number(found.due)}</Fact>
        {found.oldest && <Fact of={t().oldest}>{dateTime(found.oldest)}</Fact>}
        <Fact of={t().running}>{number(found.running)}</Fact>
        <Fact of={t().planned}>{number(found.planned)}</Fact>
      </Facts>
      {found.failing.length === 0 ? (
        <p class="muted">{t().noFailing}</p>
      ) : (
        <table class="plain">
          <caption class="state__caption">{t().failing}</caption>
          <thead>
            <tr>
              <th scope="col">{t().job}</th>
              <th scope="col">{t().count}</th>
              <th scope="col">{t().since}</th>
              <th scope="col">{t().fault}</th>
            </tr>
          </thead>
          <tbody>
            {found.failing.map((each) => (
              <tr key={each.task}>
                <td>
                  {kind(each.task)}
                  <small>{each.task}</small>
                </td>
                <td class="num">
                  {number(each.n)}
                  {each.given_up > 0 && <small>{t().givenUp(each.given_up)}</small>}
                </td>
                <td class="num">{dateTime(each.since)}</td>
                <td>
                  <code>{each.fault}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function why(what: string): string {
  const found = (t() as Readonly<Record<string, unknown>>)[`why_${what}`]
  return typeof found === "string" ? found : what
}

/** How far the chain over the logs has come, and when somebody last walked along it. */
export function Audit({ found }: { found: AuditStateOut }) {
  const open = useWatch(me)?.permissions.includes("digests")
  const { verify } = found
  const walk = verify && (verify.ok ? t().walkYes(dateTime(verify.at)) : t().walkNo(dateTime(verify.at), why(verify.what)))
  return (
    <>
      <Facts>
        <Fact of={t().links}>{number(found.links)}</Fact>
        <Fact of={t().unsealed}>{t().unsealedMore(number(found.unsealed))}</Fact>
        <Fact of={t().digest}>{found.digest ? date(found.digest) : t().none}</Fact>
        <Fact of={t().walk}>{walk ?? t().none}</Fact>
      </Facts>
      {open && (
        <p>
          <a href="/ban/niem-phong">{t().digests}</a>
        </p>
      )}
    </>
  )
}

/** Bytes that are free and bytes that are taken. */
export function RoomLeft({ found }: { found: RoomStateOut }) {
  return (
    <Facts>
      {found.disks.map((each) => (
        <Fact key={each.what} of={t()[`disk_${each.what}`]}>
          {t().free(large(each.free), large(each.total), Math.floor((100 * each.free) / Math.max(each.total, 1)))}
        </Fact>
      ))}
      <Fact of={t().database}>{large(found.database)}</Fact>
      <Fact of={t().files}>{t().filesOf(large(found.files), number(found.files_count))}</Fact>
    </Facts>
  )
}

/** What phones send and this server fails at, by kind; whose it is stands in a room of its own. */
export function Stumbles({ found }: { found: StumblesStateOut }) {
  const open = useWatch(me)?.permissions.includes("quarantine.read")
  if (found.all === 0) return <p class="muted">{t().noStumbles}</p>
  return (
    <>
      <Facts>
        <Fact of={t().lately}>{t().acts(number(found.lately))}</Fact>
        <Fact of={t().all}>{t().acts(number(found.all))}</Fact>
      </Facts>
      <table class="plain">
        <caption class="state__caption">{t().stumbles}</caption>
        <thead>
          <tr>
            <th scope="col">{t().act}</th>
            <th scope="col">{t().fault}</th>
            <th scope="col">{t().lastAt}</th>
          </tr>
        </thead>
        <tbody>
          {found.kinds.map((each) => (
            <tr key={`${each.kind}-${each.error}`}>
              <td>
                <code>{each.kind}</code>
                <small>{t().acts(number(each.n))}</small>
              </td>
              <td>
                <code>{each.error}</code>
              </td>
              <td class="num">{dateTime(each.last_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {open && (
        <p>
          <a href="/ban/cho-xet">{t().held}</a>
        </p>
      )}
    </>
  )
}

/** Which versions work together here. */
export function Versions({ found }: { found: VersionsStateOut }) {
  const same = found.database_at === found.code_at
  return (
    <Facts>
      <Fact of={t().app}>{found.app}</Fact>
      <Fact of={t().catalogue}>
        {found.catalogue !== null && found.catalogue_at ? t().load(found.catalogue, date(found.catalogue_at)) : t().none}
      </Fact>
      <Fact of={t().engine}>{found.engine}</Fact>
      <Fact of={t().tables}>
        {same ? t().tablesSame : t().tablesBehind(found.database_at, found.code_at)} {same && <code>{found.code_at}</code>}
      </Fact>
    </Facts>
  )
}
