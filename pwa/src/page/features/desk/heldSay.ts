/* How the room of held work names things. */
import type { HeldRow } from "../../../core/contract/openapi.gen.ts"
import { browserName } from "../../i18n/browser.ts"
import { say } from "../../i18n/lang.ts"
import { held } from "./words-held.ts"
import { rescued } from "./words-rescue.ts"

export const told = (text: { vi: string; en?: string | null }): string => say({ vi: text.vi, en: text.en ?? undefined })

/** What it is: its procedure, or what kind of act it is. */
export const whatOf = (row: HeldRow): string => (row.procedure_name ? told(row.procedure_name) : rescued().kind(row.kind))

/** Who made it, and on which phone. */
export const madeBy = ({ author_name, device_label }: HeldRow): string =>
  held().by(author_name || held().nobody, browserName(device_label) || device_label)
