import { type QrMatrix, qrPath } from "../../core/domain/qr.ts"

/** A QR code drawn from its modules, black on white in every theme, with the quiet zone that readers need. */
export function Qr({ matrix, label }: { matrix: QrMatrix; label: string }) {
  const { size, path } = qrPath(matrix)
  return (
    <div class="qr">
      <svg viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges" role="img" aria-label={label}>
        <path d={path} />
      </svg>
    </div>
  )
}
