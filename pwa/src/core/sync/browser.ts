/* The browser as the core needs it, the same in a page and in the service worker. */
import { aloneHere, type News, type World } from "./world.ts"

const CHANNEL = "cl"

interface NetworkInformation {
  readonly type?: string
  readonly saveData?: boolean
}

/** `heard` gets what this page and the other tabs tell. */
export function browserWorld(heard: (news: News) => void): World {
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : undefined
  channel?.addEventListener("message", (event: MessageEvent<News>) => heard(event.data))
  return {
    indexedDB,
    fetch: (input, init) => fetch(input, init),
    base: "",
    origin: location.origin,
    now: () => Date.now(),
    random: () => Math.random(),
    alone: lockAlone(),
    after: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
    metered,
    tell: (news) => {
      heard(news)
      channel?.postMessage(news)
    },
  }
}

function lockAlone(): World["alone"] {
  const { locks } = navigator as Partial<WorkerNavigator>
  if (locks === undefined) return aloneHere()
  return async (name, work) => {
    await locks.request(name, work)
  }
}

function metered(): boolean {
  const { connection } = navigator as WorkerNavigator & { connection?: NetworkInformation }
  return connection?.type === "cellular" || connection?.saveData === true
}
