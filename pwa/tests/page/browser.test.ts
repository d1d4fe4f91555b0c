import { expect, test } from "vitest"
import { browserName } from "../../src/page/i18n/browser.ts"

const ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"

test("a browser is named as people name it", () => {
  expect(browserName(`${ANDROID} Chrome/139.0.0.0 Mobile Safari/537.36`)).toBe("Chrome, Android")
  expect(browserName(`${ANDROID} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`)).toBe("Samsung Internet, Android")
  expect(browserName("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0")).toBe("Firefox, Windows")
  expect(browserName("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Safari/604.1")).toBe(
    "Safari, iPhone",
  )
})

test("what nobody knows has no name", () => {
  expect(browserName("curl/8.5.0")).toBe("")
})
