/* What everybody may know, kept on the phone: the bundle of procedures, forms and code lists by their hash, the units.
   An old copy goes on until a whole and sound new one is here. */
import type { Bundle, CodeList, FormDef } from "../contract/catalogue.ts"
import { done, fail, ok, type Result } from "../contract/result.ts"
import type { UnitsOut } from "../contract/types.ts"
import { toBytes, toText } from "../db/codec.ts"
import { kept } from "../db/guard.ts"
import { putBytes, type Store } from "../db/store.ts"
import type { Base } from "./base.ts"
import { sha256Hex } from "./encode.ts"
import type { Answer } from "./http.ts"

type Shelf = "bundle" | "units"

const BUNDLE = "bundle"
const UNITS = "units"
const formKey = (hash: string): string => `form:${hash}`
const listKey = (name: string, hash: string): string => `list:${name}:${hash}`
/** So many forms are fetched at a time. */
const AT_A_TIME = 3

export class Catalogue {
  readonly #base: Base
  readonly #store: Store
  readonly #changed: (shelf: Shelf) => void
  readonly #parsed = new Map<string, unknown>()
  #refreshing: Promise<Result<undefined>> | undefined
  #fetching: Promise<Result<undefined>> | undefined

  constructor(base: Base, changed: (shelf: Shelf) => void = () => undefined) {
    this.#base = base
    this.#store = base.device.store
    this.#changed = changed
  }

  bundle(): Promise<Bundle | undefined> {
    return this.#read<Bundle>(BUNDLE)
  }

  async units(): Promise<UnitsOut | undefined> {
    return this.#read<UnitsOut>(UNITS)
  }

  form(hash: string): Promise<FormDef | undefined> {
    return this.#read<FormDef>(formKey(hash))
  }

  async list(name: string): Promise<CodeList | undefined> {
    const hash = (await this.bundle())?.lists[name]
    return hash === undefined ? undefined : this.#read<CodeList>(listKey(name, hash))
  }

  /** Asks for a new bundle and the units; a second call joins the first. */
  refresh(): Promise<Result<undefined>> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async ensureForm(ref: string): Promise<Result<FormDef>> {
    const hash = ref.slice(ref.indexOf("@") + 1)
    return this.#ensure<FormDef>(formKey(hash), `/api/catalogue/forms/${hash}`, hash)
  }

  async ensureList(name: string): Promise<Result<CodeList>> {
    const hash = (await this.bundle())?.lists[name]
    if (hash === undefined) return fail("offline")
    return this.#ensure<CodeList>(listKey(name, hash), `/api/catalogue/lists/${name}/${hash}`, hash)
  }

  /** Fetches every form and list the bundle names and the phone lacks, a few at a time; stops when the line is gone. */
  fetchAll(): Promise<Result<undefined>> {
    this.#fetching ??= this.#fetchAll().finally(() => {
      this.#fetching = undefined
    })
    return this.#fetching
  }

  async #fetchAll(): Promise<Result<undefined>> {
    const bundle = await this.bundle()
    if (bundle === undefined) return fail("offline")
    const wanted = [
      ...Object.keys(bundle.lists).map((name) => () => this.ensureList(name)),
      ...bundle.procedures.map((procedure) => () => this.ensureForm(procedure.form.ref)),
    ]
    for (let at = 0; at < wanted.length; at += AT_A_TIME) {
      const answers = await Promise.all(wanted.slice(at, at + AT_A_TIME).map((fetchOne) => fetchOne()))
      const down = answers.find((answer) => !answer.ok && answer.status === undefined)
      if (down?.ok === false) return down
    }
    return done
  }

  async #refresh(): Promise<Result<undefined>> {
    const bundle = await this.#renew(BUNDLE, "/api/catalogue/bundle", (await this.bundle())?.hash)
    if (!bundle.ok) return bundle
    return this.#renew(UNITS, "/api/units", (await this.units())?.hash)
  }

  async #renew(shelf: Shelf, path: string, tag: string | undefined): Promise<Result<undefined>> {
    const answer = await this.#base.api.public(path, tag)
    if (!answer.ok) return answer
    if (answer.value.status === 304) return done
    const sound = await soundBundle(answer.value)
    if (!sound.ok) return sound
    const written = await this.#keep(shelf, sound.value)
    if (written.ok) this.#changed(shelf)
    return written
  }

  async #ensure<T>(key: string, path: string, hash: string): Promise<Result<T>> {
    const here = await this.#read<T>(key)
    if (here !== undefined) return ok(here)
    const answer = await this.#base.api.public(path)
    if (!answer.ok) return answer
    if ((await sha256Hex(answer.value.body)) !== hash) return fail("captive")
    const written = await this.#keep(key, answer.value.body)
    if (!written.ok) return written
    const now = await this.#read<T>(key)
    return now === undefined ? fail("storage_failed") : ok(now)
  }

  async #keep(key: string, bytes: ArrayBuffer): Promise<Result<undefined>> {
    const written = await kept(() => this.#store.write([putBytes(key, bytes, "catalogue")]))
    this.#parsed.delete(key)
    return written.ok ? done : written
  }

  async #read<T>(key: string): Promise<T | undefined> {
    const known = this.#parsed.get(key)
    if (known !== undefined) return known as T
    const bytes = await this.#store.bytes(key, "catalogue")
    if (bytes === undefined) return undefined
    const value = JSON.parse(toText(bytes)) as T
    this.#parsed.set(key, value)
    return value
  }

  /** Another tab has kept something newer. */
  forgetParsed(): void {
    this.#parsed.clear()
  }
}

/** The content with a hash of its own in it: whole, and from this server. */
async function soundBundle(answer: Answer): Promise<Result<ArrayBuffer>> {
  const hash = hashWithin(answer.body)
  if (hash === undefined) return fail("captive")
  const text = toText(answer.body)
  // the hash is that of everything else: the bytes without its own member
  const rest = text.replace(`"hash":"${hash}",`, "")
  const own = await sha256Hex(toBytes(rest))
  const tag = answer.headers.get("ETag")?.replace(/^W\//, "").replaceAll('"', "")
  return own === hash || tag === hash ? ok(answer.body) : fail("captive")
}

function hashWithin(body: ArrayBuffer): string | undefined {
  try {
    const read = JSON.parse(toText(body)) as { hash?: unknown } | null
    return typeof read?.hash === "string" ? read.hash : undefined
  } catch {
    return undefined
  }
}
