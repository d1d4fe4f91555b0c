/* Browsers inside other apps: nothing kept there is safe, and nothing can be installed or rung from there. */

export type System = "android" | "ios" | "other"

export interface InApp {
  /** The app around this page, as people call it. */
  readonly app: string
  readonly system: System
}

const APPS: readonly (readonly [RegExp, string])[] = [
  [/\bZalo/i, "Zalo"],
  [/\bFBAN\/Messenger|\bMessengerForiOS|\bOrca-Android|FB_IAB\/(MESSENGER|Orca)/i, "Messenger"],
  [/\bFBA[NV]\b|\bFB_IAB\b|\bFBIOS\b/, "Facebook"],
  [/\bInstagram\b/, "Instagram"],
  [/\bmusical_ly\b|\bBytedanceWebview\b|\bTikTok\b|\btrill_/i, "TikTok"],
  [/\bViber\b/i, "Viber"],
  [/\bLine\/\d/, "LINE"],
  [/\bTelegram\b/i, "Telegram"],
]

export function systemOf(agent: string): System {
  if (/\bAndroid\b/.test(agent)) return "android"
  // an iPad says it is a Mac; only its fingers tell, and they are not in the text
  return /\b(iPhone|iPad|iPod)\b/.test(agent) ? "ios" : "other"
}

/** The app this page is opened inside of; undefined in a browser of its own. */
export function inApp(agent: string): InApp | undefined {
  const system = systemOf(agent)
  const named = APPS.find(([sign]) => sign.test(agent))?.[1]
  if (named !== undefined) return { app: named, system }
  const webView = /\bAndroid\b.*;\s*wv\)/.test(agent) || (system === "ios" && !/\bSafari\//.test(agent))
  return webView ? { app: "", system } : undefined
}

/** An address that leaves the app around the page for a real browser; only Android knows such a thing. */
export function outside(url: string, system: System): string | undefined {
  const address = /^(https?):\/\/(.+)$/.exec(url)
  if (system !== "android" || address === null) return undefined
  const [, scheme = "", rest = ""] = address
  return `intent://${rest}#Intent;scheme=${scheme};action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;S.browser_fallback_url=${encodeURIComponent(url)};end`
}
