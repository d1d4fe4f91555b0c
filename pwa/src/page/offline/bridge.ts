/* Opens the phone for its screens: what the core can do, under the names of page/app/client.ts and of phone.ts. */
import { fail, ok, type Result } from "../../core/contract/result.ts"
import type { Paper } from "../../core/contract/catalogue.ts"
import { operations as queuedOperations } from "../../core/db/operations.ts"
import type { DropReason } from "../../core/db/drafts.ts"
import type { Draft, SlipRecord } from "../../core/db/records.ts"
import { DOSSIERS, FILES, SLIPS } from "../../core/db/tables.ts"
import type { Json } from "../../core/domain/forms/types.ts"
import { browserWorld } from "../../core/sync/browser.ts"
import { claim } from "../../core/sync/claims.ts"
import { asDevice } from "../../core/sync/session.ts"
import type { News } from "../../core/sync/world.ts"
import { slipParts, slipState } from "../../core/sync/status.ts"
import type { Client, Slip, SubmitExtras } from "../app/client.ts"
import { navigate } from "../app/router.ts"
import { lang } from "../i18n/lang.ts"
import { accountOf } from "./account.ts"
import { counterOf } from "./counter.ts"
import { draftsOf } from "./drafts.ts"
import { locksOf } from "./locks.ts"
import { phonesOf } from "./lost.ts"
import { dossiersOf, mandatesOf, messagesOf, outboxOf } from "./people.ts"
import { Parts } from "./parts.ts"
import { providePhone, type Phone } from "./phone.ts"
import { keepRinging, ring, ringState, stopRinging } from "./ring.ts"
import { renewRules } from "../../core/sync/rules.ts"
import { askToKeep, freeDocuments, storageState } from "./storage.ts"
import { askToSendLater, watchMoments } from "./triggers.ts"
import { watchUpdates } from "./update.ts"
import { Watching } from "./watching.ts"

/** What judges and sends is large, and comes with the first form that is opened: the home page does without. */
const sender = () => import("../../core/sync/submit.ts")

const HOURS_OF_VIET_NAM = 7
const HOUR = 60 * 60 * 1000

/** Opens the stores, starts the loop, and promises the phone. Rejects where the browser gives no storage at all. */
export async function connect(): Promise<Phone> {
  const { parts, watching } = await openWatched()
  const { base, loop } = parts
  const made: Phone = {
    ...residentOf(parts),
    get online() {
      return parts.online
    },
    get server() {
      return parts.server
    },
    drafts: draftsOf(parts),
    dossiers: dossiersOf(parts),
    messages: messagesOf(parts),
    outbox: outboxOf(parts),
    mandates: mandatesOf(parts),
    counter: counterOf(parts),
    account: accountOf(parts),
    locks: locksOf(parts),
    phones: phonesOf(parts),
    claim: async (words) => {
      const taken = await asDevice(base, () => claim(base, parts.front, words))
      if (taken.ok) loop.wake("tap")
      return taken
    },
    track: (code, factor) => base.api.track({ code, factor }, undefined),
    push: { state: ringState, subscribe: () => ring(base, lang()), unsubscribe: () => stopRinging(base) },
    storage: storageOf(parts, watching),
  }
  providePhone(made)
  parts.lock.watch()
  watchMoments(loop, () => void renew(parts), navigate)
  void keepRinging(base, lang()).catch(() => undefined)
  return made
}

/** The phone's parts, looked at before anything is sent: a new device must be noticed as one. */
async function openWatched(): Promise<{ parts: Parts; watching: Watching }> {
  const hears: ((news: News) => void)[] = []
  const tellAll = (news: News): void => {
    for (const hear of hears) hear(news)
  }
  const parts = await Parts.open((heard) => {
    hears.push(heard)
    return browserWorld(tellAll)
  })
  const watching = new Watching(parts)
  hears.push((news) => watching.hear(news))
  await watching.start()
  return { parts, watching }
}

function storageOf(parts: Parts, watching: Watching): Phone["storage"] {
  return {
    state: () => storageState(parts),
    notice: watching.notice,
    comeback: () => watching.comeback(),
    restore: (factor) => watching.restore(factor),
    understood: () => watching.understood(),
    roomForPhoto: (anew) => parts.photos.look(parts.store, anew),
    free: () => freeDocuments(parts),
  }
}

/** The office's computer and its screen on the wall: no form is filled there without a network. */
const inOffice = (): boolean => /^\/(ban|bang-goi)(\/|$)/.test(location.pathname)

/** The bundle first, since screens wait for it; after it everything that must be here when there is no network. */
async function renew({ base, catalogue }: Parts): Promise<Result<undefined>> {
  const renewed = await catalogue.refresh()
  if (!inOffice()) void catalogue.fetchAll()
  void renewRules(base)
  return renewed
}

