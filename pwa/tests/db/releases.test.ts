import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { PRINCIPAL_UPGRADES } from "../../src/core/db/schema.ts"
import { draftStore } from "../../src/core/db/drafts.ts"
import { MESSAGES, SLIPS } from "../../src/core/db/tables.ts"
import { aloneHere } from "../../src/core/sync/world.ts"
import { Tab } from "../sync/phone.ts"
import { FakeServer } from "../sync/server.ts"
import { restore, type Release } from "./releases.ts"

const FOLDER = new URL("./releases/", import.meta.url)
const releases = readdirSync(FOLDER).map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as Release)

describe.each(releases)("a phone that release $version of the store left", (release) => {
  const open = async (server: FakeServer): Promise<Tab> => Tab.open(server, { factory: await restore(release), alone: aloneHere() })

  it("F39: opens with its drafts, pages, slips and messages", async () => {
    const tab = await open(new FakeServer())
    const store = tab.base.store(tab.principal)
    const drafts = await draftStore(store, { newId: () => "", now: () => 0 }).list()
    expect(drafts.map((draft) => [draft.answers["owner_name"], draft.files.length])).toEqual([["Nguyễn Thị Bình", 1]])
    expect(await store.hasBytes(drafts[0]!.files[0]!.attachment_id)).toBe(true)
    expect((await store.all(SLIPS)).length).toBe(2)
    expect((await store.all(MESSAGES)).length).toBe(1)
  })

  it("F39: sends what it had queued, with the very text it was made with", async () => {
    const server = new FakeServer()
    const tab = await open(server)
    const queued = (await tab.ops()).find((op) => op.state !== "archived")!
    await tab.sync()
    await tab.sync()
    expect(server.ops.get(queued.op_id)?.sha256).toBe(queued.sha256)
    expect((await tab.ops()).every((op) => op.state === "archived")).toBe(true)
    expect([...server.uploads.values()].every((upload) => upload.state === "stored")).toBe(true)
  })
})

it("the newest of them left nothing but sealed rows", () => {
  const newest = releases.reduce((a, b) => (a.version > b.version ? a : b))
  const rows = Object.values(newest.principal).flat()
  expect(rows.length).toBeGreaterThan(10)
  expect(rows.filter((row) => row["c"] !== 1)).toEqual([])
})

it("every version of the store has a phone that was left by it", () => {
  expect(releases.map((release) => release.version).sort((a, b) => a - b)).toEqual(PRINCIPAL_UPGRADES.map((_, at) => at + 1))
})
