/* How it looks what came of an operation that was carried here: from a phone's screen, or in a rescue file. */
import type { RescuedOut } from "../../../core/contract/openapi.gen.ts"
import { doneIcon, infoIcon, warnIcon } from "../../ui/icons.ts"

export interface CameWords {
  readonly applied: string
  readonly duplicate: string
  readonly quarantined: string
  readonly held: string
  readonly retry: string
  readonly rejected: string
}

interface Look {
  readonly kind: "done" | "sent" | "mend" | "phone"
  readonly icon: string
  readonly word: keyof CameWords
}

const LOOKS: Readonly<Record<RescuedOut["status"], Look>> = {
  applied: { kind: "done", icon: doneIcon, word: "applied" },
  merged: { kind: "done", icon: doneIcon, word: "applied" },
  duplicate: { kind: "sent", icon: infoIcon, word: "duplicate" },
  quarantined: { kind: "phone", icon: warnIcon, word: "quarantined" },
  held: { kind: "phone", icon: warnIcon, word: "held" },
  retry: { kind: "phone", icon: warnIcon, word: "retry" },
  rejected: { kind: "mend", icon: warnIcon, word: "rejected" },
  conflict: { kind: "mend", icon: warnIcon, word: "rejected" },
}

/** Colour, sign and words of a verdict. */
export function came(status: RescuedOut["status"], words: CameWords): Pick<Look, "kind" | "icon"> & { text: string } {
  const { kind, icon, word } = LOOKS[status]
  return { kind, icon, text: words[word] }
}
