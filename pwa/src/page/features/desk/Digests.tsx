import { useState } from "preact/hooks"
import type { Fault } from "../../../core/contract/result.ts"
import { date } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { checkIcon } from "../../ui/icons.ts"
import { downloadIcon } from "../../ui/icons-work.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { sentence } from "./say.ts"
import { trusted } from "./trustApi.ts"
import { useRead } from "./useRead.ts"
import { trust as t } from "./words-trust.ts"
import { Wrong } from "./Wrong.tsx"

const AWHILE = 60_000

/** Hands a file to the browser's own downloads. */
function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), AWHILE)
}

/** For those who answer for the office: the seal of each day, as a page to be printed. */
export function Digests() {
  const [read, again] = useRead(trusted.digests)
  const [busy, setBusy] = useState("")
  const [fault, setFault] = useState<Fault>()
  const fetchPage = async (day: string): Promise<void> => {
    setBusy(day)
    const got = await trusted.digestPage(day)
    setBusy("")
    setFault(got.ok ? undefined : got)
    if (got.ok) save(got.value, `niem-phong-${day}.pdf`)
  }
  return (
    <main class="room room--narrow" id="main" tabIndex={-1}>
      <h1>{t().digestsTitle}</h1>
      <p class="muted">{t().digestsMore}</p>
      <Wrong fault={fault} />
      {read.state === "opening" && <Skeleton rows={5} />}
      {read.state === "failed" && <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again} />}
      {read.state === "here" && read.value.digests.length === 0 && <Empty icon={checkIcon} title={t().noDigests} />}
      {read.state === "here" && read.value.digests.length > 0 && (
        <div class="card list">
          {read.value.digests.map((each) => (
            <div class="item" key={each.day}>
              <span class="item__body">
                <b class="item__name num">{date(each.day)}</b>
                <span class="item__note num">
                  {t().links(each.n)} · {each.sha256.slice(0, 16)}…
                </span>
              </span>
              <Button
                icon={downloadIcon}
                busy={busy === each.day}
                label={`${t().digestPage} ${date(each.day)}`}
                onPress={() => void fetchPage(each.day)}
              >
                {t().digestPage}
              </Button>
            </div>
          ))}
        </div>
      )}
    </main>
  )
}
