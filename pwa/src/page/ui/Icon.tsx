/** One drawing, stroked in the colour of the words beside it. Readers skip it. */
export function Icon({ d, small, turn }: { d: string; small?: boolean; turn?: boolean }) {
  return (
    <svg class={`i${small ? " i--s" : ""}${turn ? " i--turn" : ""}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={d} />
    </svg>
  )
}
