/* A new release: fetched in the background, applied only when a person says so, or at the next cold start. */
import { cell, type Watch } from "../ui/watch.ts"

export interface Update {
  readonly ready: Watch<boolean>
  apply(): void
}

const DAY = 24 * 60 * 60 * 1000

/** Registers the service worker and watches for a release that waits. */
export function watchUpdates(workers: ServiceWorkerContainer | undefined, reload: () => void): Update {
  const ready = cell(false)
  let waiting: ServiceWorker | undefined
  let asked = false
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
    if (asked) reload()
  })
  return {
    ready,
    apply: () => {
      asked = true
      if (waiting === undefined) reload()
      else waiting.postMessage({ type: "apply" })
    },
  }
}
