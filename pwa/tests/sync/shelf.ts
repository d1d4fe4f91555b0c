/* The copies of drafts that a small server keeps, by the same rules as the real one (app/drafts). */
import type { DraftOut } from "../../src/core/contract/types.ts"
import { json, problem, type Seen } from "./server.ts"

interface Copy {
  principal: string
  version: number
  text: string
  sha256: string
  device: string
  gone?: string
}

/** What whoever ends a draft knows of it; a phone goes by its token here. */
export interface Ender {
  readonly seen: string | null
  readonly device: string | null
}

type Tell = (id: string, kind: string, body: unknown) => void

const AT = "2026-11-22T01:00:00Z"

export class DraftShelf {
  readonly copies = new Map<string, Copy>()
  readonly pagesHeld = new Set<string>()

  answer(seen: Seen, principal: string, tell: Tell): Response {
    const id = seen.path.split("/")[3] ?? ""
    const copy = this.copies.get(id)
    if (copy !== undefined && copy.principal !== principal) return problem(404, "draft_not_found")
    if (seen.method === "DELETE") {
      this.#giveUp(id, { seen: seen.query.get("seen"), device: seen.token }, tell)
      return new Response(null, { status: 204 })
    }
    const given = seen.body as { seen: number; text: string; sha256: string }
    if (copy?.gone !== undefined && copy.gone !== "old") return problem(410, "draft_ended", this.#gone(copy))
    if (copy !== undefined && copy.gone === undefined && copy.sha256 !== given.sha256 && copy.version !== given.seen)
      return problem(409, "draft_newer", { present: this.out(id) })
    if (copy?.sha256 !== given.sha256) {
      const { text, sha256 } = given
      this.copies.set(id, { principal, version: (copy?.version ?? 0) + 1, text, sha256, device: seen.token ?? "" })
      tell(id, "draft", this.out(id))
    }
    const { version, sha256, saved_at, ends_at } = this.out(id)
    return json({ draft_id: id, version, sha256, saved_at, ends_at })
  }

  #giveUp(id: string, ender: Ender, tell: Tell): void {
    const copy = this.copies.get(id)
    if (copy?.gone === undefined) this.#finish(id, "user", ender, tell)
    else if (copy.text !== "" && copy.sha256 === ender.seen) this.#letGo(id, tell)
  }

  end(id: string, reason: string, tell: Tell): void {
    this.copies.get(id)!.text = ""
    this.#mark(id, reason, tell)
  }

  /** What whoever ended it had not seen is left. */
  #finish(id: string, reason: string, ender: Ender, tell: Tell): void {
    const copy = this.copies.get(id)
    if (copy === undefined) return
    if (ender.seen === copy.sha256 || ender.device === copy.device) this.end(id, reason, tell)
    else this.#mark(id, reason, tell)
  }

  #mark(id: string, reason: string, tell: Tell): void {
    const copy = this.copies.get(id)!
    Object.assign(copy, { gone: reason, version: copy.version + 1 })
    tell(id, "gone", this.#gone(copy))
  }

  #letGo(id: string, tell: Tell): void {
    const copy = this.copies.get(id)!
    copy.text = ""
    tell(id, "gone", this.#gone(copy))
  }

  sent(dossierId: string, principal: string, ender: Ender, tell: Tell): void {
    for (const [id, copy] of this.copies) {
      if (copy.principal === principal && copy.gone === undefined && copy.text.includes(`"dossier_id":"${dossierId}"`))
        this.#finish(id, "sent", ender, tell)
    }
  }

  out(id: string): DraftOut {
    const { version, sha256, text, device } = this.copies.get(id)!
    const named = (JSON.parse(text) as { files: { attachment_id: string }[] }).files.map((file) => file.attachment_id)
    const pages_held = named.filter((page) => this.pagesHeld.has(page))
    return {
      draft_id: id,
      version,
      sha256,
      text,
      saved_at: AT,
      ends_at: "2027-05-21T01:00:00Z",
      device_id: device,
      device_label: `phone ${device}`,
      pages_held,
    }
  }

  #gone({ gone, sha256, text, device }: Copy): Record<string, unknown> {
    const left = text === "" ? null : { text, saved_at: AT, device_id: device, device_label: `phone ${device}`, pages_held: [] }
    return { what: "draft", reason: gone, at: AT, sha256, left }
  }
}
