/** The village gate: masonry piers, a round arch, a tiled roof. */
export const gatePath = ""

export function Mark({ kind = "mark" }: { kind?: string }) {
  return (
    <svg class={kind} viewBox="0 0 64 64" aria-hidden="true">
      <path d={gatePath} />
    </svg>
  )
}
