/* Room on the phone: asked to be kept at the first saved draft, watched, and a private window said in time. */
import type { StorageState } from "./phone.ts"

const LOW = 0.8
const KNOWS = "cl-asked-persist"
/** Browsers give a private window a small part of what they give otherwise. */
const PRIVATE_QUOTA = 150 * 1024 * 1024

/** Asks the browser, once, not to clear this app's storage by itself. */
export async function askToKeep(): Promise<void> {
  const { storage } = navigator as Partial<Navigator>
  if (storage === undefined || !("persist" in storage) || localStorage.getItem(KNOWS) !== null) return
  localStorage.setItem(KNOWS, "1")
  await storage.persist().catch(() => false)
}

export async function storageState(): Promise<StorageState> {
  const { storage } = navigator as Partial<Navigator>
  if (storage === undefined || !("estimate" in storage)) return { persisted: false, low: false, private_window: false }
  const [persisted, room] = await Promise.all([storage.persisted().catch(() => false), storage.estimate().catch(() => undefined)])
  const { usage, quota } = room ?? {}
  const low = usage !== undefined && quota !== undefined && quota > 0 && usage / quota > LOW
  const state = { persisted, low, private_window: quota !== undefined && quota < PRIVATE_QUOTA }
  return { ...state, ...(usage === undefined ? {} : { used: usage }), ...(quota === undefined ? {} : { quota }) }
}
