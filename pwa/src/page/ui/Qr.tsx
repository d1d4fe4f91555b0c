/** The rows of dark modules as one path: neighbours in a row are one stroke. */
function rows(matrix: readonly (readonly boolean[])[]): string {
  let path = ""
  matrix.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue
      let end = x
      while (row[end]) end += 1
      path += `M${x} ${y}h${end - x}v1h${x - end}z`
      x = end
    }
  })
  return path
}

/** A QR code drawn from its modules, black on white in every theme, with the quiet zone readers need. */
export function Qr({ matrix, label }: { matrix: readonly (readonly boolean[])[]; label: string }) {
  const size = matrix.length + 4
  return (
    <div class="qr">
      <svg viewBox={`-2 -2 ${size} ${size}`} shape-rendering="crispEdges" role="img" aria-label={label}>
        <path d={rows(matrix)} />
      </svg>
    </div>
  )
}
