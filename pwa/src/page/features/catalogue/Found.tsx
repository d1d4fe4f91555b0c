import { useMemo } from "preact/hooks"
import type { Bundle } from "../../../core/contract/catalogue.ts"
import { searchIcon } from "../../ui/icons.ts"
import { Empty } from "../../ui/States.tsx"
import { finder } from "./find.ts"
import { ProcedureList } from "./ProcedureList.tsx"
import { t } from "./words.ts"

/** What a search finds, best first; said aloud as a number. */
export function Found({ bundle, asked }: { bundle: Bundle; asked: string }) {
  const find = useMemo(() => finder(bundle), [bundle])
  const found = find(asked)
  return (
    <section class="span">
      <div class="head">
        <h2>
          <span role="status">{t().foundN(found.length)}</span>
        </h2>
      </div>
      {found.length > 0 ? (
        <ProcedureList procedures={found} />
      ) : (
        <Empty icon={searchIcon} title={t().nothingFound}>
          {t().nothingFoundMore}
        </Empty>
      )}
    </section>
  )
}
