import "fake-indexeddb/auto"
import { IDBFactory } from "fake-indexeddb"
import { describe, expect, it } from "vitest"
import { aloneHere, type World } from "../../src/core/sync/world.ts"
import { arrived, idOf, opened, type Home } from "../../src/sw/notify.ts"

const ID = "01900000-0000-7000-8000-000000000001"
type Data = Parameters<typeof idOf>[0]
const push = (text: string): Data => ({ json: () => JSON.parse(text) as unknown }) as Data

interface Shown {
  title: string
  options: NotificationOptions
}

interface Page {
  focus(): Promise<void>
  postMessage(word: unknown): void
}

class Phone {
  readonly shown: Shown[] = []
  readonly windows: string[] = []
  readonly asked: [string, unknown][] = []
  readonly home: Home

  constructor(pages: Page[] = [], answer = (): Promise<Response> => Promise.resolve(new Response(null, { status: 204 }))) {
    const registration = {
      showNotification: (title: string, options: NotificationOptions) => Promise.resolve(void this.shown.push({ title, options })),
    }
    const clients = {
      matchAll: () => Promise.resolve(pages),
      openWindow: (path: string) => Promise.resolve(void this.windows.push(path)),
    }
    const world: World = {
      indexedDB: new IDBFactory(),
      fetch: (url, init) => {
        this.asked.push([url as string, init?.body])
        return answer()
      },
      base: "",
      origin: "https://x.vn",
      now: () => 0,
      random: () => 0,
      alone: aloneHere(),
      after: () => () => undefined,
      metered: () => false,
      tell: () => undefined,
    }
    this.home = { registration, clients, world } as unknown as Home
  }
}

describe("a push", () => {
  it("F78: shows that there is news, without a name or a procedure, and tells the server that it came", async () => {
    const words: unknown[] = []
    const phone = new Phone([{ focus: () => Promise.resolve(), postMessage: (word) => words.push(word) }])
    await arrived(phone.home, push(`{"id":"${ID}","name":"Nguyễn Văn An"}`))
    expect(phone.shown).toEqual([
      {
        title: "Cửa Làng",
        options: expect.objectContaining({
          body: "Hồ sơ của bạn có tin mới. Chạm để xem.",
          data: { id: ID },
          tag: ID,
        }) as NotificationOptions,
      },
    ])
    expect(phone.asked).toEqual([["/api/push/deliveries", JSON.stringify({ message_ids: [ID], opened: false })]])
    expect(words).toEqual([{ type: "arrived", message_id: ID }])
  })

  it("is shown also when the server cannot be told, or when it carries nothing", async () => {
    const phone = new Phone([], () => Promise.reject(new TypeError("network")))
    await arrived(phone.home, push(`{"id":"${ID}"}`))
    await arrived(phone.home, null)
    expect(phone.shown.length).toBe(2)
  })

  it.each(["", "not json", '{"id":"../../x"}', '{"id":7}', "null"])("with %s names no message", (text) => {
    expect(idOf(push(text))).toBeUndefined()
  })
})

describe("a tap on the notification", () => {
  const tapped = (data: unknown): Notification => ({ data, close: () => undefined }) as unknown as Notification

  it("opens the message in the page that is open", async () => {
    const words: unknown[] = []
    let focused = 0
    const focus = (): Promise<void> => {
      focused += 1
      return Promise.resolve()
    }
    const phone = new Phone([{ focus, postMessage: (word) => words.push(word) }])
    await opened(phone.home, tapped({ id: ID }))
    expect([focused, words, phone.windows]).toEqual([1, [{ type: "open", path: `/thong-bao/${ID}` }], []])
  })

  it("opens a page where there is none", async () => {
    const phone = new Phone()
    await opened(phone.home, tapped({ id: ID }))
    await opened(phone.home, tapped(null))
    expect(phone.windows).toEqual([`/thong-bao/${ID}`, "/thong-bao"])
  })
})
