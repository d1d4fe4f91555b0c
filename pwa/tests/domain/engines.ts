/* The phone's engines behind standard input and output, one JSON line a case: tests/ compares them with the server's. */
import { createInterface } from "node:readline"
import { parseCard } from "../../src/core/domain/cccd.ts"
import { due, type Calendar, type Extension, type Hours, type Pause, type TimeRule } from "../../src/core/domain/deadline.ts"
import { feeLines, type FeeRules } from "../../src/core/domain/fees.ts"
import { evaluate, parties, type Answers, type FormDef, type Json } from "../../src/core/domain/forms/index.ts"
import { carryOn } from "../../src/core/domain/forms/mapping.ts"
import { localCode, parseDossierNumber, parseLocalCode } from "../../src/core/domain/ids.ts"
import { dong, words } from "../../src/core/domain/money.ts"
import { sealToOffice, type OfficeKey } from "../../src/core/domain/office.ts"
import { frames as cut, receiptOf, receiptText, transferName } from "../../src/core/domain/frames.ts"
import { packed } from "../../src/core/domain/packing.ts"
import { qrMatrix } from "../../src/core/domain/qr.ts"
import { packRow, sealPart } from "../../src/core/domain/rescue.ts"
import { compareNames, compareTexts, fold, looksLikeAName, nfc, nfcLines } from "../../src/core/domain/text.ts"
import { driven, type Step } from "./driven.ts"
import { buildVietQr, parseVietQr, referencesIn, type VietQr } from "../../src/core/domain/vietqr.ts"

interface Cases {
  form: { form: FormDef; answers: Json; today: string; lists?: Record<string, string[]> }
  parties: { form: FormDef; answers: Json }
  due: { time: TimeRule; received_at: string; hours: Hours; calendar: Calendar; pauses: Pause[]; extensions: Extension[] }
  text: { text: string }
  order: { one: string; other: string }
  money: { amount: number }
  code: { text: string }
  vietqr: VietQr
  card: { text: string }
  fees: { rules: FeeRules; answers: Answers; channel: string; on: string; exempt: string[] }
  carry: { forms: FormDef[]; rules: Json[]; answers: Json }
  seal: { key: OfficeKey; content: string }
  phone: Step & { new?: boolean }
  receipt: { sha256: string }
  /** What a phone shows of a text, and each frame as the modules of its code. */
  frames: { key: OfficeKey; text: string }
  rescue: { key: OfficeKey; head: Record<string, unknown>; rows: { row: Record<string, unknown>; content?: string }[] }
}

const engines: { [Name in keyof Cases]: (given: Cases[Name]) => unknown } = {
  form: ({ form, answers, today, lists }) =>
    evaluate(form, answers, today, Object.fromEntries(Object.entries(lists ?? {}).map(([name, values]) => [name, new Set(values)]))),
  parties: ({ form, answers }) => parties(form, answers),
  due: ({ time, received_at, hours, calendar, pauses, extensions }) => due(time, received_at, hours, calendar, { pauses, extensions }),
  text: ({ text }) => ({ nfc: nfc(text), lines: nfcLines(text), fold: fold(text), name: looksLikeAName(text) }),
  order: ({ one, other }) => ({ texts: Math.sign(compareTexts(one, other)), names: Math.sign(compareNames(one, other)) }),
  money: ({ amount }) => ({ dong: dong(amount), words: words(amount) }),
  code: ({ text }) => ({ local: parseLocalCode(text), of_id: localCode(text), number: parseDossierNumber(text), memo: referencesIn(text) }),
  vietqr: (request) => {
    const built = buildVietQr(request)
    return built.ok ? { text: built.value, parsed: parseVietQr(built.value) } : { code: built.code }
  },
  card: ({ text }) => parseCard(text),
  fees: ({ rules, answers, channel, on, exempt }) => feeLines(rules, answers, channel, on, exempt),
  carry: ({ forms, rules, answers }) => carryOn(forms, rules, answers),
  seal: async ({ key, content }) => base64(await sealToOffice(key, fromBase64(content))),
  phone: driven,
  rescue,
  receipt: async ({ sha256 }) => receiptOf(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(receiptText(sha256)))),
  frames,
}

async function rescue({ key, head, rows }: Cases["rescue"]): Promise<string> {
  const raw = crypto.getRandomValues(new Uint8Array(32))
  const cipher = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"])
  const sealed = Buffer.from(await sealToOffice(key, raw.buffer)).toString("base64url")
  const packed = rows.map(({ row, content }) => packRow(row, content === undefined ? undefined : fromBase64(content)))
  return base64((await sealPart({ ...head, kid: key.kid, key: sealed }, cipher, packed)).buffer)
}

const fromBase64 = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text, "base64")).buffer
const base64 = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString("base64")

async function answer(line: string): Promise<unknown> {
  const { engine, given } = JSON.parse(line) as { engine: keyof Cases; given: never }
  try {
    return { value: await engines[engine](given) }
  } catch (error) {
    return { threw: String(error) }
  }
}

for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${JSON.stringify(await answer(line))}\n`)

async function frames({ key, text }: Cases["frames"]): Promise<{ texts: string[]; codes: string[][] }> {
  const sealed = new Uint8Array(await sealToOffice(key, (await packed(text)).buffer))
  const texts = cut(transferName(await crypto.subtle.digest("SHA-256", sealed)), sealed) ?? []
  const drawn = (frame: string): string[] => (qrMatrix(frame) ?? []).map((row) => row.map((dark) => (dark ? "1" : "0")).join(""))
  return { texts, codes: texts.map(drawn) }
}
