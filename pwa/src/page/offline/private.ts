/* Whether this is a private window, as far as a page can know: everything in one goes when it is closed. */

/** `unknown`: this browser makes private windows look like any other, so the person must look herself. */
export type Private = "yes" | "no" | "unknown"

/** Browsers that say their room give a private window a small part of it. */
const SMALL = 150 * 1024 * 1024
/** What Firefox (the first) and Safari answer in a private window when asked for the directory of this site. */
const NO_DIRECTORY = new Set(["SecurityError", "UnknownError"])

/** `quota`: what the browser says of its room. */
export async function privateWindow(quota: number | undefined, browser: Navigator = navigator): Promise<Private> {
  if (quota !== undefined && quota < SMALL) return "yes"
  // Chromium has a directory and an invented quota in every window, so that nobody can tell
  if (browser.userAgent.includes("Chrome/")) return "unknown"
  return (await hasDirectory(browser)) ? "no" : "yes"
}

function hasDirectory(browser: Navigator): Promise<boolean> {
  const { storage } = browser as Partial<Navigator>
  if (storage === undefined || !("getDirectory" in storage)) return Promise.resolve(true)
  return storage.getDirectory().then(
    () => true,
    (error: unknown) => !(error instanceof DOMException && NO_DIRECTORY.has(error.name)),
  )
}
