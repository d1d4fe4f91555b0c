/* The service worker: which event goes where, and nothing more. */
import { browserWorld } from "../core/sync/browser.ts"
import { giveWay, sendInBackground } from "./background.ts"
import { arrived, opened, renewRing, type Home } from "./notify.ts"
import { activate, answerFor, install, type Place } from "./precache.ts"

interface SyncEvent extends ExtendableEvent {
  readonly tag: string
}

declare const self: ServiceWorkerGlobalScope

const build = __BUILD__
const place: Place = { caches: self.caches, fetch: (input, init) => self.fetch(input, init), origin: self.location.origin }
const world = browserWorld(() => undefined)
const home: Home = { registration: self.registration, clients: self.clients, world }

self.addEventListener("install", (event) => event.waitUntil(install(place, build)))

self.addEventListener("activate", (event) => event.waitUntil(activate(place, build).then(() => self.clients.claim())))

self.addEventListener("fetch", (event) => {
  const answer = answerFor(place, build, event.request)
  if (answer !== undefined) event.respondWith(answer)
})

self.addEventListener("message", (event) => {
  const word = event.data as { type?: unknown } | null
  if (word?.type === "apply") event.waitUntil(self.skipWaiting())
  if (word?.type === "give_way") giveWay()
  // the browser cleared the cache and left the worker: what it serves without a network is fetched again
  if (word?.type === "refill") event.waitUntil(install(place, build))
})

self.addEventListener("push", (event) => event.waitUntil(arrived(home, event.data)))

self.addEventListener("notificationclick", (event) => event.waitUntil(opened(home, event.notification)))

self.addEventListener("pushsubscriptionchange", (event: Event) => {
  const change = event as ExtendableEvent
  change.waitUntil(renewRing(home))
})

self.addEventListener("sync", (event: Event) => {
  const asked = event as SyncEvent
  if (asked.tag === "cl-sync") asked.waitUntil(sendInBackground(world))
})
