import { useRef, useState } from "preact/hooks"
import type { PaymentOut } from "../../../core/contract/openapi.gen.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { money, today } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { desk } from "./api.ts"
import { Line, Pick } from "./Line.tsx"
import { sentence } from "./say.ts"
import { t } from "./words.ts"
import { r } from "./words-refund.ts"

const dong = (text: string): number => Number(text.replace(/[^\d]/g, ""))

/** Money of one payment that was paid back: how much, how, by which voucher, why. */
export function Refund({ payment, onClose, onDone }: { payment: PaymentOut; onClose: () => void; onDone: () => void }) {
  const [amount, setAmount] = useState(payment.owed_back > 0 ? String(payment.owed_back) : "")
  const [method, setMethod] = useState<"bank" | "cash">(payment.bank_ref === null ? "cash" : "bank")
  const [proof, setProof] = useState("")
  const [paidOn, setPaidOn] = useState(today())
  const [reason, setReason] = useState("")
  const [wrong, setWrong] = useState("")
  const [busy, setBusy] = useState(false)
  const op = useRef(uuid7())
  const record = async (): Promise<void> => {
    if (dong(amount) <= 0 || !proof.trim() || !paidOn || reason.trim().length < 3) return void setWrong(t().typeThis)
    setBusy(true)
    const body = { op_id: op.current, method, amount: dong(amount), proof: proof.trim(), paid_on: paidOn, reason: reason.trim() }
    const done = await desk.refund(payment.payment_id, body)
    setBusy(false)
    if (!done.ok) return void setWrong(sentence(done))
    onDone()
  }
  const ways = [
    { value: "bank", label: r().byBank },
    { value: "cash", label: r().inCash },
  ]
  return (
    <Dialog
      title={r().title(money(payment.amount))}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" busy={busy} onPress={() => void record()}>
            {t().record}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <p class="muted">{payment.owed_back > 0 ? r().owedBack(money(payment.owed_back)) : r().settled}</p>
      <Line label={t().amount} type="number" value={amount} onType={setAmount} />
      <Pick label={r().how} value={method} onPick={(way) => setMethod(way === "cash" ? "cash" : "bank")} options={ways} />
      <Line label={method === "cash" ? r().voucher : t().bankRef} value={proof} onType={setProof} />
      <Line label={r().paidOn} type="date" value={paidOn} onType={setPaidOn} />
      <Line label={t().reason} value={reason} onType={setReason} error={wrong} />
    </Dialog>
  )
}