function residentOf(parts: Parts): Omit<Client, "online" | "server"> {
  const { base, loop, catalogue } = parts
  const sending = new Map<string, Promise<Result<Slip>>>()
  return {
    blocked: parts.blocked,
    store: storeOf(parts),
    sync: parts.sync,
    session: parts.session,
    lock: parts.lock.shown,
    preferences: {
      get: () => ({ wifi_only: parts.wifiOnly }),
      set: (change) => {
        parts.wifiOnly = change.wifi_only ?? parts.wifiOnly
        void base.device.keepUploadsOn(parts.wifiOnly ? "wifi" : "any").then(() => loop.wake("tap"))
      },
    },
    submit: (draft, extras) => {
      const running = sending.get(draft.id) ?? submit(parts, draft, extras).finally(() => sending.delete(draft.id))
      sending.set(draft.id, running)
      return running
    },
    supplement: (draft, answers) => supplement(parts, draft, answers),
    slip: async (dossierId) => {
      const held = await parts.store.get(SLIPS, dossierId)
      return held === undefined ? undefined : shownSlip(parts, held.value)
    },
    syncNow: () => loop.wake("tap"),
    catalogue: {
      refresh: () => renew(parts),
      ensureForm: async (ref) => (await catalogue.ensureForm(ref)).ok,
      ensureList: async (name) => (await catalogue.ensureList(name)).ok,
    },
    update: watchUpdates((navigator as Partial<Navigator>).serviceWorker, parts.superseded, () => location.reload()),
  }
}

function storeOf(parts: Parts): Client["store"] {
  const { catalogue, loop } = parts
  return {
    get drafts() {
      const { drafts } = parts
      return {
        ...drafts,
        save: async (draft: Draft, since?: Draft) => {
          const saved = await drafts.save(draft, since)
          if (saved.ok) void askToKeep()
          loop.wake("saved")
          return saved
        },
        remove: async (id: string, reason: DropReason) => {
          const gone = await drafts.remove(id, reason)
          if (gone.ok) loop.wake("saved")
          return gone
        },
      }
    },
    get files() {
      return parts.photos.around(parts.files)
    },
    bundle: () => catalogue.bundle(),
    form: (hash) => {
      void sender().catch(() => undefined)
      return catalogue.form(hash)
    },
    list: (name) => catalogue.list(name),
    units: async () => (await catalogue.units())?.units ?? [],
    watch: (shelf, changed) => parts.watch(shelf, changed),
  }
}

async function submit(parts: Parts, draft: Draft, extras: SubmitExtras): Promise<Result<Slip>> {
  const { base, loop, catalogue } = parts
  const [form, sending] = await Promise.all([catalogue.ensureForm(draft.form_ref), sender().catch(() => undefined)])
  if (!form.ok) return fail("form_missing")
  if (sending === undefined) return fail("offline")
  const me = parts.me.get()
  const helper = draft.for === "other" && me !== undefined ? { helper: { name: me.name } } : {}
  const sent = await sending.submitDraft(
    base,
    parts.front,
    draft,
    { ...extras, ...helper },
    { form: form.value, papers: await papersOf(parts, draft.procedure), today: today(base.world.now()), publicUrl: publicUrl(parts) },
  )
  if (!sent.ok) return sent
  loop.wake("tap")
  void askToSendLater().catch(() => undefined)
  return ok(await shownSlip(parts, sent.value))
}

async function supplement(parts: Parts, draft: Draft, answers: Readonly<Record<string, Json>>): Promise<Result<undefined>> {
  const { base, loop } = parts
  const sending = await import("../../core/sync/supplement.ts").catch(() => undefined)
  if (sending === undefined) return fail("offline")
  const sent = await sending.sendSupplement(base, parts.front, draft, { answers, papers: await papersOf(parts, draft.procedure) })
  if (!sent.ok) return sent
  loop.wake("tap")
  void askToSendLater().catch(() => undefined)
  return sent
}

async function papersOf(parts: Parts, code: string): Promise<readonly Paper[]> {
  const bundle = await parts.catalogue.bundle()
  return bundle?.procedures.find((procedure) => procedure.code === code)?.papers ?? []
}

const publicUrl = (parts: Parts): string => parts.server?.public_url ?? parts.base.world.origin

/** The civil date in Viet Nam, by the phone's clock. */
const today = (now: number): string => new Date(now + HOURS_OF_VIET_NAM * HOUR).toISOString().slice(0, 10)

async function shownSlip(parts: Parts, slip: SlipRecord): Promise<Slip> {
  const { store } = parts
  const op = (await queuedOperations(store)).find((each) => each.op_id === slip.op_id)
  const pages = (await store.all(FILES, ["dossier", slip.dossier_id])).map((held) => held.value)
  const dossier = await store.get(DOSSIERS, slip.dossier_id)
  const { dossier_id, local_code, claim_secret, qr, procedure, title, unit_id, made_at, second_factor, scanned_at } = slip
  return {
    ...{ dossier_id, local_code, claim_secret, qr, procedure, title, unit_id, made_at, second_factor },
    ...(scanned_at !== undefined && { scanned_at }),
    state: slipState(op, pages, dossier?.value.body.state),
    parts: slipParts(op, pages),
  }
}
