/* The second half of the build: hash what was written, compile the service worker with that list in it,
   and lay a brotli and a gzip copy beside every file, so that the server never compresses. */
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"
import { build, type Plugin, type Rolldown } from "vite"

interface Options {
  /** Entry of the service worker. */
  readonly worker: string
  /** Modules which start a part of the app that is fetched only by those who go there. */
  readonly rooms: readonly RegExp[]
  readonly target: string[]
}

interface BuiltFile {
  readonly url: string
  readonly hash: string
  readonly size: number
}

interface Manifest {
  readonly version: string
  readonly shell: readonly BuiltFile[]
  readonly rooms: readonly BuiltFile[]
}

const WORTH_PACKING = /\.(html|js|css|svg|json|webmanifest|wasm|txt|ico)$/
const PACKED = /\.(br|gz)$/
/** A picture or font of the public folder above this size is not worth a stranger's data plan. */
const LARGEST_PUBLIC_FILE = 64 * 1024

const pack = { br: promisify(brotliCompress), gz: promisify(gzip) }

/** Promises the files below a folder, as sorted paths relative to it. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort()
}

const sha256 = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex").slice(0, 16)

function describe(folder: string, name: string): BuiltFile {
  const bytes = readFileSync(join(folder, name))
  return { url: `/${name}`, hash: sha256(bytes), size: bytes.byteLength }
}

/** Promises the names of everything the entries need, without walking through the door of a room. */
function reachedFromEntries(bundle: Rolldown.OutputBundle, rooms: readonly RegExp[]): Set<string> {
  const reached = new Set<string>()
  const isRoom = (chunk: Rolldown.OutputChunk): boolean =>
    chunk.isDynamicEntry && chunk.moduleIds.some((id) => rooms.some((room) => room.test(id)))
  const visit = (name: string): void => {
    const output = bundle[name]
    if (reached.has(name) || output === undefined) return
    if (output.type === "chunk" && isRoom(output)) return
    reached.add(name)
    if (output.type !== "chunk") return
    for (const next of [...output.imports, ...output.dynamicImports]) visit(next)
    for (const next of output.viteMetadata?.importedCss ?? []) visit(next)
    for (const next of output.viteMetadata?.importedAssets ?? []) visit(next)
  }
  for (const [name, output] of Object.entries(bundle)) {
    if (name.endsWith(".html") || (output.type === "chunk" && output.isEntry)) visit(name)
  }
  return reached
}

/** Promises the two lists the service worker keeps, and one version over both. */
function listFiles(folder: string, publicFiles: readonly string[], bundle: Rolldown.OutputBundle, rooms: readonly RegExp[]): Manifest {
  const reached = reachedFromEntries(bundle, rooms)
  const built = Object.keys(bundle).filter((name) => !name.endsWith(".map"))
  const ofPublic = publicFiles
    .filter((name) => !name.split("/").some((part) => part.startsWith(".")) && !name.startsWith("screenshots/"))
    .map((name) => describe(folder, name))
    .filter((file) => file.size <= LARGEST_PUBLIC_FILE)
  const shell = [...built.filter((name) => reached.has(name)).map((name) => describe(folder, name)), ...ofPublic]
  const later = built.filter((name) => !reached.has(name)).map((name) => describe(folder, name))
  const byUrl = (a: BuiltFile, b: BuiltFile): number => (a.url < b.url ? -1 : 1)
  shell.sort(byUrl)
  later.sort(byUrl)
  const version = sha256(JSON.stringify([shell, later]))
  return { version, shell, rooms: later }
}

async function compileWorker(options: Options, outDir: string, manifest: Manifest): Promise<void> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    // one object before the code: defined in as it stands, it would be copied to every place that reads it
    define: { __BUILD__: "self.__BUILD__" },
    build: {
      outDir,
      emptyOutDir: false,
      target: options.target,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: options.worker,
        output: {
          format: "iife",
          entryFileNames: "sw.js",
          codeSplitting: false,
          banner: `self.__BUILD__=${JSON.stringify(manifest)};`,
        },
      },
    },
  })
}

async function packFile(path: string): Promise<void> {
  const bytes = readFileSync(path)
  const [br, gz] = await Promise.all([
    pack.br(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength } }),
    pack.gz(bytes, { level: 9 }),
  ])
  if (br.byteLength < bytes.byteLength) writeFileSync(`${path}.br`, br)
  if (gz.byteLength < bytes.byteLength) writeFileSync(`${path}.gz`, gz)
}

async function packAll(folder: string): Promise<void> {
  const worth = filesBelow(folder).filter((name) => WORTH_PACKING.test(name) && !PACKED.test(name))
  for (const name of worth) await packFile(join(folder, name))
}

/** Vite's build, followed by our own: the list of files, the service worker, the packed copies, `build.json`. */
export function shell(options: Options): Plugin {
  let outDir = ""
  let publicDir = ""
  return {
    name: "shell",
    apply: "build",
    configResolved(config) {
      outDir = config.build.outDir
      publicDir = config.publicDir
    },
    async writeBundle(_, bundle) {
      const manifest = listFiles(outDir, filesBelow(publicDir), bundle, options.rooms)
      await compileWorker(options, outDir, manifest)
      const worker = statSync(join(outDir, "sw.js")).size
      writeFileSync(join(outDir, "build.json"), `${JSON.stringify({ ...manifest, worker }, null, 1)}\n`)
      await packAll(outDir)
    },
  }
}
