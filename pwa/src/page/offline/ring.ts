/* Being told when the app is closed: the browser's push subscription, looked at each start and after each change of person. */
import { done, fail, type Result } from "../../core/contract/result.ts"
import { fromBase64url } from "../../core/domain/base64url.ts"
import type { Base } from "../../core/sync/base.ts"
import { deviceToken } from "../../core/sync/session.ts"
import type { PushState } from "./phone.ts"

const WANTED = "cl-push"

async function manager(): Promise<PushManager | undefined> {
  const { serviceWorker } = navigator as Partial<Navigator>
  if (serviceWorker === undefined || !("PushManager" in globalThis) || !("Notification" in globalThis)) return undefined
  const registration = await serviceWorker.getRegistration()
  return registration?.pushManager
}

export async function ringState(): Promise<PushState> {
  const push = await manager()
  if (push === undefined) return "unsupported"
  if (Notification.permission === "denied") return "denied"
  return (await push.getSubscription()) === null || localStorage.getItem(WANTED) === null ? "off" : "on"
}

/** Asks the person (the browser does), subscribes this browser and tells the server. Call it from a tap. */
export async function ring(base: Base, language: "vi" | "en"): Promise<Result<undefined>> {
  const push = await manager()
  if (push === undefined) return fail("push_unsupported")
  if ((await Notification.requestPermission()) !== "granted") return fail("push_denied")
  localStorage.setItem(WANTED, "1")
  return tellServer(base, push, language)
}

/** At each start, and after a sign-in or sign-out: the server rings this browser for whoever is in front. */
export async function keepRinging(base: Base, language: "vi" | "en"): Promise<void> {
  if (localStorage.getItem(WANTED) === null) return
  const push = await manager()
  if (push !== undefined && Notification.permission === "granted") await tellServer(base, push, language)
}

export async function stopRinging(base: Base): Promise<Result<undefined>> {
  localStorage.removeItem(WANTED)
  const subscription = await (await manager())?.getSubscription()
  if (subscription == null) return done
  const { endpoint } = subscription
  await subscription.unsubscribe()
  return base.api.unsubscribePush(endpoint, await frontToken(base))
}

/** The end of a person's session: this browser no longer rings for her. */
export async function stopRingingFor(base: Base): Promise<void> {
  const subscription = await (await manager())?.getSubscription()
  if (subscription != null) await base.api.unsubscribePush(subscription.endpoint, await frontToken(base))
}

async function tellServer(base: Base, push: PushManager, language: "vi" | "en"): Promise<Result<undefined>> {
  await base.device.keepLanguage(language)
  const key = await base.api.pushKey()
  if (!key.ok) return key
  const subscription = await subscribe(push, key.value.key)
  const { endpoint, keys } = subscription?.toJSON() ?? {}
  const p256dh = keys?.["p256dh"]
  const auth = keys?.["auth"]
  if (endpoint === undefined || p256dh === undefined || auth === undefined) return fail("push_unsupported")
  const told = await base.api.subscribePush({ endpoint, p256dh, auth, language }, await frontToken(base))
  return told.ok ? done : told
}

/** The subscription under this key; one made under an older key of the server is replaced. */
async function subscribe(push: PushManager, key: string): Promise<PushSubscription | undefined> {
  const applicationServerKey = fromBase64url(key)
  const old = await push.getSubscription()
  if (old !== null && sameKey(old.options.applicationServerKey, applicationServerKey)) return old
  await old?.unsubscribe()
  return push.subscribe({ userVisibleOnly: true, applicationServerKey }).catch(() => undefined)
}

function sameKey(one: ArrayBuffer | null, other: Uint8Array): boolean {
  const mine = one === null ? new Uint8Array() : new Uint8Array(one)
  return mine.length === other.length && mine.every((byte, at) => byte === other[at])
}

async function frontToken(base: Base): Promise<string | undefined> {
  const front = await base.device.current()
  if (base.locked(front)) return undefined
  if (front !== base.device.principal) return base.token(front)
  const token = await deviceToken(base)
  return token.ok ? token.value : undefined
}
