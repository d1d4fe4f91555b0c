import "fake-indexeddb/auto"
import { IDBFactory } from "fake-indexeddb"
import { plainCodec } from "../../src/core/db/codec.ts"
import { Connection, type ConnectionEvents } from "../../src/core/db/open.ts"
import { PRINCIPAL_UPGRADES } from "../../src/core/db/schema.ts"
import { Store } from "../../src/core/db/store.ts"

/** A phone's disk. */
export const disk = (): IDBFactory => new IDBFactory()

export function openTestStore(factory: IDBFactory = disk(), events: ConnectionEvents = {}): Store {
  return new Store(new Connection(factory, "cl-test", PRINCIPAL_UPGRADES, events), plainCodec)
}

let last = 0
/** Ids and a clock that tests can follow. */
export const maker = (now = Date.UTC(2026, 10, 22, 1, 0, 0)): { newId: () => string; now: () => number } => ({
  newId: () => {
    last += 1
    return `019a0000-0000-7000-8000-${String(last).padStart(12, "0")}`
  },
  now: () => now,
})
