/* Autosave: every change is kept, soon and in order; leaving the page keeps at once. */
import type { Draft, Store } from "../../app/client.ts"
import { cell, type Watch } from "../../ui/watch.ts"

/** Changes within this many milliseconds are kept together. */
const SOON = 300

export type Saved = { state: "saved"; at: string } | { state: "saving" } | { state: "failed"; code: string }

/** Looks after one open draft until it is left. */
export class Keeper {
  readonly draft: Watch<Draft>
  readonly saved: Watch<Saved>
  readonly #store: Store
  readonly #draft
  readonly #saved
  #timer: ReturnType<typeof setTimeout> | undefined
  #dirty = false
  #chain: Promise<void> = Promise.resolve()

  constructor(store: Store, first: Draft) {
    this.#store = store
    this.draft = this.#draft = cell(first)
    this.saved = this.#saved = cell<Saved>({ state: "saved", at: first.saved_at })
    document.addEventListener("visibilitychange", this.#hidden)
    addEventListener("pagehide", this.#gone)
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
    this.#timer = undefined
    const write = (): Promise<void> => this.#write()
    this.#chain = this.#chain.then(write, write)
    return this.#chain
  }

  /** Stops looking after it; what is not kept yet is kept now. */
  leave(): void {
    void this.flush()
    document.removeEventListener("visibilitychange", this.#hidden)
    removeEventListener("pagehide", this.#gone)
  }

  readonly #gone = (): void => void this.flush()

  readonly #hidden = (): void => {
    if (document.visibilityState === "hidden") void this.flush()
  }

  async #write(): Promise<void> {
    if (!this.#dirty) return
    this.#dirty = false
    const answer = await this.#store.drafts.save(this.#draft.get())
    if (!answer.ok) {
      this.#dirty = true
      this.#saved.set({ state: "failed", code: answer.code })
      return
    }
    // ids and times are the store's; what was typed meanwhile is ours
    const { saved_at, dossier_id } = answer.value
    this.#draft.set({ ...this.#draft.get(), saved_at, ...(dossier_id !== undefined && { dossier_id }) })
    this.#saved.set(this.#changedMeanwhile() ? { state: "saving" } : { state: "saved", at: saved_at })
  }

  #changedMeanwhile(): boolean {
    return this.#dirty
  }
}
