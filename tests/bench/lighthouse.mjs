// Lighthouse as a phone sees a page: `node lighthouse.mjs <runs> <url>...` prints a JSON line a run.
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

const modules = new URL("../../pwa/node_modules/", import.meta.url).pathname
const { default: lighthouse } = await import(pathToFileURL(join(modules, "lighthouse/core/index.js")))

const CATEGORIES = ["performance", "accessibility", "best-practices"]
const ARGUMENTS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--remote-debugging-port=0",
]

async function portOf(profile) {
  for (let tries = 0; tries < 300; tries += 1) {
    try {
      return Number(readFileSync(join(profile, "DevToolsActivePort"), "utf8").split("\n")[0])
    } catch {
      await new Promise((done) => setTimeout(done, 100))
    }
  }
  throw new Error("the browser did not start")
}

async function look(url) {
  const profile = mkdtempSync(join(tmpdir(), "bench-lighthouse-"))
  const browser = spawn("/usr/bin/chromium", [...ARGUMENTS, `--user-data-dir=${profile}`, "about:blank"], { stdio: "ignore" })
  try {
    const port = await portOf(profile)
    const found = await lighthouse(url, { port, onlyCategories: CATEGORIES, logLevel: "error", output: "json" })
    const { categories, audits } = found.lhr
    const failed = Object.values(categories).flatMap((each) =>
      each.auditRefs.filter((ref) => ref.weight > 0 && audits[ref.id].score !== null && audits[ref.id].score < 0.9).map((ref) => ref.id),
    )
    return {
      url,
      scores: Object.fromEntries(CATEGORIES.map((name) => [name, Math.round(categories[name].score * 100)])),
      lcp: audits["largest-contentful-paint"].numericValue,
      fcp: audits["first-contentful-paint"].numericValue,
      tbt: audits["total-blocking-time"].numericValue,
      cls: audits["cumulative-layout-shift"].numericValue,
      failed,
    }
  } finally {
    browser.kill("SIGKILL")
    await new Promise((done) => browser.once("exit", done))
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

const [runs, ...urls] = process.argv.slice(2)
for (const url of urls) for (let run = 0; run < Number(runs); run += 1) console.log(JSON.stringify(await look(url)))
