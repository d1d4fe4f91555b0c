/* The browser as the core needs it, the same in a page and in the service worker. */
import { aloneHere, type News, type World } from "./world.ts"
import { sendByXhr } from "./xhr.ts"

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
    ...("XMLHttpRequest" in globalThis ? { send: sendByXhr } : {}),
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

/** A tab that the system froze in the middle of its work keeps its lock for ever: after this long it is taken from it.
    Should it only have been busy, two tabs send at once, which the server bears. */
const FROZEN_MS = 60_000

function lockAlone(): World["alone"] {
  const { locks } = navigator as Partial<WorkerNavigator>
  if (locks === undefined) return aloneHere()
  return async (name, work) => {
    const mine = await hold(locks, name, work)
    if (mine === "waited in vain") await hold(locks, name, work, true)
  }
}

async function hold(locks: LockManager, name: string, work: () => Promise<void>, steal = false): Promise<"waited in vain" | undefined> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), FROZEN_MS)
  let working: Promise<void> | undefined
  const begin = (): Promise<void> => {
    clearTimeout(timer)
    working = work()
    return working
  }
  try {
    await (steal ? locks.request(name, { steal }, begin) : locks.request(name, { signal: patience.signal }, begin))
    return undefined
  } catch (error) {
    if (working === undefined && patience.signal.aborted) return "waited in vain"
    if (working === undefined) throw error
    // the lock was taken from us while we worked: what was begun is still finished
    await working
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

function metered(): boolean {
  const { connection } = navigator as WorkerNavigator & { connection?: NetworkInformation }
  return connection?.type === "cellular" || connection?.saveData === true
}
