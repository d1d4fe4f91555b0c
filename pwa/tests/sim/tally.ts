/* What happened, counted: steps by kind, faults by kind, requests, bytes. */

export class Tally {
  readonly #counts = new Map<string, number>()

  count(what: string, by = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + by)
  }

  get(what: string): number {
    return this.#counts.get(what) ?? 0
  }

  told(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

/** TRACE=1 tells every step, for whoever replays a seed. */
export function trace(said: string): void {
  if (process.env["TRACE"] !== undefined) process.stderr.write(`${said}\n`)
}
