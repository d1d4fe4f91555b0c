import { useEffect, useReducer } from "preact/hooks"

/** A value that changes by itself and says when. */
export interface Watch<T> {
  get(): T
  subscribe(changed: () => void): () => void
}

/** A watched value that its owner sets. */
export interface Cell<T> extends Watch<T> {
  set(value: T): void
}

/** Promises a cell which tells its watchers only of real changes. */
export function cell<T>(first: T): Cell<T> {
  let value = first
  const watchers = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const changed of [...watchers]) changed()
    },
    subscribe(changed) {
      watchers.add(changed)
      return () => watchers.delete(changed)
    },
  }
}

/** The present value; the component renders again when it changes. */
export function useWatch<T>(watch: Watch<T>): T {
  const [, again] = useReducer((n: number, _: undefined) => n + 1, 0)
  useEffect(() => watch.subscribe(() => again(undefined)), [watch])
  return watch.get()
}
