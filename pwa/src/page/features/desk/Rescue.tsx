import { useState } from "preact/hooks"
import type { RescuedOut, RescueOut } from "../../../core/contract/openapi.gen.ts"
import { say } from "../../i18n/lang.ts"
import { Chip } from "../../ui/Card.tsx"
import { desk } from "./api.ts"
import { came } from "./came.ts"
import { sentence, shortMoment } from "./say.ts"
import { rescued as t } from "./words-rescue.ts"

/** One file and what came of it. */
interface Taken {
  readonly name: string
  readonly state: "reading" | "here" | "failed"
  readonly out?: RescueOut
  readonly why?: string
}

/** Parts in the order of their numbers, so that what waits for an earlier part seldom waits. */
const inOrder = (files: readonly File[]): File[] => [...files].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
const waits = (taken: Taken): boolean => taken.out?.items.some((item) => item.status === "held" || item.pages_here < item.pages) ?? false

async function take(file: File): Promise<Taken> {
  const done = await desk.rescue(file)
  if (done.ok) return { name: file.name, state: "here", out: done.value }
  return { name: file.name, state: "failed", why: sentence(done) }
}

function Item({ item }: { item: RescuedOut }) {
  const look = came(item.status, t())
  return (
    <tr>
      <td>
        <b>{item.title || t().kind(item.kind)}</b>
        <small class="num">{item.local_code}</small>
      </td>
      <td class="num">{item.made_at && shortMoment(item.made_at)}</td>
      <td class="num">{item.pages > 0 && t().pages(item.pages_here, item.pages)}</td>
      <td>
        <Chip kind={look.kind} icon={look.icon}>
          {look.text}
        </Chip>
        {item.say && <small>{say({ vi: item.say.vi, en: item.say.en ?? undefined })}</small>}
      </td>
      <td>{item.dossier_id && <a href={`/ban/ho-so/${item.dossier_id}`}>{t().open}</a>}</td>
    </tr>
  )
}

function Part({ taken }: { taken: Taken }) {
  const { out } = taken
  return (
    <section class="card rescue-part" aria-label={taken.name}>
      <h2>
        {out ? t().part(out.code, out.part, out.parts) : taken.name} {taken.state === "reading" && <small>{t().reading}</small>}
      </h2>
      {taken.why && (
        <p class="d-line__why" role="alert">
          {taken.why}
        </p>
      )}
      {out && (
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">{t().what}</th>
              <th scope="col">{t().madeAt}</th>
              <th scope="col">{t().photos}</th>
              <th scope="col">{t().cameOf}</th>
              <th scope="col">
                <span class="vh">{t().open}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {out.items.map((item) => (
              <Item key={item.op_id} item={item} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** The office opens rescue files: one or several parts, in any order, as often as it likes. */
export function Rescue() {
  const [all, setAll] = useState<readonly Taken[]>([])
  const [busy, setBusy] = useState(false)
  const set = (taken: Taken): void => setAll((old) => [...old.filter((each) => each.name !== taken.name), taken])
  const open = async (files: readonly File[]): Promise<void> => {
    setBusy(true)
    const again: File[] = []
    for (const file of inOrder(files)) {
      set({ name: file.name, state: "reading" })
      const taken = await take(file)
      set(taken)
      if (waits(taken)) again.push(file)
    }
    // what waited for another part goes once more, now that the others are in
    if (files.length > 1) for (const file of again) set(await take(file))
    setBusy(false)
  }
  const parts = new Map(all.flatMap((each) => (each.out ? [[each.out.code, each.out.parts] as const] : [])))
  const missing = [...parts].flatMap(([code, count]) => {
    const here = new Set(all.filter((each) => each.out?.code === code).map((each) => each.out?.part))
    return here.size < count ? [t().missing(code, count - here.size)] : []
  })
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1>{t().title}</h1>
      <p class="muted">{t().more}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: files may be dropped on it; the field inside is for everybody */}
      <label
        class={`rescue-drop${busy ? " is-busy" : ""}`}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          void open(Array.from(event.dataTransfer?.files ?? []))
        }}
      >
        <b>{busy ? t().reading : t().choose}</b>
        <span class="small muted">{t().chooseMore}</span>
        <span class="btn" aria-hidden="true">
          {t().pick}
        </span>
        <input
          type="file"
          class="vh"
          accept=".clr"
          multiple
          disabled={busy}
          onChange={(event) => {
            void open(Array.from(event.currentTarget.files ?? []))
            event.currentTarget.value = ""
          }}
        />
      </label>
      {missing.map((sentence) => (
        <p key={sentence} class="rescue-missing" role="status">
          {sentence}
        </p>
      ))}
      {all.map((taken) => (
        <Part key={taken.name} taken={taken} />
      ))}
    </main>
  )
}
