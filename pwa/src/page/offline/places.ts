/* Where this browser keeps marks besides the databases (core/sync/canary.ts). */
import type { Places } from "../../core/sync/canary.ts"

const NAME = "cl-mark"
const ADDRESS = "/__mark"

export function browserPlaces(): Places {
  return {
    local: {
      read: () => Promise.resolve(localStorage.getItem(NAME) ?? undefined),
      leave: (mark) => {
        localStorage.setItem(NAME, mark)
        return Promise.resolve()
      },
    },
    cache: {
      read: async () => (await (await caches.open(NAME)).match(ADDRESS))?.text(),
      leave: async (mark) => (await caches.open(NAME)).put(ADDRESS, new Response(mark)),
    },
  }
}
