import { expect, it } from "vitest"
import { grantMandate, mandatesOf } from "../../src/core/sync/acts.ts"
import { Tab } from "./phone.ts"
import { FakeServer } from "./server.ts"

const CONSENT = {
  unit_id: "01900000-0000-7000-8000-000000000001",
  resident_name: "Quàng Thị Lả",
  text_version: "2026-11-22",
  text_hash: "a".repeat(64),
  purposes: ["type"],
  method: "signature" as const,
  expires_at: "2027-02-20T00:00:00Z",
}

it("a consent names the dossier made under it before any server has heard of either", async () => {
  const tab = await Tab.open(new FakeServer())
  const granted = await grantMandate(tab.base, tab.principal, CONSENT, "Hà Văn Thắng")
  if (!granted.ok) throw new Error(granted.code)
  const { mandate_id } = granted.value
  const sent = await tab.submit({ ...(await tab.draft()), for: "other", mandate_id })
  await tab.submit(await tab.draft())
  if (!sent.ok) throw new Error(sent.code)
  const [kept] = await mandatesOf(tab.base.store(tab.principal))
  expect(kept?.dossier_ids).toEqual([sent.value.dossier_id])
})
