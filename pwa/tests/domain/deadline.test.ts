import { readFileSync } from "node:fs"
import { expect, it, test } from "vitest"
import {
  atPoint,
  due,
  timeFor,
  type Calendar,
  type Due,
  type Extension,
  type Hours,
  type Pause,
  type TimeRule,
} from "../../src/core/domain/deadline.ts"
import type { OwnTime } from "../../src/core/domain/calendar.ts"
import { load } from "./shared.ts"

interface Case {
  name: string
  time: TimeRule
  received_at: string
  hours: string
  pauses?: Pause[]
  extensions?: Extension[]
  own?: OwnTime
  expect: Partial<Due>
}

const shared = JSON.parse(readFileSync(new URL("../../../tests/shared/deadline.json", import.meta.url), "utf-8")) as {
  calendar: Calendar
  hours: Record<string, Hours>
}

const instant = (text: string | null | undefined): number | null => (text === null || text === undefined ? null : Date.parse(text))

test.each(load<Case>("deadline"))("shared case: $name", (given) => {
  const events = { pauses: given.pauses ?? [], extensions: given.extensions ?? [] }
  const found = due(given.time, given.received_at, shared.hours[given.hours] ?? {}, atPoint(shared.calendar, given.own), events)
  const { due_at: expected, ...rest } = given.expect
  expect(instant(found.due_at)).toBe(instant(expected))
  expect(found).toMatchObject(rest)
  if (given.expect.days !== undefined) expect(found.days).toEqual(given.expect.days)
})

it("tells the due moment in UTC, whatever zone the phone is in", () => {
  const found = due({ channel: "all", value: 1, unit: "working_day" }, "2026-11-16T08:00:00+07:00", {}, { years: {}, days: {} })
  expect(found.due_at).toBe("2026-11-17T10:00:00Z")
  expect(found.estimated).toBe(true)
})

it("takes the limit of the channel, or the one for all, and the counter's for a prepared dossier", () => {
  const times: TimeRule[] = [
    { channel: "online", value: 17, unit: "working_day", case: { vi: "khó" } },
    { channel: "online", value: 17, unit: "working_day" },
    { channel: "direct", value: 27, unit: "working_day" },
  ]
  expect(timeFor(times, "online")).toBe(times[1])
  expect(timeFor(times, "prepared")).toBe(times[2])
  expect(timeFor(times, "post")).toBeNull()
  expect(timeFor([{ channel: "all", value: 1, unit: "day" }], "post")?.value).toBe(1)
})
