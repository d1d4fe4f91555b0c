import { useRef, useState } from "preact/hooks"
import type { ChargesOut, OpenChargeOut, PaymentOut } from "../../../core/contract/openapi.gen.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { date, money, today } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { doneIcon, warnIcon } from "../../ui/icons.ts"
import { coinIcon } from "../../ui/icons-work.ts"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { desk, me } from "./api.ts"
import { forget, useKept } from "./kept.ts"
import { Line, Pick } from "./Line.tsx"
import { Refund } from "./Refund.tsx"
import { sentence } from "./say.ts"
import { useRead } from "./useRead.ts"
import { t, word } from "./words.ts"
import { r } from "./words-refund.ts"

const FIELDS = ["bank_ref", "amount", "booked_on", "content"] as const
const dong = (text: string): number => Number(text.replace(/[^\d]/g, ""))

/** A line of the bank's statement, typed as it stands there. */
function Statement({ onDone }: { onDone: () => void }) {
  const [kept, keep] = useKept("statement")
  const [wrong, setWrong] = useState("")
  const [said, setSaid] = useState<PaymentOut>()
  const [busy, setBusy] = useState(false)
  const op = useRef(uuid7())
  const roles = me.get()?.roles ?? []
  const unit = (roles.find((each) => each.role === "clerk") ?? roles[0])?.unit_id
  const value = (field: string): string => kept[field] ?? (field === "booked_on" ? today() : "")
  const record = async (): Promise<void> => {
    if (FIELDS.some((field) => !value(field).trim()) || dong(value("amount")) <= 0) return void setWrong(t().typeThis)
    setBusy(true)
    const done = await desk.statementLine({
      op_id: op.current,
      unit_id: unit,
      bank_ref: value("bank_ref").trim(),
      amount: dong(value("amount")),
      booked_on: value("booked_on"),
      content: value("content"),
    })
    setBusy(false)
    setWrong(done.ok ? "" : sentence(done))
    if (!done.ok) return
    op.current = uuid7()
    setSaid(done.value)
    forget("statement")
    for (const field of FIELDS) keep(field, field === "booked_on" ? value(field) : "")
    onDone()
  }
  return (
    <section class="card card--pad room__form">
      <h2>{t().statement}</h2>
      <p class="muted">{t().statementMore}</p>
      <Line label={t().bankRef} value={value("bank_ref")} onType={(text) => keep("bank_ref", text)} />
      <Line label={t().amount} type="number" value={value("amount")} onType={(text) => keep("amount", text)} />
      <Line label={t().bookedOn} type="date" value={value("booked_on")} onType={(text) => keep("booked_on", text)} />
      <Line label={t().content} value={value("content")} onType={(text) => keep("content", text)} error={wrong} />
      <Button kind="main" busy={busy} onPress={() => void record()}>
        {t().record}
      </Button>
      <p role="status">{said && <Status payment={said} />}</p>
    </section>
  )
}

function Status({ payment }: { payment: PaymentOut }) {
  const good = payment.status === "matched"
  return (
    <Chip kind={good ? "done" : "phone"} icon={good ? doneIcon : warnIcon}>
      {word(`pay_${payment.status}`)}
    </Chip>
  )
}

/** Cash taken at the counter for one charge. */
function Cash({ charge, onClose, onDone }: { charge: OpenChargeOut; onClose: () => void; onDone: () => void }) {
  const [receipt, setReceipt] = useState("")
  const [amount, setAmount] = useState(String(charge.amount - charge.paid))
  const [wrong, setWrong] = useState("")
  const op = useRef(uuid7())
  const take = async (): Promise<void> => {
    if (!receipt.trim() || dong(amount) <= 0) return void setWrong(t().typeThis)
    const body = { op_id: op.current, charge_id: charge.charge_id, amount: dong(amount), receipt_number: receipt.trim() }
    const done = await desk.cash(body)
    if (!done.ok) return void setWrong(sentence(done))
    onDone()
  }
  return (
    <Dialog
      title={`${t().cash}: ${charge.owner_name}`}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" onPress={() => void take()}>
            {t().record}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <Line label={t().amount} type="number" value={amount} onType={setAmount} />
      <Line label={t().receiptNumber} value={receipt} onType={setReceipt} error={wrong} />
    </Dialog>
  )
}

