import { useEffect, useState } from "preact/hooks"
import type { HandIn, OwnerOut } from "../../../core/contract/openapi.gen.ts"
import type { Fault } from "../../../core/contract/result.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { owners } from "./apiOwners.ts"
import { Refused } from "./Conflict.tsx"
import { forget, useKept } from "./kept.ts"
import { Line } from "./Line.tsx"
import { t } from "./words.ts"
import { own } from "./words-owners.ts"

type Act = HandIn["act"]

interface AskProps {
  act: Act
  owner: OwnerOut
  onDone: (now: OwnerOut) => void
  onReload: () => void
  onClose: () => void
}

const told = (text: { vi: string; en?: string | null }): string => say({ vi: text.vi, en: text.en ?? undefined })

function heading(act: Act, owner: OwnerOut): { title: string; more: string; go: string } {
  if (act === "take") return { title: own().takeFrom(owner.holder ?? ""), more: own().takeMore, go: own().goTake }
  if (act === "give") return { title: own().giveTitle, more: own().giveMore, go: own().goGive }
  return { title: own().giveBackTitle, more: own().giveBackMore, go: own().goBack }
}

function Whom({ owner, to, onPick, wrong }: { owner: OwnerOut; to: string; onPick: (id: string) => void; wrong: boolean }) {
  const others = owner.candidates.filter((each) => each.person_id !== owner.holder_id)
  if (others.length === 0) return <p>{own().noCandidates}</p>
  return (
    <fieldset class="whom">
      <legend class="vh">{own().giveTitle}</legend>
      {others.map((each) => (
        <label key={each.person_id} class={each.why_not ? "whom__off" : undefined}>
          <input
            type="radio"
            name="whom"
            checked={to === each.person_id}
            disabled={each.why_not !== null}
            onChange={() => onPick(each.person_id)}
          />
          <span>
            <b>{each.name}</b>
            <small>{each.why_not ? told(each.why_not) : own().has(each.open)}</small>
          </span>
        </label>
      ))}
      {wrong && (
        <p class="d-line__why" role="alert">
          {own().choose}
        </p>
      )}
    </fieldset>
  )
}

/** One id for one intention: pressing again after a lost answer asks for the same thing. */
function useOnce(): (asked: object) => string {
  const [ids] = useState(() => new Map<string, string>())
  return (asked) => {
    const intention = JSON.stringify(asked)
    const id = ids.get(intention) ?? uuid7()
    ids.set(intention, id)
    return id
  }
}

/** Asks to whom, or why; what was typed stays until it has been done. */
export function HandDialog({ act, owner, onDone, onReload, onClose }: AskProps) {
  const name = `${owner.dossier_id}:hand:${act}`
  const [kept, keep] = useKept(name)
  const once = useOnce()
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const reason = (kept["reason"] ?? "").trim()
  const to = kept["to"] ?? ""
  const lacks = act === "give" ? to === "" : reason.length < 3
  const words = heading(act, owner)
  const go = async (): Promise<void> => {
    setTried(true)
    if (lacks || busy) return
    setBusy(true)
    const asked = { seen: owner.version, act, to: act === "give" ? to : null, reason }
    const done = await owners.hand(owner.dossier_id, { op_id: once(asked), ...asked })
    setBusy(false)
    setFault(done.ok ? undefined : done)
    if (!done.ok) return
    forget(name)
    onDone(done.value)
  }
  return (
    <Dialog
      title={words.title}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" busy={busy} onPress={() => void go()}>
            {words.go}
          </Button>
          <Button onPress={onClose}>{t().cancel}</Button>
        </>
      }
    >
      <Refused fault={fault} onReload={onReload} />
      <p class="muted">{words.more}</p>
      {act === "give" && <Whom owner={owner} to={to} onPick={(next) => keep("to", next)} wrong={tried && lacks} />}
      <Line
        label={act === "give" ? own().optional : own().reason}
        hint={act === "give" ? undefined : own().reasonMore}
        rows={3}
        value={kept["reason"] ?? ""}
        onType={(text) => keep("reason", text)}
        error={tried && lacks && act !== "give" ? own().reasonMissing : undefined}
      />
    </Dialog>
  )
}

interface Props {
  dossier: string
  /** The version on the screen: another one asks anew. */
  version: number
  onChanged: () => void
}

function useOwner(dossier: string, version: number): [OwnerOut | undefined, (now: OwnerOut) => void] {
  const [owner, setOwner] = useState<OwnerOut>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version may lie with somebody else
  useEffect(() => {
    let wanted = true
    void owners.of(dossier).then((found) => wanted && found.ok && setOwner(found.value))
    return () => {
      wanted = false
    }
  }, [dossier, version])
  return [owner?.dossier_id === dossier ? owner : undefined, setOwner]
}

/** In whose hands a dossier is, and what this person may do about that. */
export function InHand({ dossier, version, onChanged }: Props) {
  const [owner, setOwner] = useOwner(dossier, version)
  const once = useOnce()
  const [asking, setAsking] = useState<Act>()
  const [fault, setFault] = useState<Fault>()
  const done = (now: OwnerOut): void => {
    setAsking(undefined)
    setOwner(now)
    onChanged()
  }
  const take = async (): Promise<void> => {
    if (owner === undefined) return
    if (owner.holder_id !== null) {
      setAsking("take")
      return
    }
    const asked = { seen: owner.version, act: "take" as const, to: null, reason: "" }
    const taken = await owners.hand(dossier, { op_id: once({ dossier, ...asked }), ...asked })
    setFault(taken.ok ? undefined : taken)
    if (taken.ok) done(taken.value)
  }
  if (owner === undefined || (owner.holder === null && !owner.may_take && !owner.may_give)) return null
  const why = owner.why_not_take ? told(owner.why_not_take) : undefined
  return (
    <div class="inhand">
      <span>
        {own().inHand}: <b class={owner.holder ? undefined : "inhand__none"}>{owner.holder ?? t().nobodyHolds}</b>
      </span>
      {owner.may_take && (
        <button type="button" class="tool" aria-disabled={why ? true : undefined} title={why} onClick={() => !why && void take()}>
          {own().take}
        </button>
      )}
      {owner.may_give && (
        <button type="button" class="tool" onClick={() => setAsking("give")}>
          {own().give}
        </button>
      )}
      {owner.may_give_back && (
        <button type="button" class="tool" onClick={() => setAsking("give_back")}>
          {own().giveBack}
        </button>
      )}
      <Refused fault={fault} onReload={onChanged} />
      {asking && (
        <HandDialog
          act={asking}
          owner={owner}
          onDone={done}
          onReload={() => {
            setAsking(undefined)
            onChanged()
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
    </div>
  )
}
