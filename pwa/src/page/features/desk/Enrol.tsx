import { useMemo, useState } from "preact/hooks"
import type { EnrolmentOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { qrMatrix } from "../../../core/domain/qr.ts"
import { Button } from "../../ui/Button.tsx"
import { printIcon } from "../../ui/icons-work.ts"
import { Qr } from "../../ui/Qr.tsx"
import { Line } from "./Line.tsx"
import { sentence } from "./say.ts"
import { trusted } from "./trustApi.ts"
import { trust as t } from "./words-trust.ts"
import { Wrong } from "./Wrong.tsx"

/** Ten codes for paper, shown this once; one goes on when they were put away. */
export function Papers({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const [kept, setKept] = useState(false)
  const [why, setWhy] = useState("")
  return (
    <section class="papers">
      <h2>{t().papersTitle}</h2>
      <p>{t().papersMore}</p>
      <ol class="papers__codes num">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <Button icon={printIcon} onPress={() => print()}>
        {t().print}
      </Button>
      <label class="papers__kept">
        <input type="checkbox" checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
        {t().kept}
      </label>
      {why && (
        <p class="d-line__why" role="alert">
          {why}
        </p>
      )}
      <Button kind="main" onPress={() => (kept ? onDone() : setWhy(t().tick))}>
        {t().goOn}
      </Button>
    </section>
  )
}

/** The key in groups of four, as it is read out and typed. */
const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ")

function Scan({ made }: { made: EnrolmentOut }) {
  const matrix = useMemo(() => qrMatrix(made.uri), [made.uri])
  return (
    <>
      {matrix && <Qr matrix={matrix} label={t().qr} />}
      <p class="small">
        {t().byHand} <b class="num enrol__key">{grouped(made.secret)}</b>
      </p>
    </>
  )
}

/** Sets up the app that makes codes: scan or type, confirm by a code, put the paper codes away. */
export function Enrol({ onDone }: { onDone: () => void }) {
  const [made, setMade] = useState<EnrolmentOut>()
  const [code, setCode] = useState("")
  const [fault, setFault] = useState<Fault>()
  const [why, setWhy] = useState("")
  const [busy, setBusy] = useState(false)
  const [papers, setPapers] = useState<readonly string[]>()
  const begin = async (): Promise<void> => {
    setBusy(true)
    const got = await trusted.enrol()
    setBusy(false)
    setFault(got.ok ? undefined : got)
    if (got.ok) setMade(got.value)
  }
  const confirm = async (): Promise<void> => {
    if (busy) return
    if (!code.trim()) return void setWhy(t().typeCode)
    setBusy(true)
    const done = await trusted.confirm(code.trim())
    setBusy(false)
    setWhy(done.ok ? "" : sentence(done))
    if (done.ok) setPapers(done.value.codes)
  }
  if (papers) return <Papers codes={papers} onDone={onDone} />
  return (
    <form
      class="enrol"
      onSubmit={(event) => {
        event.preventDefault()
        void (made ? confirm() : begin())
      }}
    >
      <ol class="enrol__steps">
        <li>{t().step1}</li>
        <li>
          {t().step2}
          {made && <Scan made={made} />}
        </li>
        <li>{t().step3}</li>
      </ol>
      <Wrong fault={fault} />
      {made && <Line label={t().code} value={code} onType={setCode} type="number" complete="one-time-code" error={why} />}
      <Button kind="main" wide busy={busy} onPress={() => void (made ? confirm() : begin())}>
        {made ? t().confirm : t().begin}
      </Button>
      <input type="submit" class="vh" tabIndex={-1} aria-hidden="true" value={t().confirm} />
    </form>
  )
}
