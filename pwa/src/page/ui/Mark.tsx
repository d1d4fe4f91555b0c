/** The village gate: masonry piers, a round arch, a tiled roof. */
export const gatePath =
  "M25 3.5h14l1.4 1.8c1.5 2.3 3.8 3.8 7.1 4.2-.3 1.8-1.4 3.1-3.1 3.8H19.6c-1.7-.7-2.8-2-3.1-3.8 3.3-.4 5.6-1.9 7.1-4.2ZM21.5 15.2h21v4.6h-21ZM12 21.6h40l1.7 2.2c1.6 2.1 4.4 3.5 8.3 3.8-.2 2.4-1.6 4.2-3.8 5H5.8c-2.2-.8-3.6-2.6-3.8-5 3.9-.3 6.7-1.7 8.3-3.8ZM7.5 34.4h49V61H42.5V50.3a10.5 10.5 0 0 0-21 0V61h-14Z"

export function Mark({ kind = "mark" }: { kind?: string }) {
  return (
    <svg class={kind} viewBox="0 0 64 64" aria-hidden="true">
      <path d={gatePath} />
    </svg>
  )
}
