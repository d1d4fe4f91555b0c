import { useState } from "preact/hooks"
import type { AccountsOut, SecretOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { forget, useKept } from "../desk/kept.ts"
import { Line, Pick } from "../desk/Line.tsx"
import { sentence } from "../desk/say.ts"
import { people } from "./api.ts"
import { ppl, roleName } from "./words-people.ts"
import { rooms as t } from "./words.ts"

const USERNAME = /^[a-z0-9][a-z0-9._-]{2,39}$/
const NAME = "person-new"

interface Props {
  list: AccountsOut
  onAdded: (secret: SecretOut) => void
  onClose: () => void
}

/** A new colleague with a first role. */
export function AddPerson({ list, onAdded, onClose }: Props) {
  const [kept, keep] = useKept(NAME)
  const [tried, setTried] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const only = list.units.length === 1 ? (list.units[0]?.unit_id ?? "") : ""
  const value = (field: string): string => kept[field] ?? (field === "unit_id" ? only : "")
  const missing = (field: string): string | undefined => (tried && !value(field).trim() ? t().needed : undefined)
  const username = value("username").trim().toLowerCase()
  const badName = tried && !USERNAME.test(username) ? ppl().usernameBad : undefined
  const phoneFault = fault?.errors?.some((each) => each.path === "phone") === true
  const add = async (): Promise<void> => {
    setTried(true)
    if (["name", "unit_id", "role"].some((field) => !value(field).trim()) || !USERNAME.test(username)) return
    setBusy(true)
    const phone = value("phone").trim()
    const done = await people.add({
      name: value("name").trim(),
      username,
      phone: phone === "" ? null : phone,
      unit_id: value("unit_id"),
      role: value("role"),
    })
    setBusy(false)
    if (!done.ok) {
      setFault(done)
      return
    }
    forget(NAME)
    onAdded(done.value)
  }
  return (
    <Dialog
      title={ppl().add}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" busy={busy} onPress={() => void add()}>
            {ppl().addIt}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      {fault && !phoneFault && (
        <p class="d-line__why" role="alert">
          {sentence(fault)}
        </p>
      )}
      <Line label={ppl().name} value={value("name")} onType={(text) => keep("name", text)} error={missing("name")} />
      <Line
        label={ppl().username}
        hint={ppl().usernameMore}
        value={value("username")}
        onType={(text) => keep("username", text)}
        error={badName}
      />
      <Line
        label={ppl().phone}
        value={value("phone")}
        onType={(text) => keep("phone", text)}
        error={phoneFault ? sentence(fault) : undefined}
      />
      <Pick
        label={ppl().unit}
        value={value("unit_id")}
        onPick={(next) => keep("unit_id", next)}
        options={list.units.map((unit) => ({ value: unit.unit_id, label: unit.name }))}
        error={missing("unit_id")}
      />
      <Pick
        label={ppl().role}
        value={value("role")}
        onPick={(next) => keep("role", next)}
        options={list.roles.map((role) => ({ value: role, label: roleName(role) }))}
        error={missing("role")}
      />
    </Dialog>
  )
}
