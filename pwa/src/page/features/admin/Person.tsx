import { useCallback, useEffect, useState } from "preact/hooks"
import type { AccountFullOut, AccountsOut, ChangeOut, HeldRoleOut, SecretOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault, Result } from "../../../core/contract/result.ts"
import { common } from "../../i18n/common.ts"
import { date, dateTime } from "../../i18n/format.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Skeleton } from "../../ui/States.tsx"
import { Line, Pick } from "../desk/Line.tsx"
import { Wrong } from "../desk/Wrong.tsx"
import { people } from "./api.ts"
import { ppl, roleName } from "./words-people.ts"
import { rooms as t } from "./words.ts"

type Act = () => Promise<Result<AccountFullOut>>

function Past({ change }: { change: ChangeOut }) {
  const names: Readonly<Record<string, unknown>> = ppl()
  const said = names[`did_${change.what}`]
  const about = { ...change.before, ...change.after } as { role?: string; unit?: string; reason?: string }
  const more = [about.role && roleName(about.role), about.unit, about.reason].filter(Boolean).join(", ")
  return (
    <li>
      {typeof said === "string" ? said : change.what}
      {more && `: ${more}`}. <span class="muted">{t().by(change.by, dateTime(change.at))}</span>
    </li>
  )
}

function Roles({ held, onEnd }: { held: readonly HeldRoleOut[]; onEnd: (role: HeldRoleOut) => void }) {
  const now = held.filter((role) => !role.valid_to)
  const past = held.filter((role) => role.valid_to)
  return (
    <section>
      <h3>{ppl().roles}</h3>
      {now.length === 0 && <p class="muted">{ppl().noRole}</p>}
      <ul class="person__roles">
        {now.map((role) => (
          <li key={role.unit_id + role.role}>
            <span>
              <b>{roleName(role.role)}</b>, {role.unit_name} <span class="muted">{ppl().since(date(role.valid_from))}</span>
            </span>
            {role.mine && (
              <Button kind="quiet" onPress={() => onEnd(role)} label={`${ppl().endRole}: ${roleName(role.role)}, ${role.unit_name}`}>
                {ppl().endRole}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {past.length > 0 && (
        <details>
          <summary>{ppl().past}</summary>
          <ul class="admin__history">
            {past.map((role) => (
              <li key={role.unit_id + role.role + role.valid_from}>
                {roleName(role.role)}, {role.unit_name}: {ppl().until(date(role.valid_from), date(role.valid_to ?? ""))}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function GiveRole({ list, onGive }: { list: AccountsOut; onGive: (unit: string, role: string) => void }) {
  const [unit, setUnit] = useState(list.units.length === 1 ? (list.units[0]?.unit_id ?? "") : "")
  const [role, setRole] = useState("")
  const [tried, setTried] = useState(false)
  const need = (text: string): string | undefined => (tried && !text ? t().needed : undefined)
  return (
    <details>
      <summary>{ppl().giveRole}</summary>
      <div class="admin__pair">
        <Pick
          label={ppl().unit}
          value={unit}
          onPick={setUnit}
          options={list.units.map((each) => ({ value: each.unit_id, label: each.name }))}
          error={need(unit)}
        />
        <Pick
          label={ppl().role}
          value={role}
          onPick={setRole}
          options={list.roles.map((each) => ({ value: each, label: roleName(each) }))}
          error={need(role)}
        />
      </div>
      <Button
        onPress={() => {
          setTried(true)
          if (unit && role) onGive(unit, role)
        }}
      >
        {ppl().give}
      </Button>
    </details>
  )
}

function Edit({ whole, onSave }: { whole: AccountFullOut; onSave: (name: string, phone: string) => void }) {
  const [name, setName] = useState(whole.account.name)
  const [phone, setPhone] = useState(whole.account.phone ?? "")
  return (
    <details>
      <summary>{ppl().edit}</summary>
      <Line label={ppl().name} value={name} onType={setName} error={name.trim().length < 2 ? t().needed : undefined} />
      <Line label={ppl().phone} value={phone} onType={setPhone} />
      <Button onPress={() => name.trim().length > 1 && onSave(name.trim(), phone.trim())}>{t().save}</Button>
    </details>
  )
}

/** An act that cannot be taken back: opened first, then confirmed. */
function Sure({ title, more, reason, onDo }: { title: string; more: string; reason?: boolean; onDo: (why: string) => void }) {
  const [why, setWhy] = useState("")
  const [tried, setTried] = useState(false)
  return (
    <details>
      <summary>{title}</summary>
      <p>{more}</p>
      {reason && (
        <Line label={ppl().closeWhy} value={why} onType={setWhy} error={tried && why.trim().length < 3 ? t().needed : undefined} />
      )}
      <Button
        kind="mend"
        label={`${ppl().sure}: ${title}`}
        onPress={() => {
          setTried(true)
          if (!reason || why.trim().length > 2) onDo(why.trim())
        }}
      >
        {ppl().sure}
      </Button>
    </details>
  )
}

interface Props {
  id: string
  list: AccountsOut
  onChanged: () => void
  onSecret: (secret: SecretOut) => void
  onClose: () => void
}

/** Somebody's account: roles, password, sessions, closing, and what was changed. */
export function Person({ id, list, onChanged, onSecret, onClose }: Props) {
  const [whole, setWhole] = useState<AccountFullOut>()
  const [fault, setFault] = useState<Fault>()
  const take = useCallback((done: Result<AccountFullOut>): boolean => {
    setFault(done.ok ? undefined : done)
    if (done.ok) setWhole(done.value)
    return done.ok
  }, [])
  useEffect(() => void people.one(id).then(take), [id, take])
  const act = (what: Act): void => void what().then((done) => take(done) && onChanged())
  const held = whole?.account.dossiers ?? 0
  // what is left may be tasks alone, which only the refusal tells
  const handsOver = held > 0 || fault?.code === "account_holds_work"
  const secret = (): void =>
    void people.password(id).then((done) => {
      if (done.ok) onSecret(done.value)
      else setFault(done)
    })
  return (
    <Dialog title={whole?.account.name ?? ppl().who} onClose={onClose} actions={<Button onPress={onClose}>{common().close}</Button>}>
      <Wrong fault={fault} />
      {whole === undefined && !fault && <Skeleton rows={3} />}
      {whole && (
        <div class="person">
          <p class="muted">
            {whole.account.username}
            {whole.account.active ? "" : `. ${ppl().closedOn(date(whole.account.closed_at ?? ""))}`}
          </p>
          {whole.account.password_until && <p>{ppl().mustChoose(dateTime(whole.account.password_until))}</p>}
          <Roles held={whole.account.roles} onEnd={(role) => act(() => people.revoke(id, { unit_id: role.unit_id, role: role.role }))} />
          {whole.account.active && (
            <>
              <GiveRole list={list} onGive={(unit, role) => act(() => people.grant(id, { unit_id: unit, role }))} />
              <Edit whole={whole} onSave={(name, phone) => act(() => people.change(id, { name, phone: phone === "" ? null : phone }))} />
              <h3>{ppl().account}</h3>
              {whole.account.username && <Sure title={ppl().newPassword} more={ppl().newPasswordMore} onDo={secret} />}
              <Sure title={ppl().signOut} more={ppl().online(whole.account.sessions)} onDo={() => act(() => people.signOut(id))} />
              {handsOver && (
                <p>
                  <a href="/ban/phan-cong">{ppl().handSee}</a>
                </p>
              )}
              <Sure
                title={handsOver ? ppl().handTitle : ppl().close}
                more={`${handsOver ? `${ppl().handMore(held)} ` : ""}${ppl().closeMore}`}
                reason
                onDo={(why) => act(() => people.close(id, why, handsOver))}
              />
            </>
          )}
          <h3>{t().history}</h3>
          {whole.history.length === 0 && <p class="muted">{t().noHistory}</p>}
          <ul class="admin__history">
            {whole.history.map((each) => (
              <Past key={each.at + each.what} change={each} />
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  )
}
