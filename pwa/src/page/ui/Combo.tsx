import { useMemo, useRef, useState } from "preact/hooks"
import { fold } from "../../core/domain/text.ts"
import { words } from "../i18n/words.ts"
import { Field, type FieldProps, type Tied } from "./Field.tsx"

const t = words(
  { none: "Không thấy. Gõ ít chữ hơn, không dấu cũng được.", found: (n: number) => `${n} kết quả` },
  { none: "Nothing found. Type fewer letters; accents are not needed.", found: (n) => `${n} results` },
)

export interface ComboItem {
  value: string
  label: string
  /** Further words it is found by, and what is said under its name when they matched. */
  also?: string | undefined
}

interface Props extends FieldProps {
  items: readonly ComboItem[]
  value: string | undefined
  onChoose: (value: string | undefined) => void
  onLeave?: (() => void) | undefined
}

const SHOWN = 40

interface Folded extends ComboItem {
  name: string
  other: string
}

/** Names that begin with what was typed first, then those that contain it, then those known by other words. */
function look(items: readonly Folded[], asked: string): Folded[] {
  const wanted = fold(asked)
  if (wanted === "") return items.slice(0, SHOWN)
  const ranks: Folded[][] = [[], [], []]
  for (const item of items) {
    const at = item.name.indexOf(wanted)
    const rank = at === 0 || (at > 0 && item.name[at - 1] === " ") ? 0 : at > 0 ? 1 : item.other.includes(wanted) ? 2 : undefined
    if (rank !== undefined) ranks[rank]?.push(item)
  }
  return ranks.flat().slice(0, SHOWN)
}

/** One of many: typed with or without diacritics, chosen from what remains. */
export function Combo({ items, value, onChoose, onLeave, ...field }: Props) {
  const chosen = items.find((item) => item.value === value)
  return <Field {...field}>{(tied) => <Box tied={tied} items={items} chosen={chosen} onChoose={onChoose} onLeave={onLeave} />}</Field>
}

const foldAll = (items: readonly ComboItem[]): Folded[] =>
  items.map((item) => ({ ...item, name: fold(item.label), other: item.also ? fold(item.also) : "" }))

interface BoxProps {
  tied: Tied
  items: readonly ComboItem[]
  chosen: ComboItem | undefined
  onChoose: (value: string | undefined) => void
  onLeave: (() => void) | undefined
}

function Box({ tied, items, chosen, onChoose, onLeave }: BoxProps) {
  const [asked, setAsked] = useState<string>()
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const open = asked !== undefined
  // three thousand communes are folded when the list is first opened, not when the page is
  const folded = useMemo(() => (open ? foldAll(items) : []), [items, open])
  const found = useMemo(() => (asked === undefined ? [] : look(folded, asked)), [folded, asked])
  const close = (): void => setAsked(undefined)
  const choose = (item: ComboItem | undefined): void => {
    onChoose(item?.value)
    close()
  }
  const move = (step: number): void => {
    const next = Math.max(0, Math.min(found.length - 1, at + step))
    setAt(next)
    list.current?.children[next]?.scrollIntoView({ block: "nearest" })
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      if (open) move(event.key === "ArrowDown" ? 1 : -1)
      else setAsked("")
    } else if (event.key === "Enter" && open) {
      event.preventDefault()
      const item = found[at]
      if (item) choose(item)
    } else if (event.key === "Escape" && open) close()
  }
  const leave = (): void => {
    if (asked === "" && chosen) onChoose(undefined)
    else if (asked && found.length === 1) onChoose(found[0]?.value)
    close()
    onLeave?.()
  }
  const listId = `${tied.id}-list`
  return (
    <div class="combo">
      <input
        {...tied}
        class="input"
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && found[at] ? `${listId}-${at}` : undefined}
        value={asked ?? chosen?.label ?? ""}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => {
          if (!open) setAsked(chosen ? chosen.label : "")
          setAt(0)
        }}
        onInput={(event) => {
          setAsked(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={press}
        onBlur={leave}
      />
      <div
        class="combo__list"
        id={listId}
        role="listbox"
        ref={list}
        hidden={!open || found.length === 0}
        aria-label={t().found(found.length)}
      >
        {found.map((item, n) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's; the list never has the focus
          <div
            key={item.value}
            id={`${listId}-${n}`}
            role="option"
            tabIndex={-1}
            aria-selected={n === at}
            // pressed before the input loses the focus, so that leaving does not undo the choice
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(item)}
          >
            {item.label}
            {item.also && asked && !item.name.includes(fold(asked)) && <small>{item.also}</small>}
          </div>
        ))}
      </div>
      {open && found.length === 0 && (
        <p class="combo__none" role="status">
          {t().none}
        </p>
      )}
    </div>
  )
}
