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

  it("is not swept away with its database or store", () => {
    expect(
      where(/deleteDatabase|deleteObjectStore|\.clear\(\)|localStorage\.clear/).filter((name) => name !== "core/sync/catalogue.ts"),
    ).toEqual([])
  })
})
