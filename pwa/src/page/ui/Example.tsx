import { words } from "../i18n/words.ts"

const t = words(
  {
    blurred: "Ảnh mờ (trái) và ảnh rõ (phải)",
    cut: "Ảnh thiếu góc (trái) và ảnh đủ bốn góc (phải)",
    dark: "Ảnh tối (trái) và ảnh đủ sáng (phải)",
    glare: "Ảnh lóa (trái) và ảnh không lóa (phải)",
    pages: "Thiếu trang (trái) và đủ các trang (phải)",
  },
  {
    blurred: "Blurred (left) and sharp (right)",
    cut: "Corners cut off (left) and all four corners (right)",
    dark: "Too dark (left) and light enough (right)",
    glare: "Glare (left) and no glare (right)",
    pages: "A page missing (left) and all pages (right)",
  },
)

export const EXAMPLES = ["blurred", "cut", "dark", "glare", "pages"] as const
export type ExampleName = (typeof EXAMPLES)[number]

const LINES = [20, 28, 36, 44, 52, 60]

function Leaf({ x, look }: { x: number; look: ExampleName | "good" }) {
  const lines = LINES.map((y) => <line key={y} x1={x + 12} x2={x + (y === 60 ? 32 : 44)} y1={y} y2={y} />)
  return (
    <g class={`example__leaf example__leaf--${look}`}>
      <rect x={x + 6} y={look === "cut" ? 2 : 10} width="44" height="60" rx="2" />
      {look === "pages" ? lines.slice(0, 2) : lines}
      {look === "glare" && <ellipse class="example__glare" cx={x + 34} cy="34" rx="16" ry="12" />}
    </g>
  )
}

/** How a photo should look, beside how it should not: drawn, so that it is here without a network. */
export function Example({ name }: { name: string }) {
  const known = EXAMPLES.find((each) => each === name)
  if (known === undefined) return null
  return (
    <figure class="example">
      <svg viewBox="0 0 140 80" role="img" aria-label={t()[known]}>
        <clipPath id={`frame-${known}`}>
          <rect x="4" y="4" width="56" height="72" rx="4" />
        </clipPath>
        <g clip-path={`url(#frame-${known})`}>
          <rect class="example__ground" x="4" y="4" width="56" height="72" rx="4" />
          <Leaf x={known === "cut" ? 16 : 4} look={known} />
        </g>
        <rect class="example__frame example__frame--bad" x="4" y="4" width="56" height="72" rx="4" />
        <rect class="example__ground" x="80" y="4" width="56" height="72" rx="4" />
        <Leaf x={80} look="good" />
        <rect class="example__frame" x="80" y="4" width="56" height="72" rx="4" />
        <path class="example__bad" d="M24 68l8 8m0-8-8 8" />
        <path class="example__good" d="M102 72l4 4 8-9" />
      </svg>
      <figcaption class="small muted">{t()[known]}</figcaption>
    </figure>
  )
}
