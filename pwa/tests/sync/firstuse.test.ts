import { describe, expect, it, vi } from "vitest"
import { ok } from "../../src/core/contract/result.ts"
import { StoreError } from "../../src/core/db/open.ts"
import { claim } from "../../src/core/sync/claims.ts"
import { bringToFront } from "../../src/core/sync/locking.ts"
import { asDevice, signOut } from "../../src/core/sync/session.ts"
import { enter, LAN } from "./lan.ts"
import { Tab } from "./phone.ts"
import { FakeServer, problem } from "./server.ts"

describe("the first use of a session", () => {
  const asked = (server: FakeServer): string[] => server.seen.map(({ path, token }) => `${path} ${server.tokens.get(token ?? "") ?? ""}`)

  it("comes before anything that the phone says as itself again", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sync()
    await enter(tab, server)
    // she hands the phone over before any line came
    await bringToFront(tab.base, tab.principal)
    await tab.sent()
    server.seen.length = 0
    await tab.sync()
    const [first, ...rest] = asked(server)
    expect(first).toBe(`/api/me ${LAN}`)
    expect(rest).toContain(`/api/sync/push ${tab.principal}`)
    server.seen.length = 0
    await tab.sync()
    expect(asked(server)).not.toContain(`/api/me ${LAN}`)
  })

  it("is waited for: where it fails, nothing is said as the phone itself", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sync()
    await enter(tab, server)
    await bringToFront(tab.base, tab.principal)
    const slip = await tab.sent()
    server.mischief = ({ path }) => (path === "/api/me" ? problem(503, "unavailable") : undefined)
    await tab.sync()
    expect(server.dossiers.size).toBe(0)
    expect(await asDevice(tab.base, () => Promise.resolve(ok("said")))).toMatchObject({ ok: false, code: "unavailable" })
    expect(await claim(tab.base, tab.principal, { local_code: "A", claim_secret: "B", factor: "1234" })).toMatchObject({
      code: "unavailable",
    })
    server.mischief = () => undefined
    await tab.sync()
    expect([...server.dossiers.keys()]).toEqual([slip.dossier_id])
  })

  it("is not waited for where the session was ended: it takes nothing over any more", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await enter(tab, server)
    server.tokens.delete((await tab.base.token(LAN))!)
    await bringToFront(tab.base, tab.principal)
    await tab.sent()
    await tab.sync()
    expect(server.dossiers.size).toBe(1)
  })

  it("is done without where the server refuses it, and the session is ended first", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sync()
    await enter(tab, server)
    const token = (await tab.base.token(LAN))!
    await bringToFront(tab.base, tab.principal)
    await tab.sent()
    let line = "down"
    server.mischief = ({ path }) => {
      if (path === "/api/me") return problem(401, "session_ended")
      return path === "/api/sign-out" && line === "down" ? "cut_before" : undefined
    }
    await tab.sync()
    expect(server.dossiers.size).toBe(0)
    line = "up"
    await tab.sync()
    expect([server.dossiers.size, server.tokens.has(token)]).toEqual([1, false])
  })

  it("gives her the session that a failing disk did not keep", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sync()
    const failing = vi.spyOn(tab.base.store(LAN), "write").mockRejectedValue(new StoreError("storage_failed"))
    await expect(enter(tab, server)).rejects.toThrow(StoreError)
    failing.mockRestore()
    expect([await tab.base.device.current(), await tab.base.token(LAN)]).toEqual([LAN, undefined])
    await tab.sent()
    await tab.sync()
    expect([...server.ops.values()].map((op) => op.principal)).toEqual([LAN])
  })

  it("comes before its end, where she signs out without having been heard of", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    await tab.sync()
    await enter(tab, server)
    const hers = await tab.base.token(LAN)
    await signOut(tab.base, true)
    server.seen.length = 0
    await tab.sync()
    const first = server.seen.slice(0, 2).map(({ path, token }) => [path, token])
    expect(first).toEqual([
      ["/api/me", hers],
      ["/api/sign-out", hers],
    ])
  })
})
