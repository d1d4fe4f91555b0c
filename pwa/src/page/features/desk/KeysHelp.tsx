import { moveName } from "../../i18n/moves.ts"
import { Dialog } from "../../ui/Dialog.tsx"
import { KEYS } from "./moves.ts"
import { benchWord, wb } from "./words-bench.ts"

const LIST: readonly (readonly [string, readonly string[]])[] = [
  ["key_move", ["↑", "↓"]],
  ["key_open", ["Enter"]],
  ["key_find", ["/"]],
  ["key_filter", ["F"]],
  ["key_mark", ["X"]],
  ["key_range", ["Shift", "X"]],
  ["key_all", ["A"]],
  ["key_many", ["M"]],
]
const WORK: readonly (readonly [string, readonly string[]])[] = [
  ["key_next", ["]"]],
  ["key_previous", ["["]],
  ["key_back", ["U"]],
  ["key_note", ["W"]],
  ["key_snippet", ["F2"]],
  ["key_help", ["?"]],
]

function Keys({ title, of }: { title: string; of: readonly (readonly [string, readonly string[]])[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {of.map(([name, keys]) => (
          <div key={name}>
            <dt>{benchWord(name)}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** The list of keys. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const moves = Object.entries(KEYS).filter(([name]) => name !== "ask_again")
  return (
    <Dialog title={wb().keysTitle} onClose={onClose} wide>
      <p class="muted">{wb().keysMore}</p>
      <div class="two keylist">
        <Keys title={wb().keysOfList} of={LIST} />
        <Keys title={wb().keysOfWork} of={WORK} />
        <Keys title={wb().keysOfMoves} of={moves.map(([name, key]) => [moveName(name), [key.toUpperCase()]] as const)} />
      </div>
    </Dialog>
  )
}
