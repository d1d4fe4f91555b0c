import { useState } from "preact/hooks"
import type { VersionedText } from "../../../core/contract/catalogue.ts"
import { Screen } from "../../app/Screen.tsx"
import { time } from "../../i18n/format.ts"
import { lang, say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Ask } from "../../ui/Ask.tsx"
import { Button } from "../../ui/Button.tsx"
import { Hear } from "../../ui/Hear.tsx"
import { Signature, type Stroke } from "../../ui/Signature.tsx"
import { t } from "./words.ts"

const METHODS = ["signature", "witness", "thumbprint"] as const
type Method = (typeof METHODS)[number]

export interface Agreed {
  purposes: string[]
  method: Method
  evidence: Record<string, unknown>
}

interface Given {
  ticked: string[]
  read: boolean
  method: Method | undefined
  strokes: Stroke[]
  witness: string
  relation: string
}

const NOTHING: Given = { ticked: [], read: false, method: undefined, strokes: [], witness: "", relation: "" }

/** What still stands between here and a consent that proves something; empty when nothing does. */
function missing(given: Given): string[] {
  const proven = given.method === "signature" ? given.strokes.length > 0 : given.method !== undefined && given.witness.trim() !== ""
  return [given.read ? "" : t().needRead, given.ticked.includes("type") ? "" : t().needPurpose, proven ? "" : t().needProof].filter(Boolean)
}

function Purposes({ text, given, change }: { text: VersionedText; given: Given; change: (part: Partial<Given>) => void }) {
  const tick = (key: string, on: boolean): void =>
    change({ ticked: on ? [...given.ticked, key] : given.ticked.filter((each) => each !== key) })
  return (
    <fieldset>
      <legend>
        <h2>{t().purposes}</h2>
      </legend>
      <div class="card list">
        {text.purposes?.map((each) => (
          <label class="tick" key={each.key}>
            <input
              type="checkbox"
              checked={given.ticked.includes(each.key)}
              onChange={(event) => tick(each.key, event.currentTarget.checked)}
            />
            <span>
              <b>{say(each.label)}</b>
              {each.detail && <small>{say(each.detail)}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Proof({ given, change }: { given: Given; change: (part: Partial<Given>) => void }) {
  return (
    <fieldset>
      <legend>
        <h2>{t().proof}</h2>
      </legend>
      <p class="muted">{t().proofMore}</p>
      <div class="card list">
        {METHODS.map((each) => (
          <label class="tick" key={each}>
            <input type="radio" name="method" checked={given.method === each} onChange={() => change({ method: each })} />
            <span>
              <b>{t()[each]}</b>
            </span>
          </label>
        ))}
      </div>
      {given.method === "signature" && <Signature strokes={given.strokes} onSign={(strokes) => change({ strokes })} />}
      {given.method !== undefined && given.method !== "signature" && (
        <>
          <Ask label={t().witnessName} value={given.witness} onType={(witness) => change({ witness })} />
          <Ask label={t().witnessWho} value={given.relation} onType={(relation) => change({ relation })} />
        </>
      )}
    </fieldset>
  )
}

interface Props {
  name: string
  text: VersionedText
  wrong: string
  onYes: (agreed: Agreed) => void
  onNo: () => void
  onBack: () => void
}

/** The consent, in large text, purpose by purpose with nothing ticked beforehand; no proof, no way on. */
export function Consent({ name, text, wrong, onYes, onNo, onBack }: Props) {
  const [given, setGiven] = useState<Given>(NOTHING)
  const [opened] = useState(() => new Date().toISOString())
  const [tried, setTried] = useState(false)
  const change = (part: Partial<Given>): void => setGiven((before) => ({ ...before, ...part }))
  const faults = tried ? missing(given) : []
  const agree = (): void => {
    setTried(true)
    if (missing(given).length > 0 || given.method === undefined) {
      requestAnimationFrame(() => document.getElementById("help-wrong")?.focus())
      return
    }
    const proof =
      given.method === "signature" ? { strokes: given.strokes } : { witness: given.witness.trim(), relation: given.relation.trim() }
    onYes({ purposes: given.ticked, method: given.method, evidence: { ...proof, read_at: opened } })
  }
  return (
    <Screen
      title={t().consentTitle(name)}
      back={{ href: "/giup", label: t().cancel }}
      kind="help-large"
      quiet
      action={
        <>
          <Button kind="main" wide onPress={agree}>
            {t().yes}
          </Button>
          <Button wide onPress={onNo}>
            {t().no}
          </Button>
        </>
      }
    >
      <h1>{t().consentTitle(name)}</h1>
      {(faults.length > 0 || wrong) && (
        <section class="mend" id="help-wrong" tabIndex={-1} role="alert">
          <h2 class="mend__head">{t().wrongList}</h2>
          <ul class="mend__body">
            {[...faults, wrong].filter(Boolean).map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </section>
      )}
      <Hear label={t().hearAll} />
      <section class="help-text">
        {text.body[lang()].map((line) => (
          <p key={line}>{line}</p>
        ))}
      </section>
      <label class="tick card">
        <input type="checkbox" checked={given.read} onChange={(event) => change({ read: event.currentTarget.checked })} />
        <span>
          <b>{t().read}</b>
        </span>
      </label>
      <Purposes text={text} given={given} change={change} />
      <Proof given={given} change={change} />
      <Banner kind="plain">{t().recap}</Banner>
      <p class="small muted num">{t().version(text.version, time(opened))}</p>
      <button type="button" class="btn btn--quiet" onClick={onBack}>
        {t().cancel}
      </button>
    </Screen>
  )
}
