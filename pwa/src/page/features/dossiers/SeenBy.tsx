import { useEffect, useState } from "preact/hooks"
import type { SeenOut } from "../../../core/contract/openapi.gen.ts"
import type { SeenBy as Seen } from "../../../core/sync/seenby.ts"
import { dateTime } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { roleName } from "../../i18n/roles.ts"
import { phone } from "../../offline/phone.ts"
import { Button } from "../../ui/Button.tsx"
import { seen } from "./words-seen.ts"

const why = (look: SeenOut): string => (look.reason ? seen().outside : seen()[`why_${look.why}`])
const who = (look: SeenOut): string => [look.by || seen().somebody, roleName(look.role), look.unit_name].filter(Boolean).join(", ")

function Look({ look }: { look: SeenOut }) {
  return (
    <li>
      <span class="num">{dateTime(look.at)}</span>
      <span>
        <b>{who(look)}</b> {why(look)}
        {look.times > 1 && ` (${seen().times(look.times)})`}
        {look.reason && <q class="seen-by__why">{say({ vi: look.reason.vi, en: look.reason.en ?? undefined })}</q>}
      </span>
    </li>
  )
}

/** Who but its owner looked at a dossier, when and why: the server's record, asked for; what it said last is kept here. */
export function SeenBy({ dossierId }: { dossierId: string }) {
  const [found, setFound] = useState<Seen>()
  const [wrong, setWrong] = useState("")
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    void phone()
      .dossiers.looksKept(dossierId)
      .then((kept) => setFound((now) => now ?? kept))
  }, [dossierId])
  const read = async (): Promise<void> => {
    setBusy(true)
    const answer = await phone().dossiers.looks(dossierId)
    setBusy(false)
    if (!answer.ok) return void setWrong(answer.status === undefined ? seen().noNet : seen().failed)
    setWrong(answer.value.kept ? seen().keptOnly : "")
    setFound(answer.value)
  }
  return (
    <section>
      <div class="head">
        <h2>{seen().title}</h2>
      </div>
      <div class="card card--pad seen-by">
        <p class="small muted">{seen().more}</p>
        <div role="status">
          {wrong && <p>{wrong}</p>}
          {found?.looks.length === 0 && <p>{seen().nobody}</p>}
          {found && found.looks.length > 0 && (
            <ul class="log">
              {found.looks.map((look) => (
                <Look key={`${look.at}${look.by}${look.what}`} look={look} />
              ))}
            </ul>
          )}
          {found && <p class="small muted num">{seen().asOf(dateTime(found.as_of))}</p>}
        </div>
        <Button busy={busy} onPress={() => void read()}>
          {found ? seen().again : seen().show}
        </Button>
      </div>
    </section>
  )
}
