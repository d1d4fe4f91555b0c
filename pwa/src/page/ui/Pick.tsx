interface Props<V extends string | number> {
  label: string
  /** The question is said by something else on the page. */
  hideLabel?: boolean
  name: string
  /** The id of the first choice, where a list of errors leads. */
  id?: string
  options: readonly (readonly [V, string])[]
  value: V | undefined
  onPick: (value: V) => void
}

/** Two to four short choices side by side. */
export function Pick<V extends string | number>({ label, hideLabel, name, id, options, value, onPick }: Props<V>) {
  return (
    <fieldset class="field">
      <legend class={hideLabel ? "vh" : "field__label"}>{label}</legend>
      <div class="pick">
        {options.map(([each, words], n) => (
          <label key={each}>
            <input type="radio" name={name} id={n === 0 ? id : undefined} checked={each === value} onChange={() => onPick(each)} />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
