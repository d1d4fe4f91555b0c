/* Autosave: every change is kept, soon and in order; leaving the page keeps at once. What another tab or phone writes
   meanwhile is merged in, here and in the store: an open page never overwrites what it has not seen. */
import { merge, sameContent } from "../../../core/domain/merge.ts"
import type { Draft, Store } from "../../app/client.ts"
import { cell, type Watch } from "../../ui/watch.ts"

/** Changes within this many milliseconds are kept together. */
const SOON = 300
/** What could not be kept is tried again after this long, also when nobody types. */
const AGAIN = 5000

export type Saved = { state: "saved"; at: string } | { state: "saving" } | { state: "failed"; code: string }

/** Looks after one open draft until it is left. */
export class Keeper {
  readonly draft: Watch<Draft>
  readonly saved: Watch<Saved>
  readonly #store: Store
  readonly #draft
  readonly #saved
  readonly #unwatch: () => void
  readonly #onForm: () => void
  /** The draft as this page last knew it to be kept. */
  #known: Draft
  #timer: ReturnType<typeof setTimeout> | undefined
  #dirty = false
  #left = false
  #again: ReturnType<typeof setTimeout> | undefined
  #chain: Promise<void> = Promise.resolve()

  /** `onForm` hears that what is kept stands on another form than this page, and was taken in. */
  constructor(store: Store, first: Draft, onForm: () => void = () => undefined) {
    this.#store = store
    this.#onForm = onForm
    this.#known = first
    this.draft = this.#draft = cell(first)
    this.saved = this.#saved = cell<Saved>({ state: "saved", at: first.saved_at })
    document.addEventListener("visibilitychange", this.#hidden)
    addEventListener("pagehide", this.#gone)
    this.#unwatch = store.watch("drafts", () => void this.#look())
  }

  /** Changes the draft now and keeps it soon. */
  change(make: (draft: Draft) => Draft): void {
    this.#draft.set(make(this.#draft.get()))
    this.#dirty = true
    if (this.#saved.get().state === "saved") this.#saved.set({ state: "saving" })
    // not put off by the next change: who types without a pause is kept as well
    this.#timer ??= setTimeout(() => void this.flush(), SOON)
  }

  /** Promises that everything changed until now is kept, if the phone can keep it. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    clearTimeout(this.#again)
    this.#timer = undefined
    const write = (): Promise<void> => this.#write()
    this.#chain = this.#chain.then(write, write)
    return this.#chain
  }

  /** Stops looking after it; what is not kept yet is kept now. */
  leave(): void {
    this.#left = true
    void this.flush()
    document.removeEventListener("visibilitychange", this.#hidden)
    removeEventListener("pagehide", this.#gone)
    this.#unwatch()
  }

  readonly #gone = (): void => void this.flush()

  readonly #hidden = (): void => {
    if (document.visibilityState === "hidden") void this.flush()
  }

  async #write(): Promise<void> {
    if (!this.#dirty) return
    this.#dirty = false
    const sent = this.#draft.get()
    const answer = await this.#store.drafts.save(sent, this.#known)
    if (!answer.ok) {
      this.#dirty = answer.code !== "draft_ended"
      this.#saved.set({ state: "failed", code: answer.code })
      if (answer.code.startsWith("storage_") && !this.#left) this.#again = setTimeout(() => void this.flush(), AGAIN)
      return
    }
    // ids and times are the store's; what was typed meanwhile is ours
    const { saved_at, dossier_id } = answer.value
    this.#take(sent, answer.value)
    this.#draft.set({ ...this.#draft.get(), saved_at, ...(dossier_id !== undefined && { dossier_id }) })
    this.#saved.set(this.#changedMeanwhile() ? { state: "saving" } : { state: "saved", at: saved_at })
  }

  /** Somebody wrote in the store: another tab, or the loop with what another phone wrote. */
  #look(): Promise<void> {
    const look = async (): Promise<void> => {
      const there = await this.#store.drafts.get(this.#known.id)
      // it ended elsewhere: what was typed here since is kept apart by the save that finds out
      if (there === undefined) this.#dirty ||= !sameContent(this.#draft.get(), this.#known)
      if (there === undefined) return void this.#saved.set({ state: "failed", code: "draft_ended" })
      if (there.frozen !== undefined || sameContent(there, this.#known)) return
      this.#take(this.#known, there)
      if (!sameContent(this.#draft.get(), there)) this.change((draft) => draft)
    }
    this.#chain = this.#chain.then(look, look)
    return this.#chain
  }

  /** The store has `there`, and this page's draft was made from `from`. */
  #take(from: Draft, there: Draft): void {
    const now = this.#draft.get()
    if (from.form_ref !== there.form_ref && from.form_ref === now.form_ref) return void this.#takeForm(from, there)
    this.#known = there
    if (sameContent(from, there)) return
    const writer = { device_id: "", device: "", at: there.saved_at }
    this.#draft.set(merge(from, this.#draft.get(), there, { mine: writer, theirs: writer }))
  }

  /** It was carried over elsewhere. What was typed here since meets it in the store; the page is opened anew on that form. */
  #takeForm(from: Draft, there: Draft): void {
    this.#known = from
    if (!sameContent(this.#draft.get(), from)) return void this.change((draft) => draft)
    this.#known = there
    this.#draft.set(there)
    if (!this.#left) this.#onForm()
  }

  #changedMeanwhile(): boolean {
    return this.#dirty
  }
}
