/* A phone whose line ends with whoever drives it: each request is handed out, and waits for the answer that is given. Behind it
   is the phone's real core on a disk of its own, so that the server is met by what phones really send. */
import type { Draft } from "../../src/core/db/records.ts"
import { makeLockedRescue } from "../../src/core/sync/locked-rescue.ts"
import { closeStore, setPin } from "../../src/core/sync/locking.ts"
import { registerDevice, signedIn } from "../../src/core/sync/session.ts"
import type { SubmitContext, SubmitExtras } from "../../src/core/sync/submit.ts"
import { submitDraft } from "../../src/core/sync/submit.ts"
import { draftStore } from "../../src/core/db/drafts.ts"
import { fileStore } from "../../src/core/db/files.ts"
import { uuid7 } from "../../src/core/domain/ids.ts"
import { Clock, newDisk, Tab } from "../sync/phone.ts"

export type Step =
  | { do: "open" | "round" | "register" | "rescue" | "rows" }
  | { do: "answer"; status: number; headers: Record<string, string>; body: string }
  | { do: "enter"; token: Parameters<typeof signedIn>[1]; pin: string }
  | { do: "file"; draft: Draft; pages: Record<string, string>; extras: SubmitExtras; context: SubmitContext }
  | { do: "lock" }

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
}

const base64 = (bytes: ArrayBuffer | string): string =>
  Buffer.from(typeof bytes === "string" ? bytes : new Uint8Array(bytes)).toString("base64")

class Driven {
  readonly #disk = newDisk()
  readonly #clock = new Clock()
  readonly #asked: { asked: Asked; answer: (given: Response) => void }[] = []
  #awaited: ((what: { request: Asked } | { done: unknown }) => void) | undefined
  #answer: ((given: Response) => void) | undefined
  #tab: Tab | undefined

  async take(step: Step): Promise<unknown> {
    if (step.do === "answer") {
      const answer = this.#answer
      this.#answer = undefined
      const news = this.#news()
      const body = step.status === 204 ? null : Buffer.from(step.body, "base64")
      answer?.(new Response(body, { status: step.status, headers: step.headers }))
      return news
    }
    const news = this.#news()
    void this.#work(step).then(
      (done) => this.#awaited?.({ done: done ?? null }),
      (error: unknown) => this.#awaited?.({ done: `threw: ${String(error)}` }),
    )
    return news
  }

  #news(): Promise<unknown> {
    return new Promise((resolve) => {
      this.#awaited = resolve
      this.#handOut()
    })
  }

  #handOut(): void {
    const next = this.#answer === undefined ? this.#asked.shift() : undefined
    if (next === undefined) return
    this.#answer = next.answer
    this.#awaited?.({ request: next.asked })
  }

  readonly #fetch = (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { body, method = "GET" } = init
    const sent = body instanceof ArrayBuffer || typeof body === "string" ? base64(body) : ""
    const path = String(url instanceof Request ? url.url : url)
    const asked = { method, path, headers: Object.fromEntries(new Headers(init.headers)), body: sent }
    return new Promise((resolve) => {
      this.#asked.push({ asked, answer: resolve })
      this.#handOut()
    })
  }

  async #work(step: Exclude<Step, { do: "answer" }>): Promise<unknown> {
    this.#clock.now = Date.now()
    this.#tab ??= await Tab.open({ fetch: this.#fetch }, this.#disk, this.#clock)
    const tab = this.#tab
    const person = await tab.base.device.current()
    switch (step.do) {
      case "open":
        return tab.base.device.id
      case "register":
        return registerDevice(tab.base)
      case "round":
        await tab.round()
        return tab.loop.phase
      case "enter":
        await signedIn(tab.base, step.token)
        return setPin(tab.base, step.token.me.principal, { pin: step.pin })
      case "file":
        return this.#file(tab, person, step)
      case "lock":
        await closeStore(tab.base, person)
        tab.base.close()
        this.#tab = undefined
        return true
      case "rescue":
        return parts(tab, person)
      case "rows":
        return countRows(tab)
    }
  }

  async #file(tab: Tab, person: string, { draft, pages, extras, context }: Extract<Step, { do: "file" }>): Promise<unknown> {
    const make = { newId: () => uuid7(), now: () => this.#clock.now }
    const store = tab.base.store(person)
    for (const { attachment_id, sha256, type } of draft.files) {
      const bytes = Uint8Array.from(Buffer.from(pages[attachment_id] ?? "", "base64")).buffer
      await fileStore(store, make).put(attachment_id, bytes, { sha256, type })
    }
    const saved = await draftStore(store, make).save(draft)
    return saved.ok ? submitDraft(tab.base, person, saved.value, extras, context) : saved
  }
}

async function parts(tab: Tab, person: string): Promise<unknown> {
  const rescue = await makeLockedRescue(tab.base, person)
  if (!rescue.ok) return rescue
  const made: string[] = []
  for (let n = 1; n <= rescue.value.count; n += 1) made.push(base64((await rescue.value.part(n)).bytes))
  return made
}

/** How many rows of everybody are left on the disk. */
async function countRows(tab: Tab): Promise<number> {
  let count = 0
  for (const principal of await tab.base.device.principals()) {
    for (const name of ["operations", "files", "bytes", "drafts", "slips"] as const)
      count += await tab.base.connection(principal).run([name], "readonly", (tx) => tx.objectStore(name).count())
  }
  return count
}

let phone = new Driven()

/** What came of a step: a request that must be answered before it goes on, or its end. `new` is another phone. */
export async function driven(step: Step & { new?: boolean }): Promise<unknown> {
  if (step.new === true) phone = new Driven()
  return phone.take(step)
}
