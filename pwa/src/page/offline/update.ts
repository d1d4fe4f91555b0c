/* A new release: fetched in the background, applied only when a person says so, or at the next cold start. */
import type { Watch } from "../ui/watch.ts"
import { cell } from "../ui/watch.ts"

export interface Update {
  readonly ready: Watch<boolean>
  /** Somebody asked for it, and it comes in a moment. */
  readonly coming: Watch<boolean>
  apply(): void
}

const DAY = 24 * 60 * 60 * 1000

/** Registers the service worker and watches for a release that waits. `superseded`: another tab runs a newer one already. */
export function watchUpdates(workers: ServiceWorkerContainer | undefined, superseded: Watch<boolean>, reload: () => void): Update {
  const ready = cell(false)
  const coming = cell(false)
  superseded.subscribe(() => ready.set(true))
  let waiting: ServiceWorker | undefined
  const found = (worker: ServiceWorker | null): void => {
    if (worker === null || workers?.controller == null) return
    waiting = worker
    ready.set(true)
  }
  const follow = (registration: ServiceWorkerRegistration): void => {
    found(registration.waiting)
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing
      worker?.addEventListener("statechange", () => {
        if (worker.state === "installed") found(worker)
      })
    })
    setInterval(() => void registration.update().catch(() => undefined), DAY)
  }
  workers?.register("/sw.js", { scope: "/" }).then(follow, () => undefined)
  // only the page that asked loads itself again: another tab may hold unsaved typing
  workers?.addEventListener("controllerchange", () => {
    if (coming.get()) reload()
  })
  return {
    ready,
    coming,
    apply: () => {
      coming.set(true)
      // another tab may have applied it meanwhile: then nothing waits, and nothing would tell this page
      if (waiting?.state === "installed") {
        waiting.postMessage({ type: "apply" })
        // the old one may be sending in the background, and would be waited for
        workers?.controller?.postMessage({ type: "give_way" })
      } else reload()
    },
  }
}
