/* Pages that move to the store of whoever signs in, while a restored server is given back what it lost. */
import { describe, expect, it } from "vitest"
import { drop, put } from "../../src/core/db/store.ts"
import { FILES } from "../../src/core/db/tables.ts"
import { Tab } from "./phone.ts"
import { backupOf } from "./restored.ts"
import { FakeServer } from "./server.ts"

const HOUR = 60 * 60 * 1000

describe("a server restored while somebody signs in", () => {
  it("F68: gets a page that was moving to the store of whoever signs in, while its operation was offered anew", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const restore = backupOf(server)
    await tab.sent([500])
    await tab.sync()
    const store = tab.base.store(tab.principal)
    const [page] = await tab.pages()
    restore()
    // it has left this store, and its operation has not yet
    await store.write([drop(FILES, page!.attachment_id)])
    await tab.sync()
    expect((await tab.ops()).map((op) => op.epoch)).not.toContain(server.epoch)
    // both have arrived in hers, as an earlier epoch had them
    await store.write([put(FILES, page!, 0)])
    tab.clock.move(24 * HOUR)
    await tab.sync()
    await tab.sync()
    expect([...server.uploads.values()].map((upload) => upload.state)).toEqual(["stored"])
    expect(await tab.pages()).toMatchObject([{ state: "stored", epoch: server.epoch }])
  })

  it("F68: gets a page that came here as stored by an earlier epoch, with an operation that this one has acknowledged", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    const restore = backupOf(server)
    await tab.sent([500])
    await tab.sync()
    const store = tab.base.store(tab.principal)
    const [page] = await tab.pages()
    restore()
    server.mischief = (seen) => (seen.path.startsWith("/api/uploads") ? "cut_before" : undefined)
    await tab.sync()
    expect((await tab.ops()).map((op) => op.epoch)).toEqual([server.epoch])
    // copied before it was to go again, and written after
    await store.write([put(FILES, page!)])
    server.mischief = () => undefined
    tab.clock.move(24 * HOUR)
    await tab.sync()
    await tab.sync()
    expect([...server.uploads.values()].map((upload) => upload.state)).toEqual(["stored"])
    const asked = server.seen.length
    await tab.sync()
    expect(server.seen.slice(asked).filter((seen) => seen.path.startsWith("/api/uploads"))).toEqual([])
  })
})
