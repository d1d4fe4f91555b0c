import { useState } from "preact/hooks"
import { uuid7 } from "../../../core/domain/ids.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { pageOf } from "../../form/photo.ts"
import { withAnswer } from "../../form/paths.ts"
import type { PaperAsked } from "../../form/SectionStep.tsx"
import { sendPage } from "./counterApi.ts"
import { changed, type KeptSitting, type SittingDraft } from "./sittingDraft.ts"
import { counter as t } from "./words-counter.ts"

type Wrong = "pageFailed" | "pageBad"

/** The pages of a paper that lies on the desk: photographed or chosen, and with the server at once. */
export function CounterPaper({ field, path, required, error, draft, kept }: PaperAsked & { draft: SittingDraft; kept: KeptSitting }) {
  const [working, setWorking] = useState(false)
  const [wrong, setWrong] = useState<Wrong>()
  const paper = field.paper ?? field.key
  const name = say(field.label)
  const pages = draft.pages.filter((page) => page.paper === paper)
  const keep = (change: (all: SittingDraft["pages"]) => SittingDraft["pages"]): void =>
    kept.change((old) => {
      const mine = change(old.pages.filter((page) => page.paper === paper)).map((page, at) => ({ ...page, page: at + 1 }))
      const ids = mine.map((page) => page.attachment_id)
      const answers = withAnswer(old.answers, path, ids.length === 0 ? undefined : ids)
      return changed(old, { answers, pages: [...old.pages.filter((page) => page.paper !== paper), ...mine] })
    })
  const add = async (files: readonly File[]): Promise<void> => {
    setWorking(true)
    setWrong(undefined)
    for (const file of files) {
      const made = await pageOf(file).catch(() => undefined)
      if (made?.ok !== true) {
        setWrong("pageBad")
        continue
      }
      const id = uuid7()
      const { bytes, sha256, type } = made.page
      const sent = await sendPage(id, made.page)
      if (!sent.ok) setWrong("pageFailed")
      else
        keep((all) => [
          ...all,
          { attachment_id: id, sha256, size: bytes.byteLength, type, paper, page: all.length + 1, required, name: null },
        ])
    }
    setWorking(false)
  }
  return (
    <fieldset class={error === undefined ? "card paper" : "card paper field--bad"} data-path={path} id={`f-${path}`} tabIndex={-1}>
      <legend class="vh">{name}</legend>
      <div class="paper__head">
        <b aria-hidden="true">{name}</b>
        {pages.length > 0 && <span class="head__n">{t().pages(pages.length)}</span>}
      </div>
      {error && <p class="bad">{error}</p>}
      <div class="row">
        {pages.map((page) => (
          <Button key={page.attachment_id} kind="quiet" onPress={() => keep((all) => all.filter((each) => each !== page))}>
            {t().removePage(page.page)}
          </Button>
        ))}
        <label class="btn">
          <input
            type="file"
            class="vh"
            accept="image/*,application/pdf"
            multiple
            disabled={working}
            onChange={(event) => {
              void add(Array.from(event.currentTarget.files ?? []))
              event.currentTarget.value = ""
            }}
          />
          {working ? t().working : t().addPage}
        </label>
      </div>
      {wrong && (
        <p class="d-line__why" role="alert">
          {t()[wrong]}
        </p>
      )}
    </fieldset>
  )
}