/** Gives money with an unknown memo to the charge it belongs to. */
function Assign({
  payment,
  open,
  onClose,
  onDone,
}: {
  payment: PaymentOut
  open: readonly OpenChargeOut[]
  onClose: () => void
  onDone: () => void
}) {
  const [charge, setCharge] = useState("")
  const [reason, setReason] = useState("")
  const [wrong, setWrong] = useState("")
  const op = useRef(uuid7())
  const give = async (): Promise<void> => {
    if (!charge || reason.trim().length < 3) return void setWrong(t().typeThis)
    const done = await desk.assign(payment.payment_id, { op_id: op.current, charge_id: charge, reason: reason.trim() })
    if (!done.ok) return void setWrong(sentence(done))
    onDone()
  }
  const options = open.map((each) => ({
    value: each.charge_id,
    label: `${each.owner_name}, ${money(each.amount - each.paid)}, ${each.reference}`,
  }))
  return (
    <Dialog
      title={`${t().assignTo} ${money(payment.amount)}`}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" onPress={() => void give()}>
            {t().record}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <p class="num">{payment.content}</p>
      <Pick label={t().openCharges} value={charge} onPick={setCharge} options={options} />
      <Line label={t().reason} value={reason} onType={setReason} error={wrong} />
    </Dialog>
  )
}

function Open({ charges, onCash }: { charges: ChargesOut; onCash: (charge: OpenChargeOut) => void }) {
  if (charges.open.length === 0)
    return (
      <Empty icon={coinIcon} title={t().noCharges}>
        {t().noChargesMore}
      </Empty>
    )
  return (
    <div class="card list">
      {charges.open.map((charge) => (
        <div class="item" key={charge.charge_id}>
          <span class="item__body">
            <a class="item__name" href={`/ban/ho-so/${charge.dossier_id}`}>
              {charge.owner_name}
            </a>
            <span class="item__note">
              {charge.procedure_name} {charge.official_number}
            </span>
            <span class="item__note num">
              {t().dueMoney(money(charge.paid), money(charge.amount))}. {t().reference}: {charge.reference}
            </span>
          </span>
          <Button onPress={() => onCash(charge)}>{t().cash}</Button>
        </div>
      ))}
    </div>
  )
}

/** Money: open charges, what came in, and the two ways it is recorded. No button of a payer makes anything paid. */
export function Fees() {
  const [read, again] = useRead<ChargesOut>(desk.charges)
  const [cash, setCash] = useState<OpenChargeOut>()
  const [assign, setAssign] = useState<PaymentOut>()
  const [back, setBack] = useState<PaymentOut>()
  const done = (): void => {
    setCash(undefined)
    setAssign(undefined)
    setBack(undefined)
    again()
  }
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1>{t().fees}</h1>
      {read.state === "opening" && <Skeleton rows={3} />}
      {read.state === "failed" && (
        <Failed title={sentence(read.fault)} code={read.fault.code} onRetry={again}>
          {read.fault.code === "offline" ? t().noNetMore : undefined}
        </Failed>
      )}
      {read.state === "here" && (
        <div class="room__two">
          <div>
            <h2>{t().openCharges}</h2>
            <Open charges={read.value} onCash={setCash} />
            {read.value.payments.length > 0 && <h2>{t().payments}</h2>}
            <div class="card list">
              {read.value.payments.map((payment) => (
                <div class="item" key={payment.payment_id}>
                  <span class="item__body">
                    <b class="item__name num">{money(payment.amount)}</b>
                    <span class="item__note num">
                      {date(payment.booked_on)} {payment.bank_ref} {payment.content}
                    </span>
                    <Status payment={payment} />
                    {payment.given_back > 0 && <span class="item__note num">{r().gaveBack(money(payment.given_back))}</span>}
                    {payment.owed_back > 0 && <span class="item__note num">{r().owedBack(money(payment.owed_back))}</span>}
                  </span>
                  {payment.given_back < payment.amount && <Button onPress={() => setBack(payment)}>{r().giveBack}</Button>}
                  {payment.status === "wrong_memo" && payment.given_back === 0 && (
                    <Button onPress={() => setAssign(payment)}>{t().assign}</Button>
                  )}
                </div>
              ))}
            </div>
          </div>
          <Statement onDone={again} />
        </div>
      )}
      {cash && <Cash charge={cash} onClose={() => setCash(undefined)} onDone={done} />}
      {back && <Refund payment={back} onClose={() => setBack(undefined)} onDone={done} />}
      {assign && read.state === "here" && (
        <Assign payment={assign} open={read.value.open} onClose={() => setAssign(undefined)} onDone={done} />
      )}
    </main>
  )
}
