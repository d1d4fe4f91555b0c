import type { TargetedDragEvent } from "preact"
import { useState } from "preact/hooks"
import { canHalve, type Cut, turned, upright } from "../../../core/domain/cutting.ts"
import { Button } from "../../ui/Button.tsx"
import { CutPicture } from "./CutPicture.tsx"
import { DigitiseCrop } from "./DigitiseCrop.tsx"
import { type KeptTable, move, place, recut, remove, type Sheet, split } from "./digitiseSheets.ts"
import { t } from "./words-digitise.ts"

/** Under this the browser carries a page that is dragged. */
export const DRAGGED = "application/x-cl-page"

/** Which way a page that holds two is cut: across its longer side as it is seen. */
function alongOf({ cut, width, height }: Sheet): "side" | "above" {
  const [wide, high] = upright(cut, width, height)
  return wide * (cut.right - cut.left) >= high * (cut.bottom - cut.top) ? "side" : "above"
}

interface Props {
  sheet: Sheet
  at: number
  last: boolean
  papers: readonly { key: string; name: string }[]
  table: KeptTable
}

/** One page on the table, with everything that can be done to it by hand or by key. */
export function DigitiseSheet({ sheet, at, last, papers, table }: Props) {
  const [cropping, setCropping] = useState(false)
  const name = t().page(sheet.number, sheet.file)
  const along = alongOf(sheet)
  const drop = (event: TargetedDragEvent<HTMLElement>): void => {
    const id = event.dataTransfer?.getData(DRAGGED)
    if (!id || id === sheet.id) return
    event.preventDefault()
    event.stopPropagation()
    table.change(move(id, sheet.id))
  }
  const act = (label: string, onPress: () => void) => (
    <Button kind="quiet" label={t().of(label, `${at + 1}, ${name}`)} onPress={onPress}>
      {label}
    </Button>
  )
  const cutTo = (cut: Cut): void => {
    setCropping(false)
    table.change(recut(sheet.id, cut))
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: it may be dragged; its buttons do the same for everybody
    <li
      class={sheet.paper === "" ? "dg__sheet" : "dg__sheet is-placed"}
      draggable
      onDragStart={(event) => event.dataTransfer?.setData(DRAGGED, sheet.id)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <div class="dg__pic">
        <CutPicture id={sheet.source.attachment_id} cut={sheet.cut} label={name} size="thumb" />
      </div>
      <p class="small">
        <b class="num">{at + 1}</b> {name}
      </p>
      <select
        class="input"
        aria-label={t().paperOf(`${at + 1}, ${name}`)}
        value={sheet.paper}
        onChange={(event) => table.change(place(sheet.id, event.currentTarget.value))}
      >
        <option value="">{t().none}</option>
        {papers.map((paper) => (
          <option key={paper.key} value={paper.key}>
            {paper.name}
          </option>
        ))}
      </select>
      <div class="dg__acts">
        {act(t().turn, () => table.change(recut(sheet.id, turned(sheet.cut))))}
        {act(t().crop, () => setCropping(true))}
        {canHalve(sheet.cut, along) && act(t().split, () => table.change(split(sheet.id, along)))}
        {at > 0 && act(t().earlier, () => table.change(move(sheet.id, -1)))}
        {!last && act(t().later, () => table.change(move(sheet.id, 1)))}
        {act(t().remove, () => table.change(remove(sheet.id)))}
      </div>
      {cropping && <DigitiseCrop sheet={sheet} name={name} onCut={cutTo} onClose={() => setCropping(false)} />}
    </li>
  )
}
