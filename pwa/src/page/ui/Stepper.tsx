import { common } from "../i18n/common.ts"

/** "Bước 2 trên 5: …" with a bar. `at` counts from one. */
export function Stepper({ at, of, name }: { at: number; of: number; name?: string }) {
  const words = common().stepOf(at, of)
  return (
    <div class="steps">
      <div class="steps__bar" role="img" aria-label={words}>
        {Array.from({ length: of }, (_, n) => (
          <i key={n} class={n + 1 < at ? "on" : n + 1 === at ? "now" : ""} />
        ))}
      </div>
      <p>{name === undefined ? words : `${words}: ${name}`}</p>
    </div>
  )
}
