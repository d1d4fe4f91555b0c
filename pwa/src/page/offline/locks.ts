/* What the lock screen and the settings may do with PINs and people. */
import { fail, ok, type Result } from "../../core/contract/result.ts"
import type { PersonHere, Secret } from "../../core/db/vault-rows.ts"
import { addPasskey, bringToFront, removePasskey, removePin, setPin, startOver, unlock } from "../../core/sync/locking.ts"
import { isDiscardWord } from "../../core/sync/outbox.ts"
import { carry } from "./carry.ts"
import type { Parts } from "./parts.ts"
import { askPasskey, forgetPasskey, makePasskey, passkeyPossible } from "./passkey.ts"

export type { PersonHere } from "../../core/db/vault-rows.ts"

export interface NewPin {
  readonly pin: string
  readonly before?: string
  /** What the lock screen may call her, where she agreed to be named. */
  readonly label?: string
  /** She wants no second key at the office. */
  readonly alone?: boolean
}

export interface Locks {
  /** Whether a PIN stands before the store of the person in front, and whether her role asks for one. */
  guarded(): boolean
  required(): boolean
  /** People of this phone who have a PIN; of each only what she agreed to. */
  people(): readonly PersonHere[]
  front(): PersonHere | undefined
  /** Milliseconds until another try is taken. */
  waiting(): Promise<number>
  unlock(pin: string): Promise<Result<undefined>>
  hasPasskey(): boolean
  passkeyPossible(): Promise<boolean>
  unlockByPasskey(): Promise<Result<undefined>>
  addPasskey(pin: string): Promise<Result<undefined>>
  removePasskey(): Promise<void>
  setPin(given: NewPin): Promise<Result<undefined>>
  removePin(pin: string): Promise<Result<undefined>>
  /** Covers the screen now. */
  cover(): void
  /** Another person of this phone comes to the front, or nobody. */
  switchTo(principal?: string): Promise<void>
  /** Whether the office has a key to the store of the person in front. */
  officeHasKey(): boolean
  /** Hands out what is sealed here as files that only the office opens; `stopped` where none of them was taken after all. */
  rescue(): Promise<Result<{ code: string }>>
  /** Deletes the store of the person in front, whose PIN nobody knows; `typed` must be DISCARD_WORD. */
  startOver(typed: string): Promise<Result<undefined>>
}

type Tried = Result<undefined>

export function locksOf(parts: Parts): Locks {
  const { base, lock } = parts
  return {
    guarded: () => base.vault.guarded(parts.front),
    required: () => (parts.me.get()?.roles.length ?? 0) > 0,
    people: () => base.vault.people(),
    front: () => base.vault.people().find(({ principal }) => principal === parts.front),
    waiting: () => base.vault.tick(parts.front),
    hasPasskey: () => base.vault.passkey(parts.front) !== undefined,
    passkeyPossible,
    cover: () => lock.cover(),
    officeHasKey: () => base.vault.escrow(parts.front) !== undefined,
    rescue: () => rescueOf(parts),
    removePasskey: () => withoutPasskey(parts),
    ...triesOf(parts),
    switchTo: async (principal = base.device.principal) => {
      await bringToFront(base, principal)
      await parts.changeFront()
      await parts.keysChanged()
      parts.loop.wake("tap")
    },
    startOver: async (typed) => {
      if (!isDiscardWord(typed)) return fail("wrong_word")
      const done = await startOver(base, parts.front)
      await parts.changeFront()
      await parts.keysChanged()
      return done
    },
  }
}

/** What takes a PIN, or an authenticator's word. */
function triesOf(parts: Parts): Pick<Locks, "unlock" | "unlockByPasskey" | "addPasskey" | "setPin" | "removePin"> {
  const { base } = parts
  const pinOf = (pin: string): Secret => ({ kind: "pin", pin })
  return {
    unlock: async (pin) => after(parts, await unlock(base, parts.front, pinOf(pin)), true),
    unlockByPasskey: async () => {
      const passkey = base.vault.passkey(parts.front)
      const secret = passkey && (await askPasskey(passkey))
      return secret === undefined ? fail("passkey_wrong") : after(parts, await unlock(base, parts.front, { kind: "passkey", secret }), true)
    },
    addPasskey: async (pin) => {
      const made = await makePasskey("Cửa Làng")
      if (made === undefined) return fail("passkey_none")
      const added = await addPasskey(base, parts.front, pin, made.passkey, made.secret)
      if (!added.ok) await forgetPasskey(made.passkey.credential)
      return after(parts, added, false)
    },
    setPin: async ({ before, ...more }) => {
      const given = { ...more, ...(before !== undefined && { before: pinOf(before) }) }
      return after(parts, await setPin(base, parts.front, given), true)
    },
    removePin: async (pin) => {
      const credential = base.vault.passkey(parts.front)?.credential
      const removed = await removePin(base, parts.front, pinOf(pin))
      if (removed.ok && credential !== undefined) await forgetPasskey(credential)
      return after(parts, removed, false)
    },
  }
}

async function withoutPasskey(parts: Parts): Promise<void> {
  const credential = await removePasskey(parts.base, parts.front)
  if (credential !== undefined) await forgetPasskey(credential)
  await parts.keysChanged()
}

async function rescueOf(parts: Parts): Promise<Result<{ code: string }>> {
  const { makeLockedRescue } = await import("../../core/sync/locked-rescue.ts")
  const made = await makeLockedRescue(parts.base, parts.front)
  if (!made.ok) return made
  for (let number = 1; number <= made.value.count; number += 1)
    if ((await carry(await made.value.part(number))) === "stopped") return fail("stopped")
  return ok({ code: made.value.code })
}

/** After a try the screen follows; where the store was wiped somebody else is in front. */
async function after(parts: Parts, tried: Tried, opens: boolean): Promise<Tried> {
  if (tried.ok && opens) parts.lock.uncover()
  if (!tried.ok && tried.code === "pin_wiped") await parts.changeFront()
  await parts.keysChanged()
  // what waited for this person's key goes now, and her news comes
  if (tried.ok && opens) parts.loop.wake("tap")
  return tried
}
