/* The server hands what a phone itself had to whoever signed in on it with the first use of her session. Until then it cannot
   tell what was there when she signed in from what somebody makes as nobody afterwards, so the phone does not speak as itself
   again before her session was used. Its token is kept a second time for just so long, where it needs nobody's PIN: sealed for
   the device, and written with the very change that puts her in front. */
import { ok, type Result } from "../contract/result.ts"
import type { TokenOut } from "../contract/types.ts"
import { toBytes, toText, type Place } from "../db/codec.ts"
import { StoreError } from "../db/open.ts"
import { putSetting, setting } from "../db/settings.ts"
import type { Change } from "../db/store.ts"
import { PAUSE, SESSION } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { deviceSetting } from "./device.ts"
import { base64url, fromBase64url } from "../domain/base64url.ts"
import { withoutToken } from "./tokens.ts"

const FIRST_USES = deviceSetting<readonly string[]>("first_uses")
const PLACE: Place = { store: "settings", id: FIRST_USES.key }

/** To be written with what puts her in front: what the phone holds then, and nothing later, is for this session. */
export async function awaitFirstUse(base: Base, token: string): Promise<Change> {
  const codec = await base.vault.codec(base.device.principal)()
  const sealed = base64url(await codec.seal(toBytes(token), PLACE))
  return putSetting(FIRST_USES, [...((await setting(base.device.store, FIRST_USES)) ?? []), sealed])
}

/** Uses every session that was opened here and is not known to have been used. Fails where the server could not be asked. */
export async function firstUses(base: Base): Promise<Result<undefined>> {
  const { store } = base.device
  for (const sealed of (await setting(store, FIRST_USES)) ?? []) {
    const token = await opened(base, sealed)
    const used = token === undefined ? ok(undefined) : await use(base, token)
    if (!used.ok) return used
    await withoutToken(store, FIRST_USES, sealed)
  }
  return ok(undefined)
}

async function use(base: Base, token: string): Promise<Result<undefined>> {
  const answer = await base.api.me(token)
  if (answer.ok) {
    await finishEntering(base, { token, me: answer.value })
    return ok(undefined)
  }
  if (answer.status !== 401 && answer.status !== 403) return answer
  // whatever refused it: from here on it takes nothing over, for certain
  const ended = await base.api.signOut(token)
  return ended.ok || ended.status === 401 ? ok(undefined) : ended
}

/** A page that died, or a disk that failed, right after she was put in front left her without her session. */
async function finishEntering(base: Base, opened: TokenOut): Promise<void> {
  const { principal } = opened.me
  if ((await base.device.current()) !== principal || base.locked(principal)) return
  if ((await base.token(principal)) !== opened.token) await keepSession(base, opened)
}

/** Keeps the session in its principal's own store and lets that principal's queue go on. */
export async function keepSession(base: Base, { token, me }: TokenOut): Promise<void> {
  const since = new Date(base.world.now()).toISOString()
  await base.store(me.principal).write([putSetting(SESSION, { token, me, since }), putSetting(PAUSE, null)], { durable: true })
}

/** Undefined where the device's key is another one by now. */
async function opened(base: Base, sealed: string): Promise<string | undefined> {
  const codec = await base.vault.codec(base.device.principal)()
  try {
    return toText(await codec.open(fromBase64url(sealed).buffer, PLACE))
  } catch (error) {
    if (error instanceof StoreError && error.code === "unreadable") return undefined
    throw error
  }
}
