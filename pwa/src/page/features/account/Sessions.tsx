import { useCallback, useEffect, useState } from "preact/hooks"
import type { SessionOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { nearDate, time } from "../../i18n/format.ts"
import { phone } from "../../offline/phone.ts"
import { Icon } from "../../ui/Icon.tsx"
import { downIcon } from "../../ui/icons.ts"
import { Button } from "../../ui/Button.tsx"
import { Skeleton } from "../../ui/States.tsx"
import { browserName } from "../../i18n/browser.ts"
import { sentence } from "./say.ts"
import { t, word } from "./words.ts"

function List() {
  const [sessions, setSessions] = useState<readonly SessionOut[]>()
  const [fault, setFault] = useState<Fault>()
  const read = useCallback(() => {
    void phone()
      .account.sessions()
      .then((got) => {
        setFault(got.ok ? undefined : got)
        if (got.ok) setSessions(got.value)
      })
  }, [])
  useEffect(read, [read])
  const end = (id: string): void => {
    void phone()
      .account.endSession(id)
      .then((done) => (done.ok ? read() : setFault(done)))
  }
  return (
    <>
      <p class="small muted">{t().sessionsMore}</p>
      {fault && (
        <p class="account-why" role="alert">
          {sentence(fault)}
        </p>
      )}
      {!sessions && !fault && <Skeleton rows={2} />}
      <div class="card list">
        {sessions?.map((each) => (
          <div class="item" key={each.session_id}>
            <span class="item__body">
              <b class="item__name">
                {word(`session_${each.kind}`)}
                {each.current && ` (${t().current})`}
              </b>
              <span class="item__note num">
                {[browserName(each.label), t().seen(`${time(each.seen_at)} ${nearDate(each.seen_at)}`)].filter(Boolean).join(" · ")}
              </span>
            </span>
            {!each.current && (
              <Button
                kind="mend"
                label={`${t().end}: ${browserName(each.label) || (word(`session_${each.kind}`) ?? "")}`}
                onPress={() => end(each.session_id)}
              >
                {t().end}
              </Button>
            )}
          </div>
        ))}
      </div>
    </>
  )
}

/** Where this person is signed in, asked for only when looked at. */
export function Sessions() {
  const [open, setOpen] = useState(false)
  return (
    <details class="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t().sessions}
        <Icon d={downIcon} small turn />
      </summary>
      <div>{open && <List />}</div>
    </details>
  )
}
