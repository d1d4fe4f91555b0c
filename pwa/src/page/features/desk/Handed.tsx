import { useState } from "preact/hooks"
import type { HandedOut, HandoverOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { dateTime } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { Drawn } from "../../ui/Signature.tsx"
import { handovers } from "./handoverApi.ts"
import { Wrong } from "./Wrong.tsx"
import { handing as t } from "./words-handover.ts"

/** The word for what the receiver is to the owner, for the number she showed, or for the parcel. */
export function handedHow(handed: HandedOut): string {
  if (handed.method === "electronic") return t().electronic
  if (handed.method === "post") return [t().method_post, handed.carrier, handed.tracking].filter(Boolean).join(", ")
  const whom = handed.as_whom ? t()[`as_${handed.as_whom}`] : ""
  return [whom, handed.authority, handed.id_end && t().id(handed.id_end), handed.signed && t()[`signed_${handed.signed}`]]
    .filter(Boolean)
    .join(" · ")
}

/** Who has the result of a dossier, and the signature, which is read when it is asked for. */
export function Handed({ handed }: { handed: HandedOut }) {
  const [record, setRecord] = useState<HandoverOut>()
  const [fault, setFault] = useState<Fault>()
  const id = handed.handover_id
  const show = async (): Promise<void> => {
    if (!id) return
    const answer = await handovers.record(id)
    setFault(answer.ok ? undefined : answer)
    if (answer.ok) setRecord(answer.value)
  }
  return (
    <section class="handed" aria-label={t().handed}>
      <h2>{t().handed}</h2>
      <p>
        <b>{handed.receiver}</b> <span class="num">{dateTime(handed.at)}</span>
      </p>
      <p class="small">{handedHow(handed)}</p>
      {handed.by && <p class="small muted">{t().handedBy(handed.by)}</p>}
      <Wrong fault={fault} />
      {record && record.strokes.length > 0 && <Drawn strokes={record.strokes} label={t().signature} />}
      {id && handed.signed === "glass" && !record && <Button onPress={() => void show()}>{t().showSignature}</Button>}
    </section>
  )
}
