/* Dossiers, messages, the outbox and mandates, from the store of whoever is in front. */
import { done, fail } from "../../core/contract/result.ts"
import type { MessageRecord } from "../../core/db/records.ts"
import { DOSSIERS, MESSAGES } from "../../core/db/tables.ts"
import {
  confirmDraft,
  endReuse,
  grantMandate,
  mandatesOf as mandatesKept,
  messageRead,
  refuseMandate,
  withdraw,
} from "../../core/sync/acts.ts"
import { keptAllowances, readAllowances } from "../../core/sync/allowances.ts"
import { hasDocument, openDocument, openPage } from "../../core/sync/documents.ts"
import { discard, outboxItems, reopen, requeue } from "../../core/sync/outbox.ts"
import { letActGo, refusedActs } from "../../core/sync/refused.ts"
import { busyDossiers } from "../../core/sync/scope.ts"
import { keptSeenBy, seenBy } from "../../core/sync/seenby.ts"
import { keepWord, typedWord } from "../../core/sync/word.ts"
import type { Parts } from "./parts.ts"
import type { InboxMessage, Phone } from "./phone.ts"

/** What was kept goes on its way at once. */
const sender =
  ({ loop }: Parts) =>
  async <R extends { readonly ok: boolean }>(act: Promise<R>): Promise<R> => {
    const kept = await act
    if (kept.ok) loop.wake("tap")
    return kept
  }

export function dossiersOf(parts: Parts): Phone["dossiers"] {
  const { base, loop } = parts
  const send = sender(parts)
  return {
    list: async () => {
      const busy = await busyDossiers(parts.store)
      // what is out of scope is shown only as long as something made here about it is unsent
      const shown = (await parts.store.all(DOSSIERS)).filter(({ value }) => value.out === undefined || busy.has(value.dossier_id))
      const all = shown.map((held) => held.value.body)
      const moved = (dossier: (typeof all)[number]): string => dossier.events.at(-1)?.at ?? dossier.submitted_at
      return all.sort((a, b) => (moved(a) < moved(b) ? 1 : -1))
    },
    get: async (id) => (await parts.store.get(DOSSIERS, id))?.value.body,
    out: async (id) => (await parts.store.get(DOSSIERS, id))?.value.out,
    refused: (id) => refusedActs(parts.store, id),
    letGo: (opId) => letActGo(base, parts.front, opId),
    allowances: () => readAllowances(base, parts.front),
    allowancesKept: () => keptAllowances(parts.store),
    endReuse: (id) => send(endReuse(base, parts.front, id)),
    withdraw: (id, reason, insteadOf) => send(withdraw(base, parts.front, id, reason, insteadOf)),
    confirm: async (id, agrees, reason) => {
      const kept = await confirmDraft(base, parts.front, id, { agrees, reason })
      if (!kept.ok) return kept
      await keepWord(parts.store, id, "")
      loop.wake("tap")
      return kept
    },
    typed: (id) => typedWord(parts.store, id),
    keepTyped: (id, text) => keepWord(parts.store, id, text),
    open: async (dossierId, documentId) => {
      const opened = await openDocument(base, parts.front, dossierId, documentId)
      if (opened.ok) loop.wake("saved")
      return opened
    },
    has: (documentId) => hasDocument(base, parts.front, documentId),
    looks: (id) => seenBy(base, parts.front, id),
    looksKept: (id) => keptSeenBy(base, parts.front, id),
    page: (id, size = "full") => openPage(base, parts.front, id, size),
  }
}

const shownMessage = ({ body, read_at }: MessageRecord): InboxMessage => ({ ...body, read: body.read_at !== null || read_at !== undefined })

export function messagesOf(parts: Parts): Phone["messages"] {
  return {
    list: async () => {
      const all = (await parts.store.all(MESSAGES)).map((held) => shownMessage(held.value))
      return all.sort((a, b) => (a.at < b.at ? 1 : -1))
    },
    get: async (id) => {
      const held = await parts.store.get(MESSAGES, id)
      return held === undefined ? undefined : shownMessage(held.value)
    },
    markRead: async (id) => {
      const kept = await messageRead(parts.base, parts.front, id)
      if (kept.ok) parts.loop.wake("saved")
      return kept
    },
  }
}

export function outboxOf(parts: Parts): Phone["outbox"] {
  const { base, loop } = parts
  return {
    list: () => outboxItems(base, parts.front),
    retry: async (id) => {
      await requeue(base, parts.front, id)
      loop.wake("tap")
    },
    reopen: (opId) => reopen(base, parts.front, opId),
    discard: (id, typed) => discard(base, parts.front, id, typed),
    rescue: async (id) => {
      const { makeRescue } = await import("../../core/sync/rescue.ts")
      return makeRescue(base, parts.front, { bundle: await parts.catalogue.bundle(), only: id })
    },
  }
}

export function mandatesOf(parts: Parts): Phone["mandates"] {
  const { base, loop } = parts
  return {
    list: async () => {
      const all = await mandatesKept(parts.store)
      return all.sort((a, b) => (a.granted_at < b.granted_at ? 1 : -1))
    },
    grant: async (mandate) => {
      const me = parts.me.get()
      if (me === undefined) return fail("not_signed_in")
      const granted = await grantMandate(base, parts.front, mandate, me.name)
      if (granted.ok) loop.wake("saved")
      return granted
    },
    refuse: async (unitId) => {
      const kept = await refuseMandate(base, parts.front, unitId)
      if (!kept.ok) return kept
      loop.wake("saved")
      return done
    },
  }
}
