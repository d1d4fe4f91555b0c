import type { Procedure } from "../../../core/contract/catalogue.ts"
import { say } from "../../i18n/lang.ts"
import { Card, Item } from "../../ui/Card.tsx"

/** Procedures by their names and one plain sentence each. */
export function ProcedureList({ procedures, label }: { procedures: readonly Procedure[]; label?: string }) {
  return (
    <Card list {...(label !== undefined && { label })}>
      {procedures.map((procedure) => (
        <Item key={procedure.code} href={`/thu-tuc/${procedure.code}`} name={say(procedure.name)}>
          <span class="item__note">{say(procedure.summary)}</span>
        </Item>
      ))}
    </Card>
  )
}
