/* What the build tells the service worker (see vite.shell.ts): defined in when sw.js is compiled. */

interface BuiltFile {
  /** Path from the root of the site, as it is requested: "/index.html", "/assets/main-3fa9.js". */
  readonly url: string
  /** First 16 hex digits of the SHA-256 of the bytes: the same in two builds means the same file. */
  readonly hash: string
  /** Bytes before compression. */
  readonly size: number
}

interface BuildManifest {
  /** Changes whenever any file of the shell or of a room changes. */
  readonly version: string
  /** Everything a resident or a helper needs without network: fetched before the worker is installed. */
  readonly shell: readonly BuiltFile[]
  /** What is loaded when somebody goes there (the office's rooms, the code reader): kept after its first use. */
  readonly rooms: readonly BuiltFile[]
}

declare const __BUILD__: BuildManifest
