/* What a history stands on: an office, its people, what phones know of the catalogue. The driver makes it for each seed. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

export interface Person {
  readonly username: string
  readonly password: string
  readonly principal: string
  readonly name: string
  /** A member of a village's group, who may file for others. */
  readonly helps: boolean
}

/** As the driver says it. */
export interface Given {
  readonly unit_id: string
  readonly procedure: string
  readonly form_ref: string
  readonly form: unknown
  readonly notice: { readonly version: string; readonly hash: string }
  readonly consent: { readonly version: string; readonly hash: string }
  readonly answers: Readonly<Record<string, unknown>>
  readonly people: readonly Person[]
  readonly clerk: { readonly username: string; readonly password: string }
}

export interface Ground extends Given {
  readonly base: string
  readonly pages: readonly ArrayBuffer[]
}

export function pagesIn(folder: string): ArrayBuffer[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name))
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    })
}
