import { useCallback, useState } from "preact/hooks"
import type { FieldDef } from "../../../core/domain/forms/index.ts"
import { useClient } from "../../app/client.ts"
import { common } from "../../i18n/common.ts"
import { say } from "../../i18n/lang.ts"
import { phone } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { warnIcon } from "../../ui/icons.ts"
import { Photos } from "../../ui/Photos.tsx"
import type { Filling } from "./filling.ts"
import { NotKept } from "./NoRoom.tsx"
import { addPages, keepAnyway, movePage, pagesAt, type PaperFault, removePage, type Slot } from "./papers.ts"
import { idOf } from "../../form/paths.ts"
import { t } from "./words.ts"

/** Noted as the place of the draft while the camera is open: it may end this page. */
export const CAMERA = "camera:"

interface Props {
  field: FieldDef
  path: string
  required: boolean
  error: string | undefined
  section: string
  filling: Filling
  /** The page was ended by the camera while this paper was being photographed. */
  cutShort: boolean
}

/** The pages of one paper in a form. */
export function PaperField({ field, path, required, error, section, filling, cutShort }: Props) {
  const client = useClient()
  const [working, setWorking] = useState(false)
  const [taken, setTaken] = useState(false)
  const [fault, setFault] = useState<PaperFault>()
  const slot: Slot = { path, paper: field.paper ?? field.key, required }
  const name = say(field.label)
  const pages = pagesAt(filling.draft, path)
  const id = idOf(path)
  const whole = useCallback(
    async (page: string) => {
      const own = (await client.store.files.get(page))?.bytes
      if (own !== undefined) return own
      const shown = await phone().dossiers.page(page)
      return shown.ok ? shown.value.bytes : undefined
    },
    [client],
  )
  const add = async (files: readonly File[], replaces?: string): Promise<void> => {
    setFault(undefined)
    setTaken(true)
    setWorking(true)
    filling.hands.at(section, path)
    setFault(await addPages(client, filling, slot, files, replaces).catch((): PaperFault => ({ why: "failed" })))
    setWorking(false)
  }
  return (
    <fieldset
      class={error === undefined ? "card paper" : "card paper field--bad"}
      data-field={id}
      data-path={path}
      aria-describedby={error && `${id}-error`}
    >
      <legend class="vh">{name}</legend>
      <div class="paper__head">
        <div>
          <b aria-hidden="true">{name}</b>
          {field.hint && <p class="small muted">{say(field.hint)}</p>}
          {!required && !name.includes(common().optional) && <p class="small muted">({common().optional})</p>}
        </div>
        {pages.length > 0 && <span class="head__n">{t().photos(pages.length)}</span>}
      </div>
      {error && (
        <p class="bad" id={`${id}-error`}>
          <Icon d={warnIcon} small />
          {error}
        </p>
      )}
      {cutShort && !taken && (
        <Banner kind="wait" live>
          {t().shooting(name)}
        </Banner>
      )}
      <Photos
        id={id}
        of={name}
        shots={pages.map((page) => ({
          id: page.attachment_id,
          type: page.type,
          size: page.size,
          thumb: page.thumb,
          warn: page.warn,
          away: page.away,
        }))}
        working={working}
        onCamera={() => {
          filling.hands.at(section, `${CAMERA}${path}`)
          void filling.keep.flush()
        }}
        onFiles={(files, replaces) => void add(files, replaces)}
        onKeep={(page) => keepAnyway(filling, page)}
        onRemove={(page) => void removePage(client, filling, slot, page)}
        onMove={(page, step) => movePage(filling, slot, page, step)}
        whole={whole}
      />
      {fault && (
        <Banner kind="wait" live>
          {fault.why === "storage_full" ? <NotKept page={fault.page} free={fault.free} /> : t()[`photo_${fault.why}`]}
        </Banner>
      )}
    </fieldset>
  )
}
