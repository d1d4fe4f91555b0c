/* A push carries an opaque id. What it says on the lock screen names nobody and no procedure; the app shows the rest. */
import { Api } from "../core/sync/api.ts"
import { Base } from "../core/sync/base.ts"
import { Device, type Language } from "../core/sync/device.ts"
import type { World } from "../core/sync/world.ts"

export interface Home {
  readonly registration: ServiceWorkerRegistration
  readonly clients: Clients
  readonly world: World
}

const WORDS: Readonly<Record<Language, { readonly title: string; readonly body: string }>> = {
  vi: { title: "Cửa Làng", body: "Hồ sơ của bạn có tin mới. Chạm để xem." },
  en: { title: "Cửa Làng", body: "There is news about your dossier. Tap to see it." },
}
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The message id of a push, or nothing where it carries none. */
export function idOf(data: PushMessageData | null): string | undefined {
  try {
    const read = data?.json() as { id?: unknown } | null | undefined
    return typeof read?.id === "string" && UUID.test(read.id) ? read.id : undefined
  } catch {
    return undefined
  }
}

const pathOf = (id: string | undefined): string => (id === undefined ? "/thong-bao" : `/thong-bao/${id}`)

/** Shows that there is news, tells the pages that are open, and tells the server that the push came. */
export async function arrived(home: Home, data: PushMessageData | null): Promise<void> {
  const id = idOf(data)
  const words = WORDS[await language(home)]
  await home.registration.showNotification(words.title, {
    body: words.body,
    tag: id ?? "news",
    icon: "/icons/icon-192.png",
    badge: "/icons/badge-96.png",
    data: { id },
  })
  for (const client of await home.clients.matchAll({ type: "window" })) client.postMessage({ type: "arrived", message_id: id })
  if (id !== undefined) await new Api(home.world).delivered([id], false)
}

/** Opens the message: in a page that is open, else in a new one. */
export async function opened(home: Home, notification: Notification): Promise<void> {
  notification.close()
  const { id } = (notification.data ?? {}) as { id?: string }
  const path = pathOf(id)
  const told = id === undefined ? Promise.resolve() : new Api(home.world).delivered([id], true)
  const [client] = await home.clients.matchAll({ type: "window", includeUncontrolled: true })
  if (client === undefined) await home.clients.openWindow(path)
  else {
    await client.focus().catch(() => undefined)
    client.postMessage({ type: "open", path })
  }
  await told
}

/** The browser changed the subscription by itself: the server is told, as whoever is in front. */
export async function renewRing({ registration, world }: Home): Promise<void> {
  const base = await Base.open(world)
  try {
    const front = await base.device.current()
    if (base.locked(front)) return
    const key = await base.api.pushKey()
    const token = await base.token(front)
    if (!key.ok || token === undefined) return
    const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key.value.key })
    const { endpoint, keys } = subscription.toJSON()
    const { p256dh, auth } = keys ?? {}
    if (endpoint === undefined || p256dh === undefined || auth === undefined) return
    await base.api.subscribePush({ endpoint, p256dh, auth, language: await base.device.language() }, token)
  } finally {
    base.close()
  }
}

async function language({ world }: Home): Promise<Language> {
  try {
    const device = await Device.open(world)
    const spoken = await device.language()
    device.store.close()
    return spoken
  } catch {
    return "vi"
  }
}
