/* What everybody may know, kept on the phone: the bundle of procedures, forms and code lists by their hash, the units.
   An old copy goes on until a whole and sound new one is here. */
import type { Bundle, CodeList, FormDef } from "../contract/catalogue.ts"
import { done, fail, ok, type Result } from "../contract/result.ts"
import type { UnitsOut } from "../contract/types.ts"
import { toText } from "../db/codec.ts"
import { kept } from "../db/guard.ts"
import { putBytes, type Store } from "../db/store.ts"
import type { FormOf } from "../domain/forms/ways.ts"
import type { Base } from "./base.ts"
import { DELTA, hashWithin, isWhole, rebuilt } from "./bundle.ts"
import { sha256Hex } from "./encode.ts"

type Shelf = "bundle" | "units"

const BUNDLE = "bundle"
const UNITS = "units"
const BUNDLE_PATH = "/api/catalogue/bundle"
const formKey = (hash: string): string => `form:${hash}`
const listKey = (name: string, hash: string): string => `list:${name}:${hash}`
/** So many forms are fetched at a time. */
const AT_A_TIME = 3

/** Every form by `code@hash`, from this phone or fetched. */
export const formsOf =
  (catalogue: Catalogue): FormOf =>
  async (ref) => {
    const form = await catalogue.ensureForm(ref)
    return form.ok ? form.value : undefined
  }

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
    const bundle = await this.#renewBundle()
    if (!bundle.ok) return bundle
    return this.#renewUnits()
  }

  /** The present bundle: only what changed since the one here, or the whole where that cannot be put together.
      What is here goes on until something whole has taken its place. */
  async #renewBundle(): Promise<Result<undefined>> {
    const here = await this.#store.bytes(BUNDLE, "catalogue")
    const sound = here !== undefined && (await isWhole(here))
    const changed = sound ? await this.#changedSince(here) : undefined
    if (changed !== undefined) return changed
    const whole = await this.#whole()
    // a byte that turned over on the way is asked for once more at once
    return whole.ok || whole.code !== "captive" ? whole : this.#whole()
  }

  /** What became of asking for the changes; undefined where the whole must be fetched. */
  async #changedSince(here: ArrayBuffer): Promise<Result<undefined> | undefined> {
    const hash = hashWithin(here) ?? ""
    const answer = await this.#base.api.public(`${BUNDLE_PATH}?from=${hash}`, hash)
    if (!answer.ok) return answer.code === "captive" ? undefined : answer
    const { status, body } = answer.value
    if (status === 304) return done
    const next = status === DELTA ? rebuilt(here, body) : body
    return next !== undefined && (await isWhole(next)) ? this.#shelve(BUNDLE, next) : undefined
  }

  async #whole(): Promise<Result<undefined>> {
    const answer = await this.#base.api.public(BUNDLE_PATH)
    if (!answer.ok) return answer
    return (await isWhole(answer.value.body)) ? this.#shelve(BUNDLE, answer.value.body) : fail("captive")
  }

  async #renewUnits(): Promise<Result<undefined>> {
    const answer = await this.#base.api.public("/api/units", (await this.units())?.hash)
    if (!answer.ok) return answer
    if (answer.value.status === 304) return done
    const hash = hashWithin(answer.value.body)
    const tag = answer.value.headers.get("ETag")?.replace(/^W\//, "").replaceAll('"', "")
    return hash !== undefined && hash === tag ? this.#shelve(UNITS, answer.value.body) : fail("captive")
  }

  async #shelve(shelf: Shelf, bytes: ArrayBuffer): Promise<Result<undefined>> {
    const written = await this.#keep(shelf, bytes)
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
    const value = parsed(bytes) as T | undefined
    if (value !== undefined) this.#parsed.set(key, value)
    return value
  }

  /** Another tab has kept something newer. */
  forgetParsed(): void {
    this.#parsed.clear()
  }
}

/** Kept bytes as what they say; damaged ones count as not here, and are fetched again. */
function parsed(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(toText(bytes))
  } catch {
    return undefined
  }
}
