/* Lan's phones: what tests of one draft on several phones begin with. */
import { draftStore, type DraftStore } from "../../src/core/db/drafts.ts"
import type { Draft, KeptRecord } from "../../src/core/db/records.ts"
import { KEPT } from "../../src/core/db/tables.ts"
import type { TokenOut } from "../../src/core/contract/types.ts"
import { uuid7 } from "../../src/core/domain/ids.ts"
import { signedIn } from "../../src/core/sync/session.ts"
import { Tab } from "./phone.ts"
import { FakeServer } from "./server.ts"

export const LAN = "person:01900000-0000-7000-8000-0000000000f1"

/** Somebody signs in, and the answer arrives. */
export async function enter(tab: Tab, server: FakeServer, person = LAN): Promise<void> {
  await signedIn(tab.base, server.signIn(person) as TokenOut)
}

/** A phone on which Lan is signed in. */
export async function phoneOf(server: FakeServer): Promise<Tab> {
  const tab = await Tab.open(server)
  await enter(tab, server)
  return tab
}

export const storeOf = (tab: Tab, owner = LAN): DraftStore =>
  draftStore(tab.base.store(owner), { newId: () => uuid7(), now: () => tab.clock.now, device: tab.base.device.id })

export async function edit(tab: Tab, id: string, make: (draft: Draft) => Draft): Promise<Draft> {
  const drafts = storeOf(tab)
  const old = (await drafts.get(id))!
  const saved = await drafts.save(make(old), old)
  if (!saved.ok) throw new Error(saved.code)
  return saved.value
}

export const answer =
  (key: string, value: string) =>
  (draft: Draft): Draft => ({ ...draft, answers: { ...draft.answers, [key]: value } })

/** Two phones of Lan with the same draft, as both know it. */
export async function two(): Promise<{ server: FakeServer; a: Tab; b: Tab; id: string }> {
  const server = new FakeServer()
  const [a, b] = [await phoneOf(server), await phoneOf(server)]
  const { id } = await a.draft([], LAN)
  await a.sync()
  await b.sync()
  return { server, a, b, id }
}

export const keptOn = async (tab: Tab): Promise<KeptRecord[]> => (await tab.base.store(LAN).all(KEPT)).map((held) => held.value)
