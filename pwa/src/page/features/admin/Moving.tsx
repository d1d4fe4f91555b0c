import type { MovingOut } from "../../../core/contract/openapi.gen.ts"
import { say } from "../../i18n/lang.ts"
import { shortMoment } from "../desk/say.ts"
import { rooms as t } from "./words.ts"

const at = (moment: string | null | undefined): string => (moment ? shortMoment(moment) : t().noDue)

/** The due dates a change would move, before it is saved. */
export function Moving({ moving }: { moving: MovingOut }) {
  return (
    <section aria-live="polite" data-moving={moving.count}>
      <p class="admin__moves">
        <b>{t().moves(moving.count, moving.told)}</b> {moving.rows.length < moving.count && t().first(moving.rows.length)}
      </p>
      {moving.rows.length > 0 && (
        <div class="admin__scroll">
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">{t().code}</th>
                <th scope="col">{t().from}</th>
                <th scope="col">{t().to}</th>
                <th scope="col">{t().told}</th>
              </tr>
            </thead>
            <tbody>
              {moving.rows.map((row) => (
                <tr key={row.dossier_id}>
                  <td>
                    <b class="num">{row.code}</b>
                    <small>
                      {say({ vi: row.procedure.vi, en: row.procedure.en ?? undefined })}, {row.unit_name}
                    </small>
                  </td>
                  <td class="num">{at(row.before)}</td>
                  <td class="num">{at(row.after)}</td>
                  <td>{row.told ? t().yes : t().no}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
