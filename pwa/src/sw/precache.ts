/* The app's own files: kept whole or not at all, served without a network, and left alone while a page still uses them. */

export interface BuiltFile {
  readonly url: string
  readonly hash: string
}

export interface Build {
  readonly version: string
  readonly shell: readonly BuiltFile[]
  readonly rooms: readonly BuiltFile[]
}

export interface Place {
  readonly caches: CacheStorage
  readonly fetch: typeof fetch
  readonly origin: string
}

const PREFIX = "cl-shell-"
const ROOMS = "cl-rooms"
const SHELL_PAGE = "/index.html"
const AT_A_TIME = 4

const cacheName = (build: Build): string => `${PREFIX}${build.version}-${build.shell.length}`

/** Keeps every file of the shell; rejects, and leaves nothing behind, when one of them cannot be had whole. */
export async function install(place: Place, build: Build): Promise<void> {
  const name = cacheName(build)
  const old = await keptBefore(place, name)
  try {
    const cache = await place.caches.open(name)
    for (let at = 0; at < build.shell.length; at += AT_A_TIME) {
      await Promise.all(build.shell.slice(at, at + AT_A_TIME).map((file) => keep(place, cache, file, old)))
    }
  } catch (error) {
    await place.caches.delete(name)
    throw error
  }
}

/** Files of the release before that are the same in this one need no network: their hash is in their address. */
async function keptBefore(place: Place, name: string): Promise<Cache[]> {
  const names = (await place.caches.keys()).filter((each) => each.startsWith(PREFIX) && each !== name)
  return Promise.all(names.map((each) => place.caches.open(each)))
}

async function keep(place: Place, cache: Cache, file: BuiltFile, old: readonly Cache[]): Promise<void> {
  for (const before of old) {
    const same = await before.match(keyOf(file))
    if (same !== undefined) {
      await cache.put(keyOf(file), same)
      return
    }
  }
  const response = await place.fetch(file.url, { cache: "no-cache", credentials: "omit", redirect: "error" })
  if (!response.ok) throw new Error(`${file.url}: ${String(response.status)}`)
  const bytes = await response.arrayBuffer()
  if ((await hash16(bytes)) !== file.hash) throw new Error(`${file.url} is not the file of this release`)
  await cache.put(keyOf(file), new Response(bytes, { headers: headersOf(response) }))
}

/** The address with the hash of its content: one name for one content, over all releases. */
const keyOf = (file: BuiltFile): string => `${file.url}?${file.hash}`

/** What the page needs to know of a file; the encoding it travelled in is undone already. */
function headersOf(response: Response): Headers {
  const headers = new Headers()
  for (const name of [
    "Content-Type",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
  ]) {
    const value = response.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return headers
}

async function hash16(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
  return Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** Lets the shells of older releases go, but for the last one: a tab that still runs it may ask for one of its parts. */
export async function activate(place: Place, build: Build): Promise<void> {
  const own = cacheName(build)
  const shells = (await place.caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== own)
  await Promise.all(shells.slice(0, -1).map((name) => place.caches.delete(name)))
  const rooms = await place.caches.open(ROOMS)
  const wanted = new Set(build.rooms.map((file) => new URL(file.url, place.origin).href))
  const kept = await rooms.keys()
  await Promise.all(kept.filter((request) => !wanted.has(request.url)).map((request) => rooms.delete(request)))
}

/** The answer this worker gives by itself; undefined: the browser goes to the network as if there were no worker. */
export function answerFor(place: Place, build: Build, request: Request): Promise<Response> | undefined {
  if (request.method !== "GET") return undefined
  const url = new URL(request.url)
  if (url.origin !== place.origin || isServers(url.pathname)) return undefined
  if (request.mode === "navigate") return page(place, build, request)
  const file = build.shell.find((each) => each.url === url.pathname)
  if (file !== undefined) return shellFile(place, build, file, request)
  if (build.rooms.some((each) => each.url === url.pathname)) return roomFile(place, request)
  return url.pathname.startsWith("/assets/") ? olderFile(place, request) : undefined
}

/** Addresses that are the server's own, never a screen. */
const isServers = (path: string): boolean => path.startsWith("/api/") || path === "/healthz" || path === "/readyz" || path.startsWith("/__")

async function page(place: Place, build: Build, request: Request): Promise<Response> {
  const file = build.shell.find((each) => each.url === SHELL_PAGE)
  const kept = file === undefined ? undefined : await fromShell(place, build, file)
  return kept ?? place.fetch(request)
}

async function shellFile(place: Place, build: Build, file: BuiltFile, request: Request): Promise<Response> {
  return (await fromShell(place, build, file)) ?? place.fetch(request)
}

async function fromShell(place: Place, build: Build, file: BuiltFile): Promise<Response | undefined> {
  const cache = await place.caches.open(cacheName(build))
  return cache.match(keyOf(file))
}

/** A part of the app that only some people use: kept after its first use. */
async function roomFile(place: Place, request: Request): Promise<Response> {
  const rooms = await place.caches.open(ROOMS)
  const kept = await rooms.match(request.url)
  if (kept !== undefined) return kept
  const response = await place.fetch(request)
  if (response.ok && response.type === "basic") await rooms.put(request.url, response.clone())
  return response
}

/** A part of the release before, asked for by a tab that still runs it. */
async function olderFile(place: Place, request: Request): Promise<Response> {
  const path = new URL(request.url).pathname
  for (const name of (await place.caches.keys()).filter((each) => each.startsWith(PREFIX))) {
    const kept = await (await place.caches.open(name)).match(path, { ignoreSearch: true })
    if (kept !== undefined) return kept
  }
  return place.fetch(request)
}
