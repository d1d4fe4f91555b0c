/* The stores of the phone and the numbered steps that made them. A step only adds: no later release may remove or
   rename what an earlier one wrote, because a phone can go back to an older release with a newer store. */

export type Upgrade = (db: IDBDatabase, tx: IDBTransaction) => void

const FIRST_STORES = [
  "drafts",
  "operations",
  "files",
  "bytes",
  "slips",
  "dossiers",
  "messages",
  "mandates",
  "documents",
  "settings",
] as const
/** `copies`: what phone and server last agreed on of a draft. `kept`: what was written and may be had back for a while. */
const DRAFT_COPY_STORES = ["copies", "kept"] as const
/** Stores of one principal. Each row is {id, rev, by, body} and opaque ids to find it by; `body` has been through the codec. */
export const PRINCIPAL_STORES = [...FIRST_STORES, ...DRAFT_COPY_STORES] as const
export type PrincipalStore = (typeof PRINCIPAL_STORES)[number]

/** Stores of the phone itself: its key, who uses it, and what is public and shared by all of them. */
export const DEVICE_STORES = ["keys", "settings", "catalogue"] as const
export type DeviceStore = (typeof DEVICE_STORES)[number]

export type StoreName = PrincipalStore | DeviceStore

/** Opaque ids a row may be found by. */
export type RefName = "dossier" | "draft"

const INDEXES: Partial<Record<PrincipalStore, readonly RefName[]>> = {
  operations: ["dossier"],
  files: ["dossier", "draft"],
  documents: ["dossier"],
  kept: ["draft"],
}

function addStores(db: IDBDatabase, names: readonly PrincipalStore[]): void {
  for (const name of names) {
    const store = db.createObjectStore(name, { keyPath: "id" })
    for (const ref of INDEXES[name] ?? []) store.createIndex(ref, ref)
  }
}

export const PRINCIPAL_UPGRADES: readonly Upgrade[] = [
  (db: IDBDatabase): void => addStores(db, FIRST_STORES),
  (db: IDBDatabase): void => addStores(db, DRAFT_COPY_STORES),
]

export const DEVICE_UPGRADES: readonly Upgrade[] = [
  (db: IDBDatabase): void => {
    for (const name of DEVICE_STORES) db.createObjectStore(name, { keyPath: "id" })
  },
]

export const DEVICE_DB = "cl-device"
export const principalDb = (principal: string): string => `cl-${principal}`
