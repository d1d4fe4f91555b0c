import { useEffect, useState } from "preact/hooks"
import type { ChargeOut } from "../../../core/contract/openapi.gen.ts"
import { type QrMatrix, qrMatrix, qrPath } from "../../../core/domain/qr.ts"
import { buildVietQr } from "../../../core/domain/vietqr.ts"
import { money } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Chip, type ChipKind } from "../../ui/Card.tsx"
import { clockIcon, doneIcon } from "../../ui/icons.ts"
import { copyIcon, downloadIcon } from "../../ui/icons-work.ts"
import { Qr } from "../../ui/Qr.tsx"
import { t } from "./words.ts"

const PIXELS = 8

function look(charge: ChargeOut): { kind: ChipKind; icon: string; text: string } {
  switch (charge.status) {
    case "paid":
      return { kind: "done", icon: doneIcon, text: t().paidState }
    case "over":
      return { kind: "done", icon: doneIcon, text: t().overState }
    case "under":
      return { kind: "phone", icon: clockIcon, text: t().underState }
    case "void":
      return { kind: "plain", icon: doneIcon, text: t().voidState }
    case "open":
      return { kind: "phone", icon: clockIcon, text: t().openState }
  }
}

/** The payment code's modules, drawn by the phone itself; undefined where the office has no account. */
function codeOf(charge: ChargeOut): QrMatrix | undefined {
  if (!charge.bank_bin || !charge.bank_account) return undefined
  const built = buildVietQr({
    bin: charge.bank_bin,
    account: charge.bank_account,
    amount: charge.amount - charge.paid,
    purpose: charge.reference,
  })
  return built.ok ? (qrMatrix(built.value) ?? undefined) : undefined
}

/** Saves the code as a picture, for a phone that cannot scan its own screen. */
function savePicture(matrix: QrMatrix, name: string): void {
  const { size, path } = qrPath(matrix)
  const canvas = document.createElement("canvas")
  canvas.width = size * PIXELS
  canvas.height = size * PIXELS
  const pen = canvas.getContext("2d")
  if (!pen) return
  pen.fillStyle = "#fff"
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.scale(PIXELS, PIXELS)
  pen.fillStyle = "#000"
  pen.fill(new Path2D(path))
  const link = document.createElement("a")
  link.href = canvas.toDataURL("image/png")
  link.download = `${name}.png`
  link.click()
}

function Transfer({ charge }: { charge: ChargeOut }) {
  const [copied, setCopied] = useState(false)
  const matrix = codeOf(charge)
  useEffect(() => {
    if (!copied) return undefined
    const wait = setTimeout(() => setCopied(false), 4000)
    return () => clearTimeout(wait)
  }, [copied])
  if (!matrix) return <p>{t().noAccount}</p>
  const left = money(charge.amount - charge.paid)
  return (
    <>
      <div class="pay__qr">
        <Qr matrix={matrix} label={t().qrLabel(left, charge.reference)} />
        <b>{t().qrTitle}</b>
        <span class="muted">{t().qrMore}</span>
      </div>
      <dl class="kv">
        <div>
          <dt>{t().holder}</dt>
          <dd>{charge.bank_holder}</dd>
        </div>
        <div>
          <dt>{t().account}</dt>
          <dd class="num">{charge.bank_account}</dd>
        </div>
        <div>
          <dt>{t().memo}</dt>
          <dd class="num">{charge.reference}</dd>
        </div>
      </dl>
      <div class="row">
        <Button icon={copyIcon} onPress={() => void navigator.clipboard.writeText(charge.reference).then(() => setCopied(true))}>
          {copied ? t().copied : t().copyMemo}
        </Button>
        <Button icon={downloadIcon} onPress={() => savePicture(matrix, charge.reference)}>
          {t().saveQr}
        </Button>
      </div>
      <p class="small muted">{t().payTruth}</p>
    </>
  )
}

/** One charge: its lines, its state as the office knows it, and the code to pay it with. Nothing here makes it paid. */
export function Pay({ charge }: { charge: ChargeOut }) {
  const { kind, icon, text } = look(charge)
  const open = charge.status === "open" || charge.status === "under"
  return (
    <section>
      <div class="head">
        <h2>{t().fee}</h2>
        <Chip kind={kind} icon={icon}>
          {text}
        </Chip>
      </div>
      <div class="card card--pad pay">
        <div class="pay__sum">
          <span>{open ? t().toPay : t().inAll}</span>
          <b class="num">{money(charge.amount)}</b>
        </div>
        <dl class="pay__lines">
          {charge.lines.map((line) => (
            <div key={line.key}>
              <dt>
                {say({ vi: line.label.vi, en: line.label.en ?? undefined })}
                {line.quantity > 1 && !line.why && ` × ${line.quantity}`}
                {line.why && <small class="muted pay__why">{say({ vi: line.why.vi, en: line.why.en ?? undefined })}</small>}
              </dt>
              <dd class="num">{money(line.amount)}</dd>
            </div>
          ))}
        </dl>
        {charge.paid > 0 && charge.status !== "paid" && <p class="num">{t().still(money(charge.paid))}</p>}
        {charge.given_back > 0 && <p class="num">{t().gaveBack(money(charge.given_back))}</p>}
        {charge.receipt_number && <p class="num">{t().receipt(charge.receipt_number)}</p>}
        {open && <Transfer charge={charge} />}
      </div>
    </section>
  )
}
