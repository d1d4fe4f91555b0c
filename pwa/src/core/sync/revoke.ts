/* Sessions that were ended here while there was no network, until the server has heard of it. Their tokens stand sealed in
   the store of the device, which needs nobody's PIN; earlier releases left them in the phone's own plain database. */
import { setting } from "../db/settings.ts"
import { drop } from "../db/store.ts"
import { REVOKE } from "../db/tables.ts"
import type { Base } from "./base.ts"
import { deviceSetting } from "./device.ts"
import { withoutToken, withToken } from "./tokens.ts"

const PLAIN = deviceSetting<readonly string[]>("revoke")

export async function toRevoke(base: Base): Promise<readonly string[]> {
  const plain = (await setting(base.device.store, PLAIN)) ?? []
  for (const token of plain) await revokeLater(base, token)
  if (plain.length > 0) await base.device.store.write([drop(PLAIN.kind, PLAIN.key)])
  return (await setting(base.store(base.device.principal), REVOKE)) ?? []
}

export async function revokeLater(base: Base, token: string): Promise<void> {
  await withToken(base.store(base.device.principal), REVOKE, token)
}

export async function revoked(base: Base, token: string): Promise<void> {
  await withoutToken(base.store(base.device.principal), REVOKE, token)
}
