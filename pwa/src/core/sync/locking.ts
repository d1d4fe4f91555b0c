/* Opening and closing people's stores on this phone, and changing who is in front. */
import { fail, ok, type Result } from "../contract/result.ts"
import { files, GOING_FILE, operations, UNSENT } from "../db/operations.ts"
import { reseal } from "../db/reseal.ts"
import type { Passkey, PersonHere, Secret } from "../db/vault-rows.ts"
import { wipePrincipal } from "../db/wipe.ts"
import type { Base } from "./base.ts"
import { finishLeaving } from "./leaving.ts"
import { revokeLater } from "./revoke.ts"
import { phoneRules } from "./rules.ts"

const RESEAL_LOCK = "cl-reseal"

/** Opens a store by a PIN or an authenticator. At the limit of wrong PINs the store is wiped: `pin_wiped`. */
export async function unlock(base: Base, principal: string, secret: Secret): Promise<Result<undefined>> {
  const opened = await base.vault.unlock(principal, secret, (await phoneRules(base)).pin_tries)
  if (opened.ok) await finishLeaving(base)
  await settled(base, principal, opened)
  if (opened.ok) base.world.tell({ kind: "keys", keys: base.vault.lend() })
  return opened
}

/** Sets or changes a PIN; `label` is what the lock screen may call this person, where she agreed to be named; `alone`: she
    wants no second key at the office. */
export async function setPin(
  base: Base,
  principal: string,
  given: { pin: string; before?: Secret; label?: string; alone?: boolean },
): Promise<Result<undefined>> {
  const { pin_tries } = await phoneRules(base)
  const set = await base.vault.setPin(principal, given.pin, given.before, pin_tries)
  if (set.ok && given.alone === true) await base.vault.standAlone(principal)
  const label = given.label?.trim() ?? ""
  if (set.ok && label !== "") await base.vault.note(principal, { label })
  await settled(base, principal, set)
  if (set.ok) base.world.tell({ kind: "keys", keys: base.vault.lend() })
  return set
}

export async function removePin(base: Base, principal: string, before: Secret): Promise<Result<undefined>> {
  const removed = await base.vault.removePin(principal, before, (await phoneRules(base)).pin_tries)
  await settled(base, principal, removed)
  return removed
}

export async function addPasskey(
  base: Base,
  principal: string,
  pin: string,
  passkey: Passkey,
  secret: ArrayBuffer,
): Promise<Result<undefined>> {
  const { pin_tries } = await phoneRules(base)
  const added = await base.vault.addPasskey(principal, { kind: "pin", pin }, passkey, secret, pin_tries)
  await settled(base, principal, added)
  return added
}

/** The PIN alone opens the store again, in every tab. Promises the credential that is of no use any more. */
export async function removePasskey(base: Base, principal: string): Promise<ArrayBuffer | undefined> {
  const credential = await base.vault.removePasskey(principal)
  if (credential !== undefined) base.world.tell({ kind: "vault", principal })
  return credential
}

/** What follows from a try: at the limit the rows go after their key, and the other tabs hear of every change. */
async function settled(base: Base, principal: string, tried: Result<undefined>): Promise<void> {
  if (!tried.ok && tried.code === "pin_wiped") await wipePrincipal(base, principal)
  else if (tried.ok || tried.code === "pin_wrong") base.world.tell({ kind: "vault", principal })
}

/** Notes whether something is unsent, then forgets the open key, here and in the other tabs. A store without a PIN stays open. */
export async function closeStore(base: Base, principal: string): Promise<void> {
  if (!base.vault.guarded(principal) || base.locked(principal)) return
  await noteUnsent(base, principal)
  base.vault.lock(principal)
  base.world.tell({ kind: "vault", principal, lock: true })
}

/** Another person of this phone comes to the front, or nobody; the store of the one before is closed. */
export async function bringToFront(base: Base, principal: string): Promise<void> {
  const before = await base.device.current()
  if (before === principal) return
  await base.device.setCurrent(principal)
  await closeStore(base, before)
  base.world.tell({ kind: "principal" })
}

/** Starts over after a forgotten PIN: what is sealed here and never reached the server is lost. Asked for by a typed word. */
export async function startOver(base: Base, principal: string): Promise<Result<undefined>> {
  if (!base.vault.guarded(principal)) return fail("pin_none")
  await wipePrincipal(base, principal)
  return ok(undefined)
}

/** Ends the session of a person and deletes everything of hers from this phone, unsent work as well. A typed word asks for it. */
export async function leaveNothing(base: Base, principal: string): Promise<Result<undefined>> {
  if (principal === base.device.principal) return ok(undefined)
  const token = base.locked(principal) ? undefined : await base.token(principal)
  if (token !== undefined) await revokeLater(base, token)
  await wipePrincipal(base, principal)
  return ok(undefined)
}

/** How much of a principal the server does not have. */
export async function unsentCount(base: Base, principal: string): Promise<number> {
  const store = base.store(principal)
  const ops = (await operations(store)).filter((op) => UNSENT.has(op.state))
  const pages = (await files(store)).filter((file) => GOING_FILE.has(file.state))
  return new Set([...ops.map((op) => op.dossier_id ?? op.op_id), ...pages.map((page) => page.dossier_id ?? page.attachment_id)]).size
}

/** Keeps, where it may be read before unlocking, whether this person has unsent work; not how much, not what. */
export async function noteUnsent(base: Base, principal: string): Promise<void> {
  if (base.vault.guarded(principal) && !base.locked(principal))
    await base.vault.note(principal, { unsent: (await unsentCount(base, principal)) > 0 })
}

/** How many others have unsent work on this phone; of those who are locked their own note says it. */
export async function othersUnsent(base: Base, front: string): Promise<number> {
  const notes = new Map(base.vault.people().map((person) => [person.principal, person.unsent]))
  const others = (await base.device.principals()).filter((each) => each !== front)
  const waits = others.map(async (each) => (base.locked(each) ? notes.get(each) === true : (await unsentCount(base, each)) > 0))
  return (await Promise.all(waits)).filter(Boolean).length
}

/** Whom the lock screen may offer. */
export const peopleHere = (base: Base): PersonHere[] => base.vault.people()

/** Seals what an earlier release left plain, in every store that is open. */
export async function sealAll(base: Base): Promise<void> {
  await base.world.alone(RESEAL_LOCK, async () => {
    for (const principal of await base.unlocked()) {
      if (base.vault.allSealed(principal)) continue
      await reseal(base.connection(principal), await base.vault.codec(principal)())
      await base.vault.note(principal, { all_sealed: true })
    }
  })
}
