import type { FiledOut } from "../../../core/contract/openapi.gen.ts"
import { qrMatrix } from "../../../core/domain/qr.ts"
import { useServer } from "../../app/client.ts"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { Qr } from "../../ui/Qr.tsx"
import { isNumber } from "./before.ts"
import { sittings } from "./counterApi.ts"
import type { KeptSitting, SittingDraft } from "./sittingDraft.ts"
import { before } from "./words-before.ts"
import { counter as t } from "./words-counter.ts"

/** What the resident carries home, and where the official goes on. */
export function CounterDone({ draft, filed, kept }: { draft: SittingDraft; filed: FiledOut; kept: KeptSitting }) {
  const base = useServer()?.public_url ?? location.origin
  const matrix = qrMatrix(`${base}/t/${filed.local_code}#${draft.secret}`)
  const next = (): void => {
    void sittings.end(draft.sitting_id)
    kept.drop()
  }
  return (
    <section class="card card--pad counter__done" role="status">
      <h3>{filed.received ? t().filedTitle : t().filedWaits}</h3>
      {!filed.received && <p>{t().filedWaitsMore}</p>}
      <dl class="kv">
        {filed.official_number && (
          <div>
            <dt>{t().number}</dt>
            <dd class="num">{filed.official_number}</dd>
          </div>
        )}
        <div>
          <dt>{t().localCode}</dt>
          <dd class="num">{filed.local_code}</dd>
        </div>
      </dl>
      <div class="scan__receipt">
        {matrix && <Qr matrix={matrix} label={t().slipSquare} />}
        <p>{t().slip}</p>
      </div>
      <div class="row">
        <ButtonLink kind="main" href={`/ban/ho-so/${filed.dossier_id}`}>
          {t().open}
        </ButtonLink>
        {isNumber(draft.person) && (
          <Button onPress={() => kept.drop({ after: draft.sitting_id, token: draft.token, person: draft.person ?? "" })}>
            {before().follow}
          </Button>
        )}
        <Button onPress={next}>{t().again}</Button>
      </div>
    </section>
  )
}
