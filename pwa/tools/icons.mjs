/* Draws the app's icons from the one gate mark: `node tools/icons.mjs` after changing ui/Mark.tsx. Needs Chromium. */
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import puppeteer from "puppeteer-core"

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const path = /gatePath =\s*"([^"]+)"/.exec(readFileSync(here("../src/page/ui/Mark.tsx"), "utf8"))[1]
const LACQUER = "#9c141b"
const PAPER = "#fff6ec"

const mark = (scale, ground, ink, round = 0) => {
  const shift = (64 - 64 * scale) / 2
  const back = ground ? `<rect width="64" height="64" rx="${round}" fill="${ground}"/>` : ""
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">${back}<path transform="translate(${shift.toFixed(2)} ${shift.toFixed(2)}) scale(${scale})" fill="${ink}" d="${path}"/></svg>`
}

const drawings = {
  "icon.svg": mark(0.7, LACQUER, PAPER, 14),
  "maskable.svg": mark(0.56, LACQUER, PAPER),
  "badge.svg": mark(0.92, "", "#fff"),
}
const pictures = [
  ["icon-192.png", "icon.svg", 192],
  ["icon-512.png", "icon.svg", 512],
  ["maskable-192.png", "maskable.svg", 192],
  ["maskable-512.png", "maskable.svg", 512],
  ["apple-180.png", "maskable.svg", 180],
  ["badge-96.png", "badge.svg", 96],
]

writeFileSync(here("../public/icons/icon.svg"), `${drawings["icon.svg"]}\n`)
writeFileSync(here("../public/icons/badge.svg"), `${drawings["badge.svg"]}\n`)
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] })
const page = await browser.newPage()
for (const [name, drawing, size] of pictures) {
  await page.setViewport({ width: size, height: size })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawings[drawing]}`)
  writeFileSync(here(`../public/icons/${name}`), await page.screenshot({ omitBackground: true, optimizeForSpeed: false }))
}
await browser.close()
