import { useClient, useStored } from "../../app/client.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { changed, freeKey, type Kind, type Plan, toggled, without } from "./waitingPlan.ts"
import { waiting as t } from "./words-waiting.ts"

interface Props {
  plan: Plan
  onSet: (change: Partial<Plan>) => void
}

/** One thing to tick. */
export function Tick({ label, on, onTick }: { label: string; on: boolean; onTick: () => void }) {
  return (
    <label class="waiting__tick">
      <input type="checkbox" checked={on} onChange={onTick} />
      {label}
    </label>
  )
}

interface BoxProps {
  label: string
  value: string
  onType: (text: string) => void
  short?: boolean
}

function Box({ label, value, onType, short }: BoxProps) {
  return (
    <input
      type="text"
      aria-label={label}
      size={short ? 4 : 20}
      inputMode={short ? "numeric" : "text"}
      value={value}
      onInput={(event) => onType(event.currentTarget.value)}
    />
  )
}

const figure = (text: string): number => Number(text.replace(/\D/g, "").slice(0, 3))

/** The kinds of work: a button each at the door. */
export function SetKinds({ plan, onSet }: Props) {
  const set = (at: number, change: Partial<Kind>): void => onSet({ kinds: changed(plan.kinds, at, change) })
  const add = (): void => {
    const key = freeKey(
      plan.kinds.map((kind) => kind.key),
      "loai",
    )
    const prefix = Array.from("ABCDEFGHIKLMNPQRSTVXYZ").find((letter) => plan.kinds.every((kind) => kind.prefix !== letter)) ?? "Z"
    onSet({ kinds: [...plan.kinds, { key, prefix, name: { vi: "", en: "" }, minutes: 10, limit: 0, fields: [] }] })
  }
  const remove = (at: number): void => {
    const gone = plan.kinds[at]?.key
    const points = plan.points.map((point) => ({ ...point, kinds: point.kinds.filter((key) => key !== gone) }))
    onSet({ kinds: without(plan.kinds, at), points })
  }
  return (
    <fieldset>
      <legend>{t().kinds}</legend>
      <table class="waiting__table">
        <thead>
          <tr>
            <th scope="col">{t().prefix}</th>
            <th scope="col">{t().nameVi}</th>
            <th scope="col">{t().nameEn}</th>
            <th scope="col">{t().minutes}</th>
            <th scope="col">{t().limit}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {plan.kinds.map((kind, n) => (
            <tr key={kind.key}>
              <td>
                <Box short label={`${t().prefix} ${n + 1}`} value={kind.prefix} onType={(text) => set(n, { prefix: text.toUpperCase() })} />
              </td>
              <td>
                <Box label={`${t().nameVi} ${n + 1}`} value={kind.name.vi} onType={(vi) => set(n, { name: { ...kind.name, vi } })} />
              </td>
              <td>
                <Box label={`${t().nameEn} ${n + 1}`} value={kind.name.en} onType={(en) => set(n, { name: { ...kind.name, en } })} />
              </td>
              <td>
                <Box
                  short
                  label={`${t().minutes} ${n + 1}`}
                  value={String(kind.minutes)}
                  onType={(text) => set(n, { minutes: figure(text) })}
                />
              </td>
              <td>
                <Box short label={`${t().limit} ${n + 1}`} value={String(kind.limit)} onType={(text) => set(n, { limit: figure(text) })} />
              </td>
              <td>
                <Button kind="quiet" label={t().remove(kind.name.vi)} onPress={() => remove(n)}>
                  {t().removeShort}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted small">{t().limitMore}</p>
      {plan.kinds.map((kind, n) => (
        <Fields key={kind.key} kind={kind} onSet={(fields) => set(n, { fields })} />
      ))}
      <Button onPress={add}>{t().addKind}</Button>
    </fieldset>
  )
}

/** The fields of the catalogue that lead from a procedure's page to a kind of work. */
function Fields({ kind, onSet }: { kind: Kind; onSet: (fields: string[]) => void }) {
  const { store } = useClient()
  const bundle = useStored(() => store.bundle(), ["bundle"])
  const fields = bundle.state === "here" ? (bundle.value?.fields ?? []) : []
  if (fields.length === 0) return null
  return (
    <details>
      <summary>{t().fields(kind.name.vi)}</summary>
      <div class="waiting__ticks">
        {fields.map((field) => (
          <Tick
            key={field.key}
            label={say(field)}
            on={kind.fields.includes(field.key)}
            onTick={() => onSet(toggled(kind.fields, field.key))}
          />
        ))}
      </div>
    </details>
  )
}

/** The counters, and what each serves. */
export function SetPoints({ plan, onSet }: Props) {
  const add = (): void => {
    const key = freeKey(
      plan.points.map((point) => point.key),
      "",
    )
    onSet({ points: [...plan.points, { key, name: t().newPoint(key), kinds: [] }] })
  }
  return (
    <fieldset>
      <legend>{t().points}</legend>
      <p class="muted small">{t().servesAll}</p>
      <ul class="waiting__points">
        {plan.points.map((point, n) => (
          <li key={point.key}>
            <Box
              label={`${t().pointName} ${n + 1}`}
              value={point.name}
              onType={(name) => onSet({ points: changed(plan.points, n, { name }) })}
            />
            <fieldset class="waiting__ticks">
              <legend class="vh">{t().serves(point.name)}</legend>
              {plan.kinds.map((kind) => (
                <Tick
                  key={kind.key}
                  label={kind.name.vi}
                  on={point.kinds.includes(kind.key)}
                  onTick={() => onSet({ points: changed(plan.points, n, { kinds: toggled(point.kinds, kind.key) }) })}
                />
              ))}
            </fieldset>
            <Button kind="quiet" label={t().remove(point.name)} onPress={() => onSet({ points: without(plan.points, n) })}>
              {t().removeShort}
            </Button>
          </li>
        ))}
      </ul>
      <Button onPress={add}>{t().addPoint}</Button>
    </fieldset>
  )
}
