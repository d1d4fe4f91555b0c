/* A second key for the office. Where a PIN stands before a store, its data key is kept once more beside the first, sealed
   to the office's public key: this phone cannot open it, nor can whoever finds it. With it a lost phone hands over what it
   cannot read itself, and a forgotten PIN does not cost what was never sent. */
import { toBytes } from "../db/codec.ts"
import { setting } from "../db/settings.ts"
import { SESSION } from "../db/tables.ts"
import type { MakeEscrow } from "../db/vault.ts"
import { joined, sealToOffice } from "../domain/office.ts"
import type { Base } from "./base.ts"

/** What is sealed says what it is and whose, so that it serves in no other place. */
const told = (principal: string, raw: ArrayBuffer): ArrayBuffer =>
  joined([new Uint8Array(toBytes(`cl escrow 1\n${principal}\n`)), new Uint8Array(raw)]).buffer

/** Makes one where there is none, and anew when the office has another key. A resident may do without; who keeps other
    people's papers may not. */
export function escrowsOf(base: Base): MakeEscrow {
  return async (row, raw) => {
    const key = (await base.device.server())?.office_key
    if (key === undefined || row.escrow?.office === key.kid) return undefined
    if (row.alone === true && !(await keepsOthersPapers(base, row.principal))) return undefined
    return { office: key.kid, sealed: await sealToOffice(key, told(row.principal, raw)) }
  }
}

async function keepsOthersPapers(base: Base, principal: string): Promise<boolean> {
  return ((await setting(base.store(principal), SESSION))?.me?.roles.length ?? 0) > 0
}
