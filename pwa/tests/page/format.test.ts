import { afterEach, describe, expect, test } from "vitest"
import {
  age,
  bytes,
  civilDate,
  date,
  dateInWords,
  dateTime,
  idNumber,
  longDate,
  lowerFirst,
  money,
  nearDate,
  number,
  phone,
  time,
} from "../../src/page/i18n/format.ts"
import { say, speak } from "../../src/page/i18n/lang.ts"
import { hoursWords, limitWords } from "../../src/page/i18n/clock.ts"

afterEach(() => speak("vi"))

describe("dates", () => {
  test("a civil date is that of Viet Nam, also shortly after midnight there", () => {
    expect(civilDate("2026-11-22T17:30:00Z")).toBe("2026-11-23")
  })
  test("dates read day first, partly known ones keep what is known", () => {
    expect([date("1994-08-05"), date("1994-08"), date("1994")]).toEqual(["05/08/1994", "08/1994", "1994"])
  })
  test("a long date says its weekday", () => {
    expect(longDate("2026-02-24")).toBe("thứ Ba 24/02/2026")
    expect(dateTime("2026-12-29T00:52:00Z")).toBe("07:52, thứ Ba 29/12/2026")
  })
  test("a moment is shown by the clock of Viet Nam", () => {
    expect(time("2026-11-22T02:41:00Z")).toBe("09:41")
  })
  test("on paper a date is written out as far as it is known", () => {
    expect([dateInWords("1994-08-05"), dateInWords("1994-08"), dateInWords("1994")]).toEqual([
      "ngày 5 tháng 8 năm 1994",
      "tháng 8 năm 1994",
      "năm 1994",
    ])
  })
  test("today and yesterday are called so", () => {
    const now = Date.parse("2026-11-22T05:00:00Z")
    expect([nearDate("2026-11-22T01:00:00Z", now), nearDate("2026-11-21T01:00:00Z", now), nearDate("2026-11-20T01:00:00Z", now)]).toEqual([
      "hôm nay",
      "hôm qua",
      "20/11/2026",
    ])
  })
  test("an age grows from minutes to days", () => {
    const now = Date.parse("2026-11-22T05:00:00Z")
    const ages = ["2026-11-22T04:59:50Z", "2026-11-22T04:48:00Z", "2026-11-22T03:00:00Z", "2026-11-19T03:00:00Z"].map((at) => age(at, now))
    expect(ages).toEqual(["vừa xong", "12 phút", "2 giờ", "3 ngày"])
  })
})

describe("numbers", () => {
  test("money is grouped and carries its sign", () => {
    expect(money(16000)).toBe("16.000\u00a0đ")
    expect(money(1250000)).toBe("1.250.000\u00a0đ")
  })
  test("the mark of fractions follows the language", () => {
    expect(number(1234.5)).toBe("1.234,5")
    speak("en")
    expect(number(1234.5)).toBe("1,234.5")
  })
  test("sizes never pretend to be precise", () => {
    expect([bytes(20), bytes(340_400), bytes(1_249_000)]).toEqual(["1\u00a0kB", "340\u00a0kB", "1,2\u00a0MB"])
  })
  test("phones and identity numbers are grouped, others stay as typed", () => {
    expect([phone("0912345678"), phone("+84912345678"), idNumber("038194012345"), idNumber("B1234567")]).toEqual([
      "0912 345 678",
      "+84912345678",
      "038 194 012 345",
      "B1234567",
    ])
  })
})

describe("words", () => {
  test("what nobody has translated is said in Vietnamese", () => {
    speak("en")
    expect(say({ vi: "Tờ khai" })).toBe("Tờ khai")
    expect(say({ vi: "Tờ khai", en: "Form" })).toBe("Form")
  })
  test("a sentence after a colon begins small, an abbreviation does not", () => {
    expect([lowerFirst("Chưa điền"), lowerFirst("VNeID chưa có")]).toEqual(["chưa điền", "VNeID chưa có"])
  })
  test("opening hours of days alike are told together", () => {
    const day = [
      ["07:00", "11:30"],
      ["13:30", "17:00"],
    ]
    const hours = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [["07:30", "11:30"]] }
    expect(hoursWords(hours)).toBe("thứ Hai đến thứ Sáu, 07:00–11:30 và 13:30–17:00; thứ Bảy, 07:30–11:30")
  })
  test("a limit of one working day with a cut-off is the same day", () => {
    expect(limitWords({ value: 1, unit: "working_day", same_day_before: "15:00" })).toBe("Trong ngày")
    expect(limitWords({ value: 3, unit: "working_day" })).toBe("3 ngày làm việc")
    expect(limitWords({ value: null, unit: "day" })).toBe("Chưa quy định")
  })
})
