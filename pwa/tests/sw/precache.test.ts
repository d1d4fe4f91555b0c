import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { activate, answerFor, install, type Build, type Place } from "../../src/sw/precache.ts"

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16)
const ORIGIN = "https://x.vn"

/** Caches and a network of the tests. */
class Browser {
  readonly stores = new Map<string, Map<string, Response>>()
  readonly files = new Map<string, string>()
  readonly asked: string[] = []
  offline = false

  get place(): Place {
    return { caches: this.#caches(), fetch: this.#fetch, origin: ORIGIN }
  }

  readonly #fetch = (input: string | URL | Request): Promise<Response> => {
    const path = new URL(input instanceof Request ? input.url : input, ORIGIN).pathname
    this.asked.push(path)
    const text = this.files.get(path)
    if (this.offline) return Promise.reject(new TypeError("network"))
    const headers = { "Content-Type": "text/plain", "Content-Security-Policy": "default-src 'none'", Vary: "Accept-Encoding" }
    const response = text === undefined ? new Response("no", { status: 404 }) : new Response(text, { headers })
    Object.defineProperty(response, "type", { value: "basic" })
    return Promise.resolve(response)
  }

  #caches(): CacheStorage {
    const open = (name: string): Cache => {
      const entries = this.stores.get(name) ?? new Map<string, Response>()
      this.stores.set(name, entries)
      const key = (input: RequestInfo | URL): string => new URL(input instanceof Request ? input.url : input, ORIGIN).href
      const cache = {
        put: (input: RequestInfo, response: Response) => Promise.resolve(void entries.set(key(input), response)),
        match: (input: RequestInfo, options?: CacheQueryOptions) => {
          const wanted = key(input)
          const found = [...entries].find(([url]) => (options?.ignoreSearch === true ? url.split("?")[0] === wanted : url === wanted))
          return Promise.resolve(found?.[1].clone())
        },
        keys: () => Promise.resolve([...entries.keys()].map((url) => new Request(url))),
        delete: (input: RequestInfo) => Promise.resolve(entries.delete(key(input))),
      }
      return cache as unknown as Cache
    }
    const caches = {
      open: (name: string) => Promise.resolve(open(name)),
      keys: () => Promise.resolve([...this.stores.keys()]),
      delete: (name: string) => Promise.resolve(this.stores.delete(name)),
    }
    return caches as unknown as CacheStorage
  }

  release(version: string, files: Record<string, string>, rooms: Record<string, string> = {}): Build {
    for (const [url, text] of Object.entries({ ...files, ...rooms })) this.files.set(url, text)
    const list = (of: Record<string, string>): Build["shell"] => Object.entries(of).map(([url, text]) => ({ url, hash: hash(text) }))
    return { version, shell: list(files), rooms: list(rooms) }
  }
}

const request = (path: string, mode: RequestMode = "cors", method = "GET"): Request => {
  const made = new Request(new URL(path, ORIGIN), { method })
  Object.defineProperty(made, "mode", { value: mode })
  return made
}
const textOf = async (answer: Promise<Response> | undefined): Promise<string | undefined> => (await answer)?.text()

describe("the app's own files", () => {
  it("are all kept, and every screen opens without a network", async () => {
    const browser = new Browser()
    const build = browser.release("1", { "/index.html": "shell", "/assets/a.js": "a" })
    await install(browser.place, build)
    browser.offline = true
    for (const path of ["/", "/thu-tuc/1.001193", "/lam/0193", "/phieu/x"]) {
      expect(await textOf(answerFor(browser.place, build, request(path, "navigate")))).toBe("shell")
    }
    expect(await textOf(answerFor(browser.place, build, request("/assets/a.js")))).toBe("a")
  })

  it("keep the server's content security policy", async () => {
    const browser = new Browser()
    const build = browser.release("1", { "/index.html": "shell" })
    await install(browser.place, build)
    const page = await answerFor(browser.place, build, request("/", "navigate"))
    expect(page?.headers.get("Content-Security-Policy")).toBe("default-src 'none'")
  })

  it("F41: are kept whole or not at all, and the release before stays", async () => {
    const browser = new Browser()
    const one = browser.release("1", { "/index.html": "shell 1" })
    await install(browser.place, one)
    const two = browser.release("2", { "/index.html": "shell 2", "/assets/b.js": "b" })
    browser.files.delete("/assets/b.js")
    await expect(install(browser.place, two)).rejects.toThrow()
    expect(browser.stores.size).toBe(1)
    expect(await textOf(answerFor(browser.place, one, request("/", "navigate")))).toBe("shell 1")
  })

  it("are refused when another file comes under their name, as from a captive portal", async () => {
    const browser = new Browser()
    const build = browser.release("1", { "/index.html": "shell" })
    browser.files.set("/index.html", "<html>Wi-Fi: log in</html>")
    await expect(install(browser.place, build)).rejects.toThrow("/index.html")
  })

  it("that did not change are not fetched again", async () => {
    const browser = new Browser()
    await install(browser.place, browser.release("1", { "/index.html": "shell 1", "/assets/a.js": "a" }))
    browser.asked.length = 0
    await install(browser.place, browser.release("2", { "/index.html": "shell 2", "/assets/a.js": "a" }))
    expect(browser.asked).toEqual(["/index.html"])
  })

  it("F40: of the release before are still there for a tab that runs it; older ones go", async () => {
    const browser = new Browser()
    for (const version of ["1", "2", "3"]) {
      const build = browser.release(version, { "/index.html": `shell ${version}`, [`/assets/${version}.js`]: version })
      await install(browser.place, build)
      await activate(browser.place, build)
    }
    browser.offline = true
    const now = browser.release("3", { "/index.html": "shell 3", "/assets/3.js": "3" })
    expect(await textOf(answerFor(browser.place, now, request("/assets/2.js")))).toBe("2")
    await expect(answerFor(browser.place, now, request("/assets/1.js"))).rejects.toThrow()
  })
})

describe("a room that only some people enter", () => {
  it("is kept after its first use, and gone when a release no longer has it", async () => {
    const browser = new Browser()
    const build = browser.release("1", { "/index.html": "s" }, { "/assets/desk.js": "desk" })
    await install(browser.place, build)
    expect(browser.asked).not.toContain("/assets/desk.js")
    expect(await textOf(answerFor(browser.place, build, request("/assets/desk.js")))).toBe("desk")
    browser.offline = true
    expect(await textOf(answerFor(browser.place, build, request("/assets/desk.js")))).toBe("desk")
    await activate(browser.place, { ...build, rooms: [] })
    await expect(answerFor(browser.place, build, request("/assets/desk.js"))).rejects.toThrow()
  })
})

describe("what the worker leaves to the browser", () => {
  it.each([
    ["a change", request("/api/sync/push", "cors", "POST")],
    ["bytes on their way", request("/api/uploads/x", "cors", "PATCH")],
    ["the API", request("/api/catalogue/bundle")],
    ["a document opened in a tab", request("/api/dossiers/x/documents/y", "navigate")],
    ["the operators' addresses", request("/healthz", "navigate")],
    ["another site", new Request("https://other.vn/a.js")],
    ["a file it does not know", request("/screenshots/1.png")],
  ])("is %s", (_name, asked) => {
    const browser = new Browser()
    expect(answerFor(browser.place, browser.release("1", { "/index.html": "s" }), asked)).toBeUndefined()
  })
})
