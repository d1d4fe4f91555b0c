import type { ComponentChildren } from "preact"
import { useState } from "preact/hooks"
import type { MovingOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault, Result } from "../../../core/contract/result.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Wrong } from "../desk/Wrong.tsx"
import { Moving } from "./Moving.tsx"
import { rooms as t } from "./words.ts"

interface Props<Body, Saved> {
  title: string
  /** The questions; hidden while the list of moved due dates is looked at. */
  children: ComponentChildren
  /** What was typed; undefined where something is missing (the questions say so by then). */
  body: () => Body | undefined
  preview: (body: Body) => Promise<Result<MovingOut>>
  save: (body: Body, seen: string) => Promise<Result<Saved>>
  onSaved: (saved: Saved) => void
  onClose: () => void
}

/** A change that moves due dates: the questions, then the list of what moves, then it is saved. */
export function Careful<Body, Saved>({ title, children, body, preview, save, onSaved, onClose }: Props<Body, Saved>) {
  const [looked, setLooked] = useState<{ body: Body; moving: MovingOut }>()
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const [again, setAgain] = useState(false)

  const look = async (asked: Body | undefined): Promise<void> => {
    if (asked === undefined) return
    setBusy(true)
    const found = await preview(asked)
    setBusy(false)
    setFault(found.ok ? undefined : found)
    setLooked(found.ok ? { body: asked, moving: found.value } : undefined)
  }
  const keep = async (): Promise<void> => {
    if (looked === undefined) return
    setBusy(true)
    const done = await save(looked.body, looked.moving.fingerprint)
    setBusy(false)
    if (done.ok) {
      onSaved(done.value)
      return
    }
    if (done.code === "moved_list_changed") {
      setAgain(true)
      return look(looked.body)
    }
    setFault(done)
  }
  const start = (): void => {
    setAgain(false)
    void look(body())
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        looked === undefined ? (
          <>
            <Button kind="main" busy={busy} onPress={start}>
              {t().look}
            </Button>
            <Button onPress={onClose}>{t().cancel}</Button>
          </>
        ) : (
          <>
            <Button kind="main" busy={busy} onPress={() => void keep()}>
              {looked.moving.told > 0 ? t().saveTell(looked.moving.told) : t().save}
            </Button>
            <Button onPress={() => setLooked(undefined)}>{t().back}</Button>
          </>
        )
      }
    >
      <Wrong fault={fault} />
      {looked === undefined ? (
        children
      ) : (
        <>
          {again && <p class="d-line__why">{t().changedMeanwhile}</p>}
          <Moving moving={looked.moving} />
        </>
      )}
    </Dialog>
  )
}
