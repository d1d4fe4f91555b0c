import { useRef, useState } from "preact/hooks"
import type { StaffSheetOut, TakenInOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { downloadIcon, fileIcon, printIcon } from "../../ui/icons-work.ts"
import { Wrong } from "../desk/Wrong.tsx"
import { people } from "./api.ts"
import { ppl, roleName } from "./words-people.ts"
import { rooms as t } from "./words.ts"

function save(blob: Blob): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = "danh-sach-can-bo.xlsx"
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

function Faults({ found }: { found: StaffSheetOut }) {
  return (
    <section class="mend" role="alert">
      <h3 class="mend__head">{ppl().faults(found.faults.length)}</h3>
      <div class="mend__body">
        <p>{ppl().faultsMore}</p>
        <ul class="admin__history">
          {found.faults.map((each) => (
            <li key={`${each.row}${each.column}${each.say.vi}`}>
              <b>{ppl().place(each.row, each.column)}</b>: {say({ vi: each.say.vi, en: each.say.en ?? undefined })}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

function Rows({ found }: { found: StaffSheetOut }) {
  return (
    <div class="admin__scroll">
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">{ppl().row}</th>
            <th scope="col">{ppl().name}</th>
            <th scope="col">{ppl().role}</th>
          </tr>
        </thead>
        <tbody>
          {found.rows.map((row) => (
            <tr key={row.row}>
              <td class="num">{row.row}</td>
              <td>
                <b>{row.name}</b>
                <small>{[row.username, row.phone, row.known && ppl().knownOne].filter(Boolean).join(", ")}</small>
              </td>
              <td>
                {roleName(row.role)}
                <small>{row.unit_name}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The passwords of everybody who was taken in, to be printed and cut. */
export function Passwords({ taken }: { taken: readonly TakenInOut[] }) {
  return (
    <table class="plain slips">
      <thead>
        <tr>
          <th scope="col">{ppl().name}</th>
          <th scope="col">{ppl().username}</th>
          <th scope="col">{ppl().password}</th>
        </tr>
      </thead>
      <tbody>
        {taken.map((each) => (
          <tr key={each.username + each.role + each.unit_name}>
            <td>
              <b>{each.name}</b>
              <small>
                {roleName(each.role)}, {each.unit_name}
              </small>
            </td>
            <td>{each.username}</td>
            <td>{each.password ? <code class="secret__word">{each.password}</code> : <span class="muted">{ppl().same}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Many people at once: the example, the file, what is wrong in it, and taking everybody in. */
export function StaffSheet({ onTaken, onClose }: { onTaken: (taken: readonly TakenInOut[]) => void; onClose: () => void }) {
  const [file, setFile] = useState<File>()
  const [found, setFound] = useState<StaffSheetOut>()
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const look = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return
    setBusy(true)
    const told = await people.previewSheet(chosen)
    setBusy(false)
    setFile(chosen)
    setFound(told.ok ? told.value : undefined)
    setFault(told.ok ? undefined : told)
    if (input.current) input.current.value = ""
  }
  const takeIn = async (): Promise<void> => {
    if (file === undefined || found === undefined) return
    setBusy(true)
    const done = await people.takeIn(file, found.fingerprint)
    setBusy(false)
    if (done.ok) onTaken(done.value.taken)
    else setFault(done)
  }
  const example = async (): Promise<void> => {
    const told = await people.example()
    if (told.ok) save(told.value)
    else setFault(told)
  }
  const good = found?.faults.length === 0
  return (
    <Dialog
      title={ppl().sheetTitle}
      onClose={onClose}
      actions={
        <>
          {good && (
            <Button kind="main" busy={busy} onPress={() => void takeIn()}>
              {ppl().takeIn(found.rows.length)}
            </Button>
          )}
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <p>{ppl().sheetMore}</p>
      <div class="row admin__row">
        <Button icon={downloadIcon} onPress={() => void example()}>
          {ppl().example}
        </Button>
        <Button icon={fileIcon} busy={busy} onPress={() => input.current?.click()}>
          {ppl().choose}
        </Button>
        <input ref={input} hidden type="file" accept=".xlsx" onChange={(event) => void look(event.currentTarget.files?.[0])} />
      </div>
      <Wrong fault={fault} />
      {found && <p aria-live="polite">{file?.name}</p>}
      {found && found.faults.length > 0 && <Faults found={found} />}
      {good && (
        <>
          <p>
            <b>{ppl().good(found.new, found.known)}</b>
          </p>
          <Rows found={found} />
        </>
      )}
    </Dialog>
  )
}

/** What to hand over after many were taken in. */
export function TakenIn({ taken, onDone }: { taken: readonly TakenInOut[]; onDone: () => void }) {
  return (
    <section class="card card--pad taken">
      <h2>{ppl().taken(taken.length)}</h2>
      <p>{ppl().takenMore}</p>
      <Passwords taken={taken} />
      <div class="row admin__row taken__acts">
        <Button kind="main" icon={printIcon} onPress={() => print()}>
          {ppl().print}
        </Button>
        <Button onPress={onDone}>{ppl().done}</Button>
      </div>
    </section>
  )
}
