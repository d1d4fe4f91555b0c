import { describe, expect, it } from "vitest"
import { inApp, outside } from "../../src/core/domain/inapp.ts"
import { noticeOf, type Facts } from "../../src/page/offline/notices.ts"

const ANDROID =
  "Mozilla/5.0 (Linux; Android 13; SM-A045F Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36"
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
const CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"

describe("F35: a browser inside another app", () => {
  it.each([
    [`${ANDROID} Zalo android/12100648 ZaloTheme/light ZaloLanguage/vi`, "Zalo", "android"],
    [`${IPHONE} Zalo iOS/566 ZaloTheme/light`, "Zalo", "ios"],
    [`${ANDROID} [FB_IAB/FB4A;FBAV/468.1.0.56.78;]`, "Facebook", "android"],
    [`${IPHONE} [FBAN/FBIOS;FBAV/468.0.0.34.110;FBDV/iPhone14,5]`, "Facebook", "ios"],
    [`${ANDROID} [FB_IAB/Orca-Android;FBAV/460.0.0.0;]`, "Messenger", "android"],
    [`${IPHONE} [FBAN/MessengerForiOS;FBAV/460.0]`, "Messenger", "ios"],
    [`${ANDROID} trill_340503 BytedanceWebview/d8a21c6`, "TikTok", "android"],
    [ANDROID, "", "android"],
    [IPHONE, "", "ios"],
  ])("is known by what it says: %s", (agent, app, system) => {
    expect(inApp(agent)).toEqual({ app, system })
  })

  it.each([CHROME, SAFARI, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"])("is none: %s", (agent) => {
    expect(inApp(agent)).toBeUndefined()
  })

  it("is left by a link on Android, and by hand elsewhere", () => {
    const link = outside("https://motcua.example.gov.vn/bat-dau/1.001193?noi=1", "android")
    expect(link).toMatch(/^intent:\/\/motcua\.example\.gov\.vn\/bat-dau\/1\.001193\?noi=1#Intent;scheme=https;/)
    expect(link).toContain("S.browser_fallback_url=https%3A%2F%2Fmotcua.example.gov.vn%2F")
    expect(outside("https://motcua.example.gov.vn/", "ios")).toBeUndefined()
    expect(outside("javascript:alert(1)", "android")).toBeUndefined()
  })
})

describe("the one notice about storage", () => {
  const facts = (more: Partial<Facts>): Facts => ({
    state: {
      persisted: true,
      low: false,
      private_window: "no",
      in_app: undefined,
      dossiers: 0,
      dossiers_most: 10_000,
      dossiers_many: false,
      freeable: 0,
    },
    lost: undefined,
    before: undefined,
    here: { drafts: 0, unsent: 0 },
    installed: false,
    signedIn: false,
    ...more,
  })
  const state = facts({}).state
  const held = { drafts: 2, unsent: 0, oldest: null, installed: false, at: "2026-11-27T02:00:00Z", here: false }
  const before = { principal: "p", at: "", answer: { held: [held], dossiers: 0, asks_factor: false, somebody: false, installed: false } }

  it("is none when all is well", () => expect(noticeOf(facts({}))).toBeUndefined())
  it("F36: says that a private window keeps nothing", () =>
    expect(noticeOf(facts({ state: { ...state, private_window: "yes" } }))).toBe("private"))
  it("F35: says that the page is inside another app", () =>
    expect(noticeOf(facts({ state: { ...state, in_app: { app: "Zalo", system: "android" } } }))).toBe("in_app"))
  it("says that the phone holds four fifths of what it can", () =>
    expect(noticeOf(facts({ state: { ...state, dossiers_many: true } }))).toBe("many"))
  it("F34: tells the installed app of drafts in the tab, and the tab of the installed app", () => {
    expect(noticeOf(facts({ before, installed: true, signedIn: true }))).toBe("elsewhere")
    const inTheTab = { ...before, answer: { ...before.answer, held: [], installed: true } }
    expect(noticeOf(facts({ before: inTheTab, signedIn: true, here: { drafts: 1, unsent: 0 } }))).toBe("finish_in_app")
  })
  it("says that the time without contact is nearly over, and that it is over", () => {
    const until = "2026-12-01T00:00:00Z"
    expect(noticeOf(facts({ state: { ...state, authorship: { state: "ending", until } } }))).toBe("ending")
    expect(noticeOf(facts({ state: { ...state, low: true, authorship: { state: "over", until } } }))).toBe("over")
  })
  it("F33: puts a loss before everything else, until it was read", () => {
    const here = { ...before, answer: { ...before.answer, held: [{ ...held, here: true }] } }
    expect(noticeOf(facts({ before: here, state: { ...state, low: true } }))).toBe("lost")
    expect(noticeOf(facts({ before: { ...here, read_at: "2026-11-28T02:00:00Z" } }))).toBeUndefined()
    const lost = { loss: "all" as const, found_at: "" }
    expect(noticeOf(facts({ lost }))).toBe("lost")
  })
})
