import { useCallback, useEffect, useState } from "preact/hooks"
import type { AccountOut, AccountsOut, SecretOut, TakenInOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { nearDate } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { peopleIcon } from "../../ui/icons.ts"
import { fileIcon, plusIcon } from "../../ui/icons-work.ts"
import { Pick } from "../../ui/Pick.tsx"
import { Empty, Failed, Skeleton } from "../../ui/States.tsx"
import { sentence } from "../desk/say.ts"
import { AddPerson } from "./AddPerson.tsx"
import { people } from "./api.ts"
import { Person } from "./Person.tsx"
import { Secret } from "./Secret.tsx"
import { StaffSheet, TakenIn } from "./StaffSheet.tsx"
import { ppl, roleName } from "./words-people.ts"

type Asking = { what: "add" } | { what: "sheet" } | { what: "person"; id: string } | { what: "secret"; secret: SecretOut }

function Row({ account, onOpen }: { account: AccountOut; onOpen: () => void }) {
  const now = account.roles.filter((role) => !role.valid_to)
  return (
    <tr data-person={account.username}>
      <td>
        <button type="button" class="linkish" onClick={onOpen}>
          {account.name}
        </button>
        <small>{[account.username, account.phone].filter(Boolean).join(", ")}</small>
      </td>
      <td>
        {now.length === 0 ? ppl().noRole : now.map((role) => `${roleName(role.role)}, ${role.unit_name}`).join("; ")}
        {account.dossiers > 0 && <small>{ppl().holds(account.dossiers)}</small>}
      </td>
      <td>
        {account.last_used ? nearDate(account.last_used) : ppl().never}
        {account.sessions > 0 && <small>{ppl().online(account.sessions)}</small>}
      </td>
    </tr>
  )
}

function List({ list, onOpen }: { list: AccountsOut; onOpen: (id: string) => void }) {
  if (list.accounts.length === 0) return <Empty icon={peopleIcon} title={ppl().none} />
  return (
    <div class="card card--pad">
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">{ppl().who}</th>
            <th scope="col">{ppl().as}</th>
            <th scope="col">{ppl().used}</th>
          </tr>
        </thead>
        <tbody>
          {list.accounts.map((account) => (
            <Row key={account.person_id} account={account} onOpen={() => onOpen(account.person_id)} />
          ))}
        </tbody>
      </table>
      {list.left_off > 0 && <p class="muted">{ppl().left(list.left_off)}</p>}
    </div>
  )
}

/** Who works here, as what, and since when: found, added, changed and closed. */
export function People() {
  const [q, setQ] = useState("")
  const [closed, setClosed] = useState(false)
  const [list, setList] = useState<AccountsOut>()
  const [fault, setFault] = useState<Fault>()
  const [asking, setAsking] = useState<Asking>()
  const [taken, setTaken] = useState<readonly TakenInOut[]>()
  const read = useCallback(() => {
    void people.list(q, closed).then((found) => {
      if (found.ok) setList(found.value)
      setFault(found.ok ? undefined : found)
    })
  }, [q, closed])
  useEffect(() => {
    const wait = setTimeout(read, q ? 250 : 0)
    return () => clearTimeout(wait)
  }, [read, q])
  const shut = (): void => setAsking(undefined)
  const secret = (given: SecretOut): void => {
    setAsking({ what: "secret", secret: given })
    read()
  }
  return (
    <>
      <h1>{ppl().title}</h1>
      {taken && <TakenIn taken={taken} onDone={() => setTaken(undefined)} />}
      <div class="row admin__row">
        <Button kind="main" icon={plusIcon} onPress={() => setAsking({ what: "add" })}>
          {ppl().add}
        </Button>
        <Button icon={fileIcon} onPress={() => setAsking({ what: "sheet" })}>
          {ppl().fromSheet}
        </Button>
      </div>
      <div class="admin__find">
        <div class="d-line">
          <label for="admin-find">{ppl().find}</label>
          <input id="admin-find" type="search" value={q} onInput={(event) => setQ(event.currentTarget.value)} />
        </div>
        <Pick
          label={ppl().account}
          hideLabel
          name="admin-closed"
          options={[
            ["open", ppl().open],
            ["closed", ppl().closed],
          ]}
          value={closed ? "closed" : "open"}
          onPick={(next) => setClosed(next === "closed")}
        />
      </div>
      {fault && <Failed title={sentence(fault)} code={fault.code} onRetry={read} />}
      {list === undefined && !fault && <Skeleton rows={5} />}
      {list && <List list={list} onOpen={(id) => setAsking({ what: "person", id })} />}
      {list && asking?.what === "add" && <AddPerson list={list} onAdded={secret} onClose={shut} />}
      {list && asking?.what === "person" && <Person id={asking.id} list={list} onChanged={read} onSecret={secret} onClose={shut} />}
      {asking?.what === "secret" && <Secret secret={asking.secret} onDone={shut} />}
      {asking?.what === "sheet" && (
        <StaffSheet
          onTaken={(rows) => {
            setTaken(rows)
            shut()
            read()
          }}
          onClose={shut}
        />
      )}
    </>
  )
}
