/* Making a store unreadable for good. The wrapped key goes first: from that moment nothing that is left can be opened, by
   anybody. Then the rows go. A page that dies in between does the rest at its next start (`finishWipes`).
   Asked for by a person who typed the word, by the limit of wrong PINs, or by the office that blocked this phone. */
import type { Connection } from "./open.ts"
import { PRINCIPAL_STORES } from "./schema.ts"
import type { Vault } from "./vault.ts"

/** What wiping needs of the phone. */
export interface Wipeable {
  readonly vault: Vault
  readonly device: { readonly principal: string; principals(): Promise<readonly string[]>; forget(principal: string): Promise<void> }
  connection(principal: string): Connection
  /** The other tabs are told that somebody else may be in front, and which keys are gone. */
  wiped(principal: string): void
}

/** Promises that nothing of this principal can be read on this phone any more. The device's own principal begins anew. */
export async function wipePrincipal(phone: Wipeable, principal: string): Promise<void> {
  await phone.vault.erase(principal)
  await sweep(phone, principal)
}

/** The same for everybody on this phone: the keys of all of them first. The phone stays known to the server by its own key. */
export async function wipeEverything(phone: Wipeable): Promise<void> {
  const all = await phone.device.principals()
  for (const principal of all) await phone.vault.erase(principal)
  for (const principal of all) await sweep(phone, principal)
}

/** Does the rest of a wipe that was cut off. */
export async function finishWipes(phone: Wipeable): Promise<void> {
  for (const principal of await phone.vault.halfErased()) await sweep(phone, principal)
}

async function sweep(phone: Wipeable, principal: string): Promise<void> {
  await phone.connection(principal).run(PRINCIPAL_STORES, "readwrite", async (tx) => {
    await Promise.all(PRINCIPAL_STORES.map((store) => tx.objectStore(store).clear()))
  })
  await phone.device.forget(principal)
  await phone.vault.erased(principal)
  phone.wiped(principal)
}
