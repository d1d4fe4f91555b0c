/* Phones of a lead's group, asked of the server with her own session. */
import type { PhonesSource } from "../app/phones.ts"
import type { Parts } from "./parts.ts"

export function phonesOf(parts: Parts): PhonesSource {
  const { base } = parts
  return {
    list: async (q) => base.api.phones(q, await base.token(parts.front)),
    block: async (id, reason) => base.api.blockPhone(id, { reason, block: true }, await base.token(parts.front)),
    unblock: async (id, reason) => base.api.blockPhone(id, { reason, block: false }, await base.token(parts.front)),
  }
}
