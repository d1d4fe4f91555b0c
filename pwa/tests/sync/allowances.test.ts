import { describe, expect, it } from "vitest"
import { endReuse } from "../../src/core/sync/acts.ts"
import { keptAllowances, readAllowances } from "../../src/core/sync/allowances.ts"
import { operations } from "../../src/core/db/operations.ts"
import { Tab } from "./phone.ts"
import { FakeServer } from "./server.ts"

const OTHER = "01a00000-0000-7000-8000-000000000001"
const given = (dossier_id: string): object => ({
  dossier_id,
  code: "4QVD-XR6N-3",
  procedure: { vi: "Chứng thực bản sao", en: null },
  given_at: "2026-11-30T02:00:00Z",
  until: "2028-11-30T02:00:00Z",
  withdrawn_at: null,
  where: "counter",
  unit_name: "Xã Nậm Sương",
  opens: false,
  last_use: null,
})

async function met(): Promise<{ server: FakeServer; tab: Tab; id: string; kept: () => ReturnType<typeof keptAllowances> }> {
  const server = new FakeServer()
  const tab = await Tab.open(server)
  const { dossier_id } = await tab.sent()
  await tab.sync()
  const answer = { allowed: [given(dossier_id), given(OTHER)], as_of: "2026-11-30T03:00:00Z" }
  server.mischief = ({ path }) => (path.endsWith("/allowances") ? Response.json(answer) : undefined)
  return { server, tab, id: dossier_id, kept: () => keptAllowances(tab.base.store(tab.principal)) }
}

describe("everything somebody allowed", () => {
  it("is read again without a network, as the server last said it", async () => {
    const { server, tab, kept } = await met()
    expect(await kept()).toBeUndefined()
    expect(await readAllowances(tab.base, tab.principal)).toMatchObject({ ok: true })
    server.mischief = () => "cut_before"
    expect(await readAllowances(tab.base, tab.principal)).toMatchObject({ ok: false })
    expect((await kept())?.allowed).toHaveLength(2)
  })

  it("says of what was taken back here that it is on its way, by its name, and once", async () => {
    const { server, tab, kept } = await met()
    await readAllowances(tab.base, tab.principal)
    server.mischief = () => "cut_before"
    await endReuse(tab.base, tab.principal, OTHER)
    await endReuse(tab.base, tab.principal, OTHER)
    expect((await kept())?.ending).toEqual([OTHER])
    const acts = (await operations(tab.base.store(tab.principal))).filter((op) => op.kind === "reuse.end")
    expect(acts.map((op) => op.title)).toEqual(["Chứng thực bản sao"])
  })

  it("has ended where the feed told of the end since", async () => {
    const { server, tab, id, kept } = await met()
    await readAllowances(tab.base, tab.principal)
    server.mischief = () => undefined
    const allowed = { given_at: "2026-11-30T02:00:00Z", until: "2028-11-30T02:00:00Z", withdrawn_at: "2026-12-01T02:00:00Z" }
    server.tell(tab.principal, "dossier", id, { ...server.dossiers.get(id)?.body, version: 9, allowed })
    await tab.sync()
    expect((await kept())?.allowed.map((each) => each.withdrawn_at)).toEqual(["2026-12-01T02:00:00Z", null])
  })

  it("is nothing, without asking, on a phone that the server never met", async () => {
    const server = new FakeServer()
    const tab = await Tab.open(server)
    server.mischief = () => "cut_before"
    expect(await readAllowances(tab.base, tab.principal)).toMatchObject({ ok: true })
    expect((await keptAllowances(tab.base.store(tab.principal)))?.allowed).toEqual([])
  })
})
