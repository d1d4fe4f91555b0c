/* A phone for tests: a disk, a clock that the test moves, a line to a fake server. Several tabs may share the disk. */
import "fake-indexeddb/auto"
import { IDBFactory } from "fake-indexeddb"
import { createHash } from "node:crypto"
import { draftStore } from "../../src/core/db/drafts.ts"
import { fileStore } from "../../src/core/db/files.ts"
import { uuid7 } from "../../src/core/domain/ids.ts"
import type { Draft, FileRecord, OpRecord, SlipRecord } from "../../src/core/db/records.ts"
import type { FormDef } from "../../src/core/domain/forms/types.ts"
import { operations, files } from "../../src/core/db/operations.ts"
import { Base } from "../../src/core/sync/base.ts"
import { Loop } from "../../src/core/sync/loop.ts"
import { submitDraft, type SubmitContext, type SubmitExtras } from "../../src/core/sync/submit.ts"
import { aloneHere, type News, type Phase, type World } from "../../src/core/sync/world.ts"
import type { Result } from "../../src/core/contract/result.ts"
import type { FakeServer } from "./server.ts"

export interface Disk {
  readonly factory: IDBFactory
  readonly alone: World["alone"]
}

export const newDisk = (): Disk => ({ factory: new IDBFactory(), alone: aloneHere() })

export class Clock {
  /** What the clock shows: a test may set it. */
  now = Date.UTC(2026, 10, 22, 1, 0, 0)
  /** How much time has passed, whatever the clock shows. */
  passed = 0
  readonly waiting: { at: number; work: () => void; off: boolean }[] = []
  readonly after = (ms: number, work: () => void): (() => void) => {
    const each = { at: this.now + ms, work, off: false }
    this.waiting.push(each)
    return () => {
      each.off = true
    }
  }
  /** Moves the clock; what was due is started, not awaited. */
  move(ms: number): void {
    this.now += ms
    this.passed += ms
    for (const each of this.waiting.splice(0)) {
      if (each.off) continue
      if (each.at <= this.now) each.work()
      else this.waiting.push(each)
    }
  }
}

export class Tab {
  readonly base: Base
  readonly loop: Loop
  readonly clock: Clock
  readonly phases: Phase[] = []

  constructor(base: Base, clock: Clock) {
    this.base = base
    this.clock = clock
    this.loop = new Loop(base, (phase) => this.phases.push(phase))
  }

  static async open(
    server: Pick<FakeServer, "fetch">,
    disk: Disk = newDisk(),
    clock = new Clock(),
    more: Partial<World> = {},
  ): Promise<Tab> {
    const world: World = {
      indexedDB: disk.factory,
      fetch: server.fetch,
      base: "",
      origin: "https://x.vn",
      now: () => clock.now,
      steady: () => clock.passed,
      random: () => 0.5,
      alone: disk.alone,
      after: clock.after,
      metered: () => false,
      tell: (_news: News) => undefined,
      ...more,
    }
    return new Tab(await Base.open(world), clock)
  }

  get principal(): string {
    return this.base.device.principal
  }

  /** A whole round, begun by a person's tap. */
  async sync(): Promise<void> {
    this.loop.wake("tap")
    await this.loop.settled()
  }

  async round(): Promise<void> {
    await this.loop.run()
  }

  async draft(pages: number[] = [], owner = this.principal): Promise<Draft> {
    const list = await Promise.all(pages.map((size, at) => this.page(owner, size, at)))
    const draft: Draft = {
      id: uuid7(),
      procedure: "1.001193",
      form_ref: `1.001193@${"f".repeat(64)}`,
      unit_id: "01900000-0000-7000-8000-000000000001",
      answers: { owner_name: "Nguyễn Thị Bình" },
      files: list,
      at: { section: "owner" },
      checklist: [],
      for: "self",
      created_at: new Date(this.clock.now).toISOString(),
      saved_at: "",
      title: "Khai sinh cho cháu An",
    }
    return this.save(draft, owner)
  }

  /** Photographs a page and keeps it. */
  async page(owner: string, size: number, at: number): Promise<Draft["files"][number]> {
    const bytes = pageBytes(size, at)
    const id = uuid7()
    const sha256 = createHash("sha256").update(new Uint8Array(bytes)).digest("hex")
    const store = fileStore(this.base.store(owner), { newId: () => uuid7(), now: () => this.clock.now })
    const kept = await store.put(id, bytes, { sha256, type: "image/jpeg" })
    if (!kept.ok) throw new Error(kept.code)
    return {
      attachment_id: id,
      paper: at % 2 === 0 ? "id_front" : "extra",
      page: at + 1,
      sha256,
      size,
      type: "image/jpeg",
      required: at % 2 === 0,
    }
  }

  /** Promises the draft as the phone keeps it now. */
  async save(draft: Draft, owner = this.principal): Promise<Draft> {
    const saved = await draftStore(this.base.store(owner), { newId: () => uuid7(), now: () => this.clock.now }).save(draft)
    if (!saved.ok) throw new Error(saved.code)
    return saved.value
  }

  submit(draft: Draft, more: Partial<SubmitContext> = {}, owner = this.principal): Promise<Result<SlipRecord>> {
    return submitDraft(this.base, owner, draft, EXTRAS, { ...CONTEXT, ...more })
  }

  async sent(pages: number[] = []): Promise<SlipRecord> {
    const slip = await this.submit(await this.draft(pages))
    if (!slip.ok) throw new Error(slip.code)
    return slip.value
  }

  ops(owner = this.principal): Promise<OpRecord[]> {
    return operations(this.base.store(owner))
  }

  pages(owner = this.principal): Promise<FileRecord[]> {
    return files(this.base.store(owner))
  }
}

export function pageBytes(size: number, seed: number): ArrayBuffer {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 31 + seed * 7) % 251
  return bytes.buffer
}

export const FORM: FormDef = {
  title: { vi: "Tờ khai" },
  sections: [
    {
      key: "owner",
      title: { vi: "Người yêu cầu" },
      fields: [{ key: "owner_name", type: "person_name", label: { vi: "Họ tên" }, required: true, binds: "owner.name" }],
    },
  ],
}

export const CONTEXT: SubmitContext = { form: FORM, papers: [], today: "2026-11-22", publicUrl: "https://x.vn" }
export const EXTRAS: SubmitExtras = {
  notice: { version: "1", hash: "0".repeat(64), shown_at: "2026-11-22T08:00:00+07:00" },
  second_factor: { kind: "id", last4: "1234" },
}
