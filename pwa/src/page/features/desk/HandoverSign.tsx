import { useEffect, useState } from "preact/hooks"
import type { ShownIn, WaitingRow } from "../../../core/contract/openapi.gen.ts"
import { say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { useWatch } from "../../ui/watch.ts"
import { me } from "./api.ts"
import { Pairing } from "./CounterSide.tsx"
import { type Draft, signedFor } from "./handing.ts"
import { sha256Of } from "./sittingDraft.ts"
import { useLink } from "./sittingLink.ts"
import { handing as t } from "./words-handover.ts"

const told = (text: { vi: string; en?: string | null }): string => say({ vi: text.vi, en: text.en ?? undefined })

/** What the other screen shows: what she takes and in whose name, which she signs for. */
function shownOf(draft: Draft, rows: readonly WaitingRow[], sha256: string): ShownIn {
  const lines = rows
    .filter((row) => draft.ticked.includes(row.dossier_id))
    .map((row) => ({ label: told(row.procedure_name), value: `${row.owner_name} · ${row.code}`, now: false }))
  const receiver = { label: t().name, value: draft.name, now: false }
  return {
    ...{ kind: "receive", title: t().besideShown, step: "", lines: [receiver, ...lines], sha256 },
    ...{ code: "", square: "", number: "" },
  }
}

interface Props {
  draft: Draft
  rows: readonly WaitingRow[]
  unitId: string
  /** Whether exactly this was signed for. */
  onSigned: (signed: boolean) => void
}

/** The receiver signs on a screen of her own: the same way as at a sitting. */
export function SignBeside({ draft, rows, unitId, onSigned }: Props) {
  const [sha256, setSha256] = useState("")
  const text = signedFor(draft)
  useEffect(() => {
    let present = true
    void sha256Of(text).then((found) => present && setSha256(found))
    return () => {
      present = false
    }
  }, [text])
  const seated = { sitting_id: draft.sitting, token: draft.token, unit_id: unitId, procedure: "hand_over" }
  const ready = sha256 !== "" && draft.ticked.length > 0
  const link = useLink(seated, ready ? shownOf(draft, rows, sha256) : undefined)
  const signed = sha256 !== "" && link.standing?.confirmed === sha256
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the answer itself is news
  useEffect(() => onSigned(signed), [signed])
  return (
    <div class="handover__beside">
      {link.standing?.paired !== true && <Pairing token={draft.token} />}
      {link.cut && <p role="status">{t().offline}</p>}
      {link.trouble && (
        <p class="d-line__why" role="alert">
          {link.trouble}
        </p>
      )}
      {signed ? (
        <Banner kind="done" live>
          {t().besideDone}
        </Banner>
      ) : (
        link.standing?.paired === true && <p role="status">{t().besideWait}</p>
      )}
    </div>
  )
}

/** The office at which this person hands over. */
export function useUnit(): string {
  const who = useWatch(me)
  return who?.roles.find((each) => each.role === "clerk")?.unit_id ?? who?.roles[0]?.unit_id ?? ""
}
