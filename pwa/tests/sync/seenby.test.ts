import { describe, expect, it } from "vitest"
import { keptSeenBy, seenBy } from "../../src/core/sync/seenby.ts"
import { Tab } from "./phone.ts"
import { FakeServer } from "./server.ts"

const LOOK = {
  at: "2026-11-30T02:00:00Z",
  by: "Lê Văn Tùng",
  role: "appraiser",
  unit_name: "Xã",
  what: "dossier",
  why: "handling",
  times: 1,
}
const ANSWER = { looks: [{ ...LOOK, reason: { vi: "Trả lời người dân", en: null } }], as_of: "2026-11-30T03:00:00Z" }

async function asked(): Promise<{ server: FakeServer; tab: Tab; id: string }> {
  const server = new FakeServer()
  const tab = await Tab.open(server)
  const { dossier_id } = await tab.sent()
  await tab.sync()
  server.mischief = ({ path }) => (path.endsWith("/looks") ? Response.json(ANSWER) : undefined)
  return { server, tab, id: dossier_id }
}

describe("who looked at a dossier", () => {
  it("is read again without a network, as the server last said it", async () => {
    const { server, tab, id } = await asked()
    expect(await keptSeenBy(tab.base, tab.principal, id)).toBeUndefined()
    expect(await seenBy(tab.base, tab.principal, id)).toMatchObject({ ok: true, value: { ...ANSWER, kept: false } })
    server.mischief = () => "cut_before"
    expect(await seenBy(tab.base, tab.principal, id)).toMatchObject({ ok: true, value: { ...ANSWER, kept: true } })
    expect(await keptSeenBy(tab.base, tab.principal, id)).toMatchObject(ANSWER)
  })

  it("stays with the dossier when the feed brings it anew", async () => {
    const { server, tab, id } = await asked()
    await seenBy(tab.base, tab.principal, id)
    server.mischief = () => undefined
    server.tell(tab.principal, "dossier", id, { ...server.dossiers.get(id)?.body, version: 9 })
    await tab.sync()
    expect(await keptSeenBy(tab.base, tab.principal, id)).toMatchObject(ANSWER)
  })

  it("is not shown from the phone where the server refuses it", async () => {
    const { server, tab, id } = await asked()
    await seenBy(tab.base, tab.principal, id)
    server.mischief = ({ path }) =>
      path.endsWith("/looks")
        ? Response.json(
            { code: "dossier", status: 404, title: "", type: "about:blank" },
            { status: 404, headers: { "Content-Type": "application/problem+json" } },
          )
        : undefined
    expect((await seenBy(tab.base, tab.principal, id)).ok).toBe(false)
  })

  it("says why nothing is shown where it was never asked for", async () => {
    const { server, tab, id } = await asked()
    server.mischief = () => "cut_before"
    expect(await seenBy(tab.base, tab.principal, id)).toMatchObject({ ok: false })
  })
})
