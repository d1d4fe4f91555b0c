import { beforeEach, describe, expect, it, vi } from "vitest"
import { cell } from "../../src/page/ui/watch.ts"

const kept = new Map<string, string>()

/** A window that was loaded anew: nothing but its session storage is left. */
async function load(principal: string) {
  vi.resetModules()
  const page = await import("../../src/page/app/helping.ts")
  const session = cell({ principal })
  page.endHelpWithWhoHelped(session)
  return { ...page, come: (next: string) => session.set({ principal: next }) }
}

beforeEach(() => {
  kept.clear()
  vi.stubGlobal("sessionStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  })
})

describe("whom a volunteer is helping", () => {
  it("stays over a reload for the volunteer who helps", async () => {
    const page = await load("person:xuan")
    page.helpUnder("m1", "Lường Văn Chum")
    const again = await load("person:xuan")
    expect(again.helping.get()).toEqual({ mandate_id: "m1" })
  })

  it("F55, F56: is nobody for whoever comes next, in the same window and after a page that died while she left", async () => {
    const page = await load("person:xuan")
    page.helpUnder("m1", "Lường Văn Chum")
    const next = await load("device:1")
    expect(next.helping.get()).toBeUndefined()
    expect(kept.size).toBe(0)
    next.helpUnder("m2", "Lò Thị Mai")
    next.come("person:thang")
    expect(next.helping.get()).toBeUndefined()
  })

  it("is nobody where an earlier release noted no helper", async () => {
    kept.set("cua-lang.helping", "01900000-0000-7000-8000-000000000001")
    expect((await load("person:xuan")).helping.get()).toBeUndefined()
  })
})
