/* The units at which whoever sits here may administer, and keeping a file that the server made. */
import type { MeOut } from "../../../core/contract/openapi.gen.ts"

export interface Mine {
  unit_id: string
  unit_name: string
}

/** Each unit of the administrator once. */
export function administered(who: MeOut | null | undefined): readonly Mine[] {
  const found = new Map<string, Mine>()
  for (const each of who?.roles ?? []) {
    if (each.role === "admin") found.set(each.unit_id, { unit_id: each.unit_id, unit_name: each.unit_name })
  }
  return [...found.values()]
}

/** Hands bytes to the browser as a file to keep. */
export function saveAs(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
