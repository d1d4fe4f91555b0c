/* The store's errors as values, for screens. */
import { fail, ok, type Result } from "../contract/result.ts"
import { StoreError } from "./open.ts"

/** Promises what the write returns; a full disk or a lost store is a fault with its code, anything else is thrown. */
export async function kept<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work())
  } catch (error) {
    if (error instanceof StoreError) return fail(error.code)
    throw error
  }
}
