/* When to look whether there is something to send or to hear. */
import type { Loop } from "../../core/sync/loop.ts"

const MINUTE = 60_000
export const SYNC_TAG = "cl-sync"

interface SyncManager {
  register(tag: string): Promise<void>
}

/** What the service worker says to the page. */
export type WorkerWord = { readonly type: "arrived"; readonly message_id?: string } | { readonly type: "open"; readonly path: string }

/** Starts the loop and wakes it at the right moments; the answer stops that. `open` is asked to show a screen. */
export function watchMoments(loop: Loop, refresh: () => void, open: (path: string) => void): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const visible = (): void => {
    if (document.visibilityState !== "visible") return
    loop.wake("visible")
    refresh()
  }
  document.addEventListener("visibilitychange", visible, { signal })
  window.addEventListener("online", () => loop.wake("online"), { signal })
  const minute = setInterval(() => {
    if (document.visibilityState === "visible") loop.wake("minute")
  }, MINUTE)
  const { serviceWorker } = navigator as Partial<Navigator>
  serviceWorker?.addEventListener("message", (event: MessageEvent<WorkerWord>) => hear(event.data, loop, open), { signal })
  loop.wake("start")
  refresh()
  return () => {
    stop.abort()
    clearInterval(minute)
    loop.stop()
  }
}

function hear(word: WorkerWord, loop: Loop, open: (path: string) => void): void {
  if (word.type === "arrived") loop.wake("push")
  if (word.type === "open") open(word.path)
}

/** Asks the browser to send later by itself, also after this page was closed; only some browsers can. */
export async function askToSendLater(): Promise<void> {
  const { serviceWorker } = navigator as Partial<Navigator>
  const registration = await serviceWorker?.ready
  const { sync } = (registration ?? {}) as { sync?: SyncManager }
  await sync?.register(SYNC_TAG).catch(() => undefined)
}
