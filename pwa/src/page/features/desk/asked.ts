/* What is asked of the list besides its view: what a saved filter keeps. */
import type { Asked } from "../../../core/contract/openapi.gen.ts"

export type Narrowing = Partial<Omit<Asked, "view">>

export const SPANS = ["late", "today", "soon", "week", "later"] as const
export const CHANNELS = ["prepared", "online", "direct", "post"] as const
export const HOLDERS = ["me", "nobody", "others"] as const

/** As the server is asked. */
export function queryOf(view: string, asked: Narrowing): string {
  const query = new URLSearchParams({ view })
  for (const [name, value] of Object.entries(asked)) {
    if (value === "" || value === null) continue
    if (name === "in_view" && value === false) continue
    query.set(name, String(value))
  }
  return query.toString()
}

/** How many things narrow the list. */
export const count = (asked: Narrowing): number =>
  Object.entries(asked).filter(([name, value]) => name !== "in_view" && value !== "" && value !== null).length
