/* Stores as released versions of the app wrote them, kept in releases/<store version>.json and opened by every later one.
   A new store version brings a new file: `npx tsx tests/db/releases.ts <version>`. */
import "fake-indexeddb/auto"
import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { IDBFactory } from "fake-indexeddb"
import { Connection } from "../../src/core/db/open.ts"
import { DEVICE_DB, DEVICE_STORES, DEVICE_UPGRADES, PRINCIPAL_STORES, PRINCIPAL_UPGRADES, principalDb } from "../../src/core/db/schema.ts"
import { Tab, newDisk } from "../sync/phone.ts"
import { FakeServer } from "../sync/server.ts"

interface KeptRow {
  readonly id: string
  readonly [member: string]: unknown
}
type Rows = Record<string, KeptRow[]>

export interface Release {
  readonly version: number
  /** The phone's wrapping key, which no phone gives out: that of a corpus is made from bytes that are kept here. */
  readonly wrap?: string
  readonly device_id: string
  readonly device: Rows
  readonly principal: Rows
}

async function rowsOf(factory: IDBFactory, name: string, stores: readonly string[]): Promise<Rows> {
  const connection = new Connection(factory, name, upgradesOf(name))
  const rows: Rows = {}
  for (const store of stores) {
    const all = await connection.run([store], "readonly", async (tx) => (await tx.objectStore(store).getAll()) as KeptRow[])
    rows[store] = all.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, written(value)])) as KeptRow)
  }
  connection.close()
  return rows
}

const upgradesOf = (name: string): typeof DEVICE_UPGRADES => (name === DEVICE_DB ? DEVICE_UPGRADES : PRINCIPAL_UPGRADES)

const written = (value: unknown): unknown => (value instanceof ArrayBuffer ? { base64: Buffer.from(value).toString("base64") } : value)

function read(value: unknown): unknown {
  const { base64 } = (value ?? {}) as { base64?: unknown }
  return typeof base64 === "string" ? new Uint8Array(Buffer.from(base64, "base64")).buffer : value
}

/** A disk as a phone with that release left it; the key that never leaves a phone is made anew. */
export async function restore(release: Release): Promise<IDBFactory> {
  const factory = new IDBFactory()
  await fill(factory, principalDb(`device:${release.device_id}`), release.principal, release.version)
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"])
  const wrap: KeptRow[] = release.wrap === undefined ? [] : [{ id: "wrap", key: await wrappingKey(release.wrap) }]
  const keys: KeptRow[] = [...(release.device["keys"] ?? []), { id: "device", device_id: release.device_id, pair }, ...wrap]
  await fill(factory, DEVICE_DB, { ...release.device, keys }, release.version)
  return factory
}

const wrappingKey = (base64: string): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", Buffer.from(base64, "base64"), { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])

async function fill(factory: IDBFactory, name: string, rows: Rows, version: number): Promise<void> {
  const connection = new Connection(factory, name, upgradesOf(name).slice(0, version))
  for (const [store, all] of Object.entries(rows)) {
    await connection.run([store], "readwrite", async (tx) => {
      for (const row of all)
        await tx.objectStore(store).put(Object.fromEntries(Object.entries(row).map(([key, value]) => [key, read(value)])))
    })
  }
  connection.close()
}

async function make(version: number): Promise<Release> {
  const disk = newDisk()
  const server = new FakeServer()
  const wrap = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64")
  await fill(disk.factory, DEVICE_DB, { keys: [{ id: "wrap", key: await wrappingKey(wrap) }] }, DEVICE_UPGRADES.length)
  const tab = await Tab.open(server, disk)
  server.tell(tab.principal, "message", "m1", { message_id: "m1", dossier_id: null, read_at: null, at: "2026-11-22T00:00:00Z" })
  await tab.sent([40])
  await tab.sync()
  await tab.draft([30])
  server.mischief = () => "cut_before"
  await tab.sent([20, 10])
  await tab.sync()
  tab.base.close()
  const device = await rowsOf(disk.factory, DEVICE_DB, DEVICE_STORES)
  const keys = (device["keys"] ?? []).filter((row) => row.id !== "device" && row.id !== "wrap")
  const principal = await rowsOf(disk.factory, principalDb(tab.principal), PRINCIPAL_STORES)
  return { version, wrap, device_id: tab.base.device.id, device: { ...device, keys }, principal }
}

const [, script, asked] = process.argv
if (script === fileURLToPath(import.meta.url) && asked !== undefined) {
  const target = new URL(`./releases/${asked}.json`, import.meta.url)
  writeFileSync(target, `${JSON.stringify(await make(Number(asked)), null, 1)}\n`)
}
