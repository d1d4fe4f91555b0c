/* A server that goes back to a backup. */
import type { FakeServer } from "./server.ts"

/** What a backup keeps of the server. */
export function backupOf(server: FakeServer): () => void {
  const kept = {
    ops: new Map(server.ops),
    dossiers: new Map(server.dossiers),
    uploads: new Map([...server.uploads].map(([id, upload]) => [id, { ...upload, bytes: [...upload.bytes] }])),
    tokens: new Map(server.tokens),
    feeds: new Map([...server.feeds].map(([principal, feed]) => [principal, [...feed]])),
  }
  return () => {
    for (const name of ["ops", "dossiers", "uploads", "tokens", "feeds"] as const) {
      const there = server[name] as Map<string, unknown>
      there.clear()
      for (const [id, value] of kept[name]) there.set(id, value)
    }
    server.epoch = crypto.randomUUID()
    server.cursorGone = true
  }
}
