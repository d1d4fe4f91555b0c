import type { ComponentType } from "preact"
import { useEffect, useState } from "preact/hooks"
import { type IdCard, parseCard } from "../../core/domain/cccd.ts"
import type { FieldDef, SectionDef } from "../../core/domain/forms/index.ts"
import { say } from "../i18n/lang.ts"
import { Banner } from "../ui/Banner.tsx"
import { Button } from "../ui/Button.tsx"
import { Dialog } from "../ui/Dialog.tsx"
import { cardIcon } from "../ui/icons-work.ts"
import { cardNumbers, fromCard, leadsTo } from "./card.ts"
import type { Hands } from "./asking.ts"
import { pathIn } from "./paths.ts"
import { t } from "./words.ts"

type ScannerView = ComponentType<{ onText: (text: string) => void; hint: string }>

interface Props {
  section: SectionDef
  /** The row of a repeatable group. */
  row?: string
  hands: Hands
  /** Whether a field of this key is asked for now. */
  asked: (key: string) => boolean
}

/** The camera over an ID card's code, until one is read; what is no card's code is said and passed over. */
export function CardDialog({ onCard, onClose }: { onCard: (card: IdCard) => void; onClose: () => void }) {
  const [Scanner, setScanner] = useState<ScannerView>()
  const [other, setOther] = useState(false)
  useEffect(() => void import("../ui/Scanner.tsx").then((found) => setScanner(() => found.Scanner)), [])
  if (Scanner === undefined) return null
  const hear = (text: string): void => {
    const card = parseCard(text)
    setOther(card === null)
    if (card !== null) onCard(card)
  }
  return (
    <Dialog title={t().scanCard} onClose={onClose}>
      <Scanner onText={hear} hint={t().scanCardHint} />
      {other && (
        <Banner kind="wait" live>
          {t().notACard}
        </Banner>
      )}
    </Dialog>
  )
}

/** "Quét căn cước để điền sẵn": typing help for the person a section asks about. Nothing of the card is kept but the answers. */
export function CardScan({ section, row, hands, asked }: Props) {
  const numbers = cardNumbers(section).filter((number) => leadsTo(section, number).some(asked))
  const [filled, setFilled] = useState<{ old: boolean }>()
  const [scanning, setScanning] = useState<FieldDef>()
  if (numbers.length === 0) return null
  const read = (card: IdCard): void => {
    if (scanning === undefined) return
    const answers = fromCard(section, scanning, card)
    for (const [key, value] of answers) hands.answer(row === undefined ? key : pathIn(section.key, row, key), value)
    setScanning(undefined)
    setFilled({ old: answers.some(([, value]) => typeof value === "object") })
  }
  return (
    <>
      {numbers.map((number) => (
        <Button key={number.key} icon={cardIcon} wide onPress={() => setScanning(number)}>
          {numbers.length === 1 ? t().scanCard : t().scanCardOf(say(number.label))}
        </Button>
      ))}
      {filled && (
        <Banner kind="done" live>
          <span>
            {t().filled} {filled.old && t().oldAddress}
          </span>
        </Banner>
      )}
      {scanning && <CardDialog onCard={read} onClose={() => setScanning(undefined)} />}
    </>
  )
}
