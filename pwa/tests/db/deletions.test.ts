import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const SRC = fileURLToPath(new URL("../../src", import.meta.url))

/** Where an operation may leave the store, and why that loses nothing. */
const MAY_DROP = [
  "core/db/forget.ts", // the server has everything, and thirty days have passed
  "core/sync/outbox.ts", // a person typed the word
  "core/sync/push.ts", // its content stands under a new id in the same transaction
  "core/sync/session.ts", // it was written to the person's store first
]

const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name))
const where = (pattern: RegExp): string[] =>
  sources.filter((name) => pattern.test(readFileSync(`${SRC}/${name}`, "utf8"))).map((name) => name.replaceAll("\\", "/"))

describe("an unsent operation", () => {
  it("leaves the phone in no other place than these", () => {
    expect(where(/drop\(OPERATIONS/).sort()).toEqual(MAY_DROP)
  })

  it("is not swept away with its database or store but where a person, a wrong PIN's limit or the office wiped the phone", () => {
    const sweeps = where(/deleteDatabase|deleteObjectStore|objectStore\([^)]*\)\.clear\(\)|localStorage\.clear/)
    expect(sweeps.filter((name) => name !== "core/sync/catalogue.ts")).toEqual(["core/db/wipe.ts"])
  })
})

describe("bytes and requests", () => {
  it("a blob is made only for showing, saving or drawing, never for keeping", () => {
    // whoever makes one hands it to the browser at once: a picture on the screen, a file for the person, a canvas that is encoded
    const makers = where(/new Blob\(|new File\(|canvas\.toBlob/).sort()
    expect(makers).toContain("page/ui/Photos.tsx")
    expect(makers.filter((name) => name.startsWith("core/") || name.startsWith("sw/"))).toEqual([])
    const stores = makers.filter((name) => /\bput(Bytes)?\(|indexedDB/.test(readFileSync(`${SRC}/${name}`, "utf8")))
    expect(stores).toEqual([])
  })

  it("the service worker answers nothing but GET, and decides so before anything else", () => {
    expect(where(/addEventListener\("fetch"/)).toEqual(["sw/index.ts"])
    const worker = readFileSync(`${SRC}/sw/precache.ts`, "utf8")
    expect(worker).toMatch(/export function answerFor\([^)]*\)[^{]*\{\s*if \(request\.method !== "GET"\) return undefined/)
    expect(readFileSync(`${SRC}/sw/index.ts`, "utf8").match(/respondWith/g)).toHaveLength(1)
  })
})
