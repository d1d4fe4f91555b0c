import { expect, it } from "vitest"
import { DOSSIERS } from "../../src/core/db/tables.ts"
import { grantMandate } from "../../src/core/sync/acts.ts"
import { outboxItems } from "../../src/core/sync/outbox.ts"
import { Tab } from "./phone.ts"
import { backupOf } from "./restored.ts"
import { FakeServer } from "./server.ts"

const HOUR = 60 * 60 * 1000

/** A dossier that was filed under a consent, both taken by the server. */
async function filedUnderConsent(tab: Tab): Promise<string> {
  const words = { resident_name: "Quàng Thị Lả", text_version: "1", text_hash: "a".repeat(64), purposes: ["type"], unit_id: "u" }
  const granted = await grantMandate(
    tab.base,
    tab.principal,
    { ...words, method: "signature", expires_at: "2027-02-20T00:00:00Z" },
    "Thắng",
  )
  if (!granted.ok) throw new Error(granted.code)
  const { mandate_id } = granted.value
  const sent = await tab.submit(await tab.save({ ...(await tab.draft([30])), for: "other", mandate_id }))
  if (!sent.ok) throw new Error(sent.code)
  await tab.sync()
  return sent.value.dossier_id
}

it("F68: where a restored server gives a consent to an officer the dossier made under it is seen to wait, and goes with its page once it is allowed", async () => {
  const server = new FakeServer()
  const tab = await Tab.open(server)
  const restore = backupOf(server)
  const dossier_id = await filedUnderConsent(tab)
  restore()
  server.verdict = (op) => {
    if (op["kind"] === "mandate.grant") return { status: "quarantined", code: "role_over" }
    return op["kind"] === "dossier.submit" ? { status: "held", code: "mandate_unknown" } : undefined
  }
  await tab.sync()
  const items = await outboxItems(tab.base, tab.principal)
  expect(items.filter((item) => item.what === "operation").map((item) => [item.kind, item.state])).toEqual([
    ["mandate.grant", "with_officer"],
    ["dossier.submit", "held"],
  ])
  expect(await tab.base.store(tab.principal).all(DOSSIERS)).toEqual([])
  server.verdict = () => undefined
  tab.clock.move(25 * HOUR)
  await tab.sync()
  await tab.sync()
  expect([...server.dossiers.keys()]).toEqual([dossier_id])
  expect([...server.uploads.values()].map((upload) => upload.state)).toEqual(["stored"])
})
