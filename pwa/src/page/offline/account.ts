/* Signing in and out, and the sessions of whoever is in front. */
import { done, ok, type Result } from "../../core/contract/result.ts"
import type { MeOut, TokenOut } from "../../core/contract/types.ts"
import { deviceToken, signedIn, signOut, unsentCount } from "../../core/sync/session.ts"
import { lang } from "../i18n/lang.ts"
import type { Parts } from "./parts.ts"
import type { Phone } from "./phone.ts"
import { keepRinging, stopRingingFor } from "./ring.ts"

export function accountOf(parts: Parts): Phone["account"] {
  const { base } = parts
  const frontToken = async (): Promise<Result<string | undefined>> =>
    parts.front === base.device.principal ? deviceToken(base) : ok(await base.token(parts.front))
  return {
    me: parts.me,
    askCode: async (phone) => {
      // the device goes along, so that a code is counted against the phone that asked, and the phone is adopted
      const token = await deviceToken(base)
      return token.ok ? base.api.askCode(phone, token.value) : token
    },
    signInWithCode: ({ phone, code, name = "" }) => enter(parts, (token) => base.api.signInByCode({ phone, code, name }, token)),
    signInWithPassword: (given) => enter(parts, (token) => base.api.signInByPassword(given, token)),
    changePassword: async (given) => base.api.changePassword(given, await base.token(parts.front)),
    signOut: async ({ keep = false } = {}) => {
      if (!keep && (await unsentCount(base, parts.front)) > 0) return signOut(base, false)
      await stopRingingFor(base).catch(() => undefined)
      const out = await signOut(base, keep)
      if (out.ok) await settled(parts)
      return out
    },
    sessions: async () => {
      const token = await frontToken()
      const answer = token.ok ? await base.api.sessions(token.value) : token
      return answer.ok ? ok(answer.value.sessions) : answer
    },
    endSession: async (id) => {
      const token = await frontToken()
      const answer = token.ok ? await base.api.endSession(id, token.value) : token
      return answer.ok ? done : answer
    },
    others: async () => {
      const all = await base.device.principals()
      const counts = await Promise.all(all.filter((each) => each !== parts.front).map((each) => unsentCount(base, each)))
      return counts.filter((count) => count > 0).length
    },
  }
}

async function enter(parts: Parts, signIn: (token: string) => Promise<Result<TokenOut>>): Promise<Result<MeOut>> {
  const token = await deviceToken(parts.base)
  if (!token.ok) return token
  const opened = await signIn(token.value)
  if (!opened.ok) return opened
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
