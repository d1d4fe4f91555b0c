/* Autosave: every change is kept, soon and in order; leaving the page keeps at once. */
import { type Store, type Draft } from "../../app/client.ts"
import { cell, type Watch } from "../../ui/watch.ts"

/** Changes within this many milliseconds are kept together. */
const SOON = 300

export type Saved = { state: "saved"; at: string } | { state: "saving" } | { state: "failed"; code: string }

export interface Keeper {
  readonly draft: Watch<Draft>
  readonly saved: Watch<Saved>
  /** Changes the draft now and keeps it soon. */
  change(make: (draft: Draft) => Draft): void
  /** Promises that everything changed until now is kept, if the phone can keep it. */
  flush(): Promise<void>
  /** Stops looking after it; what is not kept yet is kept now. */
  leave(): void
}

/** Looks after one open draft. */
export function keeper(store: Store, first: Draft): Keeper {
  const draft = cell(first)
  const saved = cell<Saved>({ state: "saved", at: first.saved_at })
  let timer: ReturnType<typeof setTimeout> | undefined
  let dirty = false
  let chain: Promise<void> = Promise.resolve()

  const write = async (): Promise<void> => {
    if (!dirty) return
    dirty = false
    const answer = await store.drafts.save(draft.get())
    if (answer.ok) {
      // ids and times are the store's; what was typed meanwhile is ours
      const { saved_at, dossier_id } = answer.value
      draft.set({ ...draft.get(), saved_at, ...(dossier_id !== undefined && { dossier_id }) })
      if (!dirty) saved.set({ state: "saved", at: saved_at })
    } else {
      dirty = true
      saved.set({ state: "failed", code: answer.code })
    }
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    chain = chain.then(write, write)
    return chain
  }
  const hidden = (): void => {
    if (document.visibilityState === "hidden") void flush()
  }
  const gone = (): void => void flush()
  document.addEventListener("visibilitychange", hidden)
  addEventListener("pagehide", gone)

  return {
    draft,
    saved,
    change(make) {
      draft.set(make(draft.get()))
      dirty = true
      if (saved.get().state === "saved") saved.set({ state: "saving" })
      clearTimeout(timer)
      timer = setTimeout(() => void flush(), SOON)
    },
    flush,
    leave() {
      void flush()
      document.removeEventListener("visibilitychange", hidden)
      removeEventListener("pagehide", gone)
    },
  }
}
