/* The other end of the pipe: tests/torture owns the server, the database and what becomes of them. One line asks, one
   line answers. */
import { createInterface } from "node:readline"

export interface Driver {
  ask(what: string, given?: Record<string, unknown>): Promise<Record<string, unknown>>
}

export function driverOnPipes(): Driver {
  const waiting: ((answer: Record<string, unknown>) => void)[] = []
  createInterface({ input: process.stdin }).on("line", (line) => waiting.shift()?.(JSON.parse(line) as Record<string, unknown>))
  return {
    ask: (what, given = {}) =>
      new Promise((answered) => {
        waiting.push(answered)
        process.stdout.write(`${JSON.stringify({ what, ...given })}\n`)
      }),
  }
}
