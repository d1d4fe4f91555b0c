/* What a screen asks of a store while it is locked waits until it is opened: what was typed stays in memory and is written then. */

type Methods<T> = { readonly [K in keyof T]: T[K] }

/** The same methods, each of which first waits until the store is open. */
export function patient<T extends object>(made: T, opened: () => Promise<void>): Methods<T> {
  const waiting = Object.entries(made).map(([name, method]: [string, unknown]) => [
    name,
    async (...given: unknown[]): Promise<unknown> => {
      await opened()
      return (method as (...given: unknown[]) => unknown)(...given)
    },
  ])
  return Object.fromEntries(waiting) as T
}
