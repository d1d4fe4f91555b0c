import { fileURLToPath } from "node:url"
import { defineConfig } from "vite"
import { shell } from "./vite.shell.ts"

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** What the oldest phones we promise run: Android WebView of 2021, Safari of iOS 15.4. */
export const target = ["chrome90", "firefox96", "safari15.4"]

export default defineConfig({
  root: here("."),
  publicDir: here("public"),
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [shell({ worker: here("src/sw/index.ts"), rooms: [/\/features\/(desk|admin|approvals|dashboard)\//, /zxing/], target })],
  build: {
    outDir: here("../static"),
    emptyOutDir: true,
    target,
    modulePreload: { polyfill: false },
    // a font or picture inlined as data: would need a hole in the content security policy
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
})
