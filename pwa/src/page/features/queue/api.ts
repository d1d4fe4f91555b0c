/* What the open pages of the waiting room ask. They have no session: whoever holds a number or a code holds the right to it. */
import { useEffect, useRef, useState } from "preact/hooks"
import type { BoardOut, BookingOut, DoorOut, PairedOut, Problem, SlotsOut, TicketOut } from "../../../core/contract/openapi.gen.ts"
import { fail, ok, type Fault, type Result } from "../../../core/contract/result.ts"
import { say } from "../../i18n/lang.ts"

async function ask<T>(path: string, body?: unknown): Promise<Result<T>> {
  const init: RequestInit = { credentials: "omit", cache: "no-store", headers: { Accept: "application/json" } }
  if (body !== undefined) {
    init.method = "POST"
    init.headers = { Accept: "application/json", "Content-Type": "application/json" }
    init.body = JSON.stringify(body)
  }
  try {
    const answer = await fetch(path, init)
    if (answer.ok) return ok((await answer.json()) as T)
    const told = (await answer.json().catch(() => undefined)) as (Problem & Record<string, unknown>) | undefined
    return fail(told?.code ?? "unavailable", {
      ...(told?.say && { say: told.say }),
      status: answer.status,
      errors: (told?.errors ?? []).map((each) => ({ ...each, params: each.params ?? {} })),
    })
  } catch {
    return fail("offline")
  }
}

const at = (slug: string, what = ""): string => `/api/queue/${encodeURIComponent(slug)}${what}`

export const queue = {
  door: (slug: string, key = ""): Promise<Result<DoorOut>> => (key === "" ? ask(at(slug)) : ask(at(slug, "/door"), { key })),
  pair: (slug: string, body: { code: string; key: string }): Promise<Result<PairedOut>> => ask(at(slug, "/tablets"), body),
  take: (slug: string, body: { ticket_id: string; kind: string; priority: boolean; key: string }): Promise<Result<TicketOut>> =>
    ask(at(slug, "/tickets"), body),
  arrive: (slug: string, body: { code: string; priority: boolean }): Promise<Result<TicketOut>> => ask(at(slug, "/arrivals"), body),
  board: (slug: string): Promise<Result<BoardOut>> => ask(at(slug, "/calls")),
  ticket: (id: string): Promise<Result<TicketOut>> => ask(`/api/queue/tickets/${id}`),
  leave: (id: string): Promise<Result<TicketOut>> => ask(`/api/queue/tickets/${id}/leave`, {}),
  slots: (slug: string, kind: string): Promise<Result<SlotsOut>> => ask(at(slug, `/slots?kind=${encodeURIComponent(kind)}`)),
  book: (slug: string, body: Record<string, unknown>): Promise<Result<BookingOut>> => ask(at(slug, "/bookings"), body),
  look: (slug: string, code: string): Promise<Result<BookingOut>> => ask(at(slug, "/bookings/look"), { code }),
  cancel: (slug: string, code: string): Promise<Result<BookingOut>> => ask(at(slug, "/bookings/cancel"), { code }),
  move: (slug: string, code: string, slot: string): Promise<Result<BookingOut>> => ask(at(slug, "/bookings/move"), { code, slot }),
}

/** One sentence for a fault: the server's own where it gave one; the narrowest first. */
export function sentence(fault: Fault, otherwise: string): string {
  return fault.say ? say({ vi: fault.say.vi, en: fault.say.en ?? undefined }) : otherwise
}

/** A name in the present language. */
export const text = (words: { vi: string; en: string | null }): string => say({ vi: words.vi, en: words.en ?? undefined })

export interface Watched<T> {
  readonly value: T | undefined
  readonly fault: Fault | undefined
  /** When it was last heard, while it is not heard now. */
  readonly stale: string | undefined
  readonly again: () => void
}

/** Asks again and again, as long as the page is shown; what was heard stays while nothing new comes. */
export function useAgain<T>(read: () => Promise<Result<T>>, every: number, key: string): Watched<T> {
  const [value, setValue] = useState<T>()
  const [fault, setFault] = useState<Fault>()
  const heard = useRef("")
  const turn = useRef<() => Promise<void>>(() => Promise.resolve())
  turn.current = async () => {
    const found = await read()
    setFault(found.ok ? undefined : found)
    if (!found.ok) return
    heard.current = new Date().toISOString()
    setValue(found.value)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is another thing to ask for
  useEffect(() => {
    const look = (): void => void turn.current()
    look()
    const clock = setInterval(() => document.visibilityState === "visible" && look(), every)
    addEventListener("online", look)
    document.addEventListener("visibilitychange", look)
    return () => {
      clearInterval(clock)
      removeEventListener("online", look)
      document.removeEventListener("visibilitychange", look)
    }
  }, [every, key])
  const stale = fault !== undefined && fault.status !== 404 && heard.current !== "" ? heard.current : undefined
  return { value, fault, stale, again: () => void turn.current() }
}
