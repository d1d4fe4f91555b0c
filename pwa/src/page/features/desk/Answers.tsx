import type { DeskDossierOut } from "../../../core/contract/openapi.gen.ts"
import type { Answers as Given, FormDef } from "../../../core/domain/forms/types.ts"
import { Declared } from "./Declared.tsx"
import { Paper } from "./Paper.tsx"
import { t } from "./words.ts"

interface Props {
  found: DeskDossierOut
  onCompare: (paper: string, compared: boolean, reason?: string) => void
  onShow: (id: string) => void
}

/** What was declared: papers to compare first, then the answers, then the people. */
export function Answers({ found, onCompare, onShow }: Props) {
  const { answers, parties } = found.dossier
  return (
    <>
      {found.papers.length > 0 && (
        <>
          <h2>{t().papers}</h2>
          <dl class="ask__papers">
            {found.papers.map((paper) => (
              <Paper key={paper.key} paper={paper} onCompare={onCompare} onShow={onShow} />
            ))}
          </dl>
        </>
      )}
      <Declared form={found.form as unknown as FormDef} answers={answers as Given} parties={parties} filled={found.dossier.filled} />
    </>
  )
}
