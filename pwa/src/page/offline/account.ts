/* Signing in and out, and the sessions of whoever is in front. */
import { done, fail, ok, type Result } from "../../core/contract/result.ts"
import type { MeOut, TokenOut } from "../../core/contract/types.ts"
import { bringToFront, leaveNothing, othersUnsent } from "../../core/sync/locking.ts"
import { isDiscardWord } from "../../core/sync/outbox.ts"
import { asDevice, signedIn, signOut, unsentCount } from "../../core/sync/session.ts"
import { takenHere } from "../../core/sync/taken.ts"
import { lang } from "../i18n/lang.ts"
import { carry } from "./carry.ts"
import type { Parts } from "./parts.ts"
import type { Phone } from "./phone.ts"
import { outboxOf } from "./people.ts"
import { keepRinging, stopRingingFor } from "./ring.ts"

export function accountOf(parts: Parts): Phone["account"] {
  const { base } = parts
  const asFront = async <T>(asked: (token: string | undefined) => Promise<Result<T>>): Promise<Result<T>> =>
    parts.front === base.device.principal ? asDevice(base, asked) : asked(await base.token(parts.front))
  return {
    me: parts.me,
    // the device goes along, so that a code is counted against the phone that asked, and the phone is adopted
    askCode: (phone) => asDevice(base, (token) => base.api.askCode(phone, token)),
    signInWithCode: ({ phone, code, name = "" }) =>
      enter(parts, async (token) => base.api.signInByCode({ phone, code, name, taken: await takenHere(base) }, token)),
    signInWithPassword: (given) =>
      enter(parts, async (token) => base.api.signInByPassword({ ...given, taken: await takenHere(base) }, token)),
    ways: () => base.api.signInWays(),
    beginVneid: () => asDevice(base, async (token) => base.api.beginVneid(await takenHere(base), token)),
    signInWithVneid: (came) => enter(parts, (token) => base.api.signInByVneid(came, token)),
    changePassword: async (given) => base.api.changePassword(given, await base.token(parts.front)),
    ...leavingOf(parts),
    sessions: async () => {
      const answer = await asFront((token) => base.api.sessions(token))
      return answer.ok ? ok(answer.value.sessions) : answer
    },
    endSession: async (id) => {
      const answer = await asFront((token) => base.api.endSession(id, token))
      return answer.ok ? done : answer
    },
    others: () => othersUnsent(base, parts.front),
  }
}

/** The ways out. */
function leavingOf(parts: Parts): Pick<Phone["account"], "signOut" | "leaveNothing" | "rescue"> {
  const { base } = parts
  return {
    signOut: async ({ keep = false } = {}) => {
      if (base.locked(parts.front)) return fail("locked")
      if (!keep && (await unsentCount(base, parts.front)) > 0) return signOut(base, false)
      await stopRingingFor(base).catch(() => undefined)
      const out = await signOut(base, keep)
      if (out.ok) await settled(parts)
      return out
    },
    leaveNothing: async (typed) => {
      if (!isDiscardWord(typed)) return fail("wrong_word")
      await stopRingingFor(base).catch(() => undefined)
      const left = await leaveNothing(base, parts.front)
      if (left.ok) await settled(parts)
      return left
    },
    rescue: async () => {
      const made = await outboxOf(parts).rescue()
      if (!made.ok) return made
      for (let number = 1; number <= made.value.count; number += 1)
        if ((await carry(await made.value.part(number))) === "stopped") return fail("stopped")
      return ok({ code: made.value.code })
    },
  }
}

async function enter(parts: Parts, signIn: (token: string) => Promise<Result<TokenOut>>): Promise<Result<MeOut>> {
  const opened = await asDevice(parts.base, signIn)
  if (!opened.ok) return opened
  const { principal } = opened.value.me
  if (parts.base.locked(principal)) {
    // she has been here before: her PIN opens her store, then her new session is kept in it
    await bringToFront(parts.base, principal)
    await parts.changeFront()
    if (!(await parts.openedInFront(principal))) {
      void parts.base.api.signOut(opened.value.token)
      return fail("locked")
    }
  }
  const me = await signedIn(parts.base, opened.value)
  await settled(parts)
  return ok(me)
}

/** Somebody else is in front: the server rings this browser for that person, and the loop asks for her news. */
async function settled(parts: Parts): Promise<void> {
  await parts.changeFront()
  parts.loop.wake("tap")
  void keepRinging(parts.base, lang()).catch(() => undefined)
}
