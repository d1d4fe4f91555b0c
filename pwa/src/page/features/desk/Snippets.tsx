import { useEffect, useRef, useState } from "preact/hooks"
import type { SnippetOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { Icon } from "../../ui/Icon.tsx"
import { closeIcon } from "../../ui/icons.ts"
import { bench } from "./apiBench.ts"
import { sentence } from "./say.ts"
import { side } from "./words-beside.ts"

const LONGEST_NAME = 60

interface Props {
  /** What is in the box now. */
  value: string
  onPut: (text: string) => void
  /** Opened by the key in the box. */
  open: boolean
  onOpen: (open: boolean) => void
}

/** Pieces of text to put into a box, one's own and the unit's; what is typed can be kept as one. */
export function Snippets({ value, onPut, open, onOpen }: Props) {
  const [all, setAll] = useState<readonly SnippetOut[]>()
  const [fault, setFault] = useState<Fault>()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    void bench.snippets().then((found) => {
      setFault(found.ok ? undefined : found)
      if (found.ok) setAll(found.value.snippets)
    })
  }, [open])
  useEffect(() => {
    if (open && all) list.current?.querySelector("button")?.focus()
  }, [open, all])
  const change = async (does: ReturnType<typeof bench.snippets>): Promise<void> => {
    const found = await does
    setFault(found.ok ? undefined : found)
    if (found.ok) setAll(found.value.snippets)
  }
  const keep = (): void => {
    const text = value.trim()
    void change(bench.keepSnippet(uuid7(), { name: text.slice(0, LONGEST_NAME), text }))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: as below
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: Escape closes what is open inside
    <div
      class="snippets"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return
        event.preventDefault()
        event.stopPropagation()
        onOpen(false)
      }}
    >
      <button type="button" class="snips__open" aria-expanded={open} onClick={() => onOpen(!open)}>
        {side().snippets} <kbd>F2</kbd>
      </button>
      {open && (
        <div class="snips" ref={list}>
          {fault && <p class="d-line__why">{sentence(fault)}</p>}
          {all?.length === 0 && <p class="muted">{side().noSnippets}</p>}
          {(all ?? []).map((each) => (
            <div key={each.id}>
              <button type="button" class="snips__one" onClick={() => onPut(each.text)}>
                <b>{each.name}</b>
                <span>{each.unit_id ? `${side().ours}, ${each.made_by}` : each.text}</span>
              </button>
              {each.mine && (
                <button type="button" class="tool" onClick={() => void change(bench.dropSnippet(each.id))}>
                  <Icon d={closeIcon} small />
                  <span class="vh">{side().drop(each.name)}</span>
                </button>
              )}
            </div>
          ))}
          {value.trim() && (
            <div>
              <button type="button" class="ask__show" onClick={keep}>
                {side().keepMine}
              </button>
            </div>
          )}
        </div>
      )}
    </div>
  )
}
