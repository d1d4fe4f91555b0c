/* One thing that somebody does on a phone. A new part of the product adds a file here and a line to the table. */
import type { SimPhone } from "../phone.ts"

export interface Actor {
  readonly name: string
  /** How often, beside the others. */
  readonly weight: number
  readonly act: (phone: SimPhone) => Promise<void>
}
