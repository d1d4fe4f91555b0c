import { useState } from "preact/hooks"
import type { LabelOut, PhrasesOut } from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { Button } from "../../ui/Button.tsx"
import { Line, Pick } from "../desk/Line.tsx"
import { Tag } from "../desk/Tag.tsx"
import { sideWord } from "../desk/words-beside.ts"
import { phrases } from "./apiPhrases.ts"
import { phr } from "./words-phrases.ts"
import { rooms as t } from "./words.ts"

const COLOURS = ["blue", "green", "amber", "red", "grey", "dark"] as const

interface Props {
  found: PhrasesOut
  act: (done: Promise<Result<PhrasesOut>>) => Promise<boolean>
}

/** The pieces of text that everybody of the unit may put in. */
export function SharedTexts({ found, act }: Props) {
  const [id, setId] = useState("")
  const [name, setName] = useState("")
  const [text, setText] = useState("")
  const [tried, setTried] = useState(false)
  const clear = (): void => {
    setId("")
    setName("")
    setText("")
    setTried(false)
  }
  const save = async (): Promise<void> => {
    setTried(true)
    if (!name.trim() || !text.trim()) return
    const body = { unit_id: found.unit_id, name: name.trim(), text: text.trim() }
    if (await act(phrases.snippet(id || uuid7(), body))) clear()
  }
  return (
    <section class="card card--pad">
      <h2>{phr().snippets}</h2>
      <p class="muted small">{phr().snippetsMore}</p>
      {found.snippets.length === 0 && <p class="muted">{phr().noSnippets}</p>}
      <ul class="phrases">
        {found.snippets.map((each) => (
          <li class="phrase" key={each.id}>
            <div>
              <b>{each.name}</b>
              <span>{each.text}</span>
            </div>
            <div class="phrase__acts">
              <Button
                kind="quiet"
                label={phr().edit(each.name)}
                onPress={() => {
                  setId(each.id)
                  setName(each.name)
                  setText(each.text)
                }}
              >
                {t().edit}
              </Button>
              <Button
                kind="quiet"
                label={phr().drop(each.name)}
                onPress={() => void act(phrases.dropSnippet(each.id, found.unit_id)).then((done) => done && each.id === id && clear())}
              >
                {phr().end}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <Line label={phr().snippetName} value={name} onType={setName} error={tried && !name.trim() ? t().needed : undefined} />
      <Line label={phr().snippetText} rows={3} value={text} onType={setText} error={tried && !text.trim() ? t().needed : undefined} />
      <Button onPress={() => void save()}>{id ? t().save : phr().addSnippet}</Button>
    </section>
  )
}

/** The unit's labels for dossiers; one that is retired stays where it lies. */
export function SharedLabels({ found, act }: Props) {
  const [name, setName] = useState("")
  const [colour, setColour] = useState<LabelOut["colour"]>("blue")
  const [tried, setTried] = useState(false)
  const now = found.labels.filter((each) => !each.retired)
  const save = async (): Promise<void> => {
    setTried(true)
    if (!name.trim()) return
    const body = { unit_id: found.unit_id, name: name.trim(), colour, retired: false }
    if (!(await act(phrases.label(uuid7(), body)))) return
    setName("")
    setTried(false)
  }
  return (
    <section class="card card--pad">
      <h2>{phr().labels}</h2>
      {now.length === 0 && <p class="muted">{phr().noLabels}</p>}
      <ul class="phrases">
        {now.map((each) => (
          <li class="phrase" key={each.id}>
            <Tag label={each} />
            <Button
              kind="quiet"
              label={phr().retire(each.name)}
              onPress={() =>
                void act(phrases.label(each.id, { unit_id: found.unit_id, name: each.name, colour: each.colour, retired: true }))
              }
            >
              {phr().end}
            </Button>
          </li>
        ))}
      </ul>
      <Line label={phr().labelName} value={name} onType={setName} error={tried && !name.trim() ? t().needed : undefined} />
      <Pick
        label={phr().colour}
        value={colour}
        sure
        onPick={(next) => setColour(COLOURS.find((each) => each === next) ?? "blue")}
        options={COLOURS.map((each) => ({ value: each, label: sideWord(`colour_${each}`) }))}
      />
      <Button onPress={() => void save()}>{phr().addLabel}</Button>
    </section>
  )
}
