import { expect, it } from "vitest"
import { grantMandate, mandatesOf } from "../../src/core/sync/acts.ts"
import { queueOf, statusOf } from "../../src/core/sync/status.ts"
import { holdsOf } from "../../src/core/sync/told.ts"
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
  const sent = await tab.submit(await tab.save({ ...(await tab.draft()), for: "other", mandate_id }))
  await tab.submit(await tab.draft())
  if (!sent.ok) throw new Error(sent.code)
  const [kept] = await mandatesOf(tab.base.store(tab.principal))
  expect(kept?.dossier_ids).toEqual([sent.value.dossier_id])
})

it("V6: two visits, each with its consent, are two things that are not sent yet, on the phone and for the office", async () => {
  const tab = await Tab.open(new FakeServer())
  for (let visit = 0; visit < 2; visit += 1) {
    const granted = await grantMandate(tab.base, tab.principal, CONSENT, "Hà Văn Thắng")
    if (!granted.ok) throw new Error(granted.code)
    const { mandate_id } = granted.value
    await tab.submit(await tab.save({ ...(await tab.draft([10])), for: "other", mandate_id }))
  }
  // one more consent, nothing made under it yet
  await grantMandate(tab.base, tab.principal, CONSENT, "Hà Văn Thắng")
  expect(statusOf(await queueOf(tab.base.store(tab.principal)), "resting", false)).toMatchObject({ kind: "only_here", count: 3 })
  expect((await holdsOf(tab.base, tab.principal)).unsent).toBe(3)
})
