import type { LabelOut } from "../../../core/contract/openapi.gen.ts"

/** A label of the unit: its word on its colour. */
export function Tag({ label }: { label: Pick<LabelOut, "name" | "colour"> }) {
  return <span class={`tag tag--${label.colour}`}>{label.name}</span>
}
