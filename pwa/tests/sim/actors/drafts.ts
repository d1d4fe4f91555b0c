/* Drafts that live on several phones of one person: where two answers met she chooses one; a draft is given up; what was
   written on one that ended elsewhere is had back, or let go. */
import { dropKept, restoreKept } from "../../../src/core/db/kept.ts"
import { draftStore } from "../../../src/core/db/drafts.ts"
import { KEPT } from "../../../src/core/db/tables.ts"
import type { Json } from "../../../src/core/domain/forms/types.ts"
import { uuid7 } from "../../../src/core/domain/ids.ts"
import { settled } from "../../../src/core/domain/merge.ts"
import { answerAt, withAnswer } from "../../../src/page/form/paths.ts"
import type { Actor } from "./actor.ts"
import { draftsOf, keep, maker } from "./write.ts"

export const chooseOne: Actor = {
  name: "choose",
  weight: 6,
  act: async (phone) => {
    const { base } = phone.tab
    const open = (await draftsOf(phone, base)).filter((draft) => (draft.conflicts ?? []).length > 0)
    if (open.length === 0) return
    const draft = phone.dice.pick(open)
    const { path } = phone.dice.pick(draft.conflicts!)
    const others = draft.conflicts!.filter((clash) => clash.path === path).map((clash) => clash.value)
    const shown = answerAt(draft.answers, path)
    const chosen = phone.dice.pick<Json | undefined>([shown, ...others])
    for (const other of [shown, ...others]) if (other !== chosen) phone.book.letGo(other)
    const put = (old: typeof draft): typeof draft => ({ ...old, answers: withAnswer(old.answers, path, chosen) })
    phone.tally.count("drafts:chosen")
    await keep(phone, base, settled(draft, path, put), draft)
  },
}

export const giveUp: Actor = {
  name: "give_up",
  weight: 2,
  act: async (phone) => {
    const { base } = phone.tab
    const drafts = await draftsOf(phone, base)
    if (drafts.length === 0) return
    const draft = phone.dice.pick(drafts)
    phone.book.letDraftGo(draft)
    const gone = await draftStore(base.store(phone.principal), maker(phone)).remove(draft.id, "user")
    if (!gone.ok) phone.tally.count(`told:${gone.code}`)
  },
}

export const haveBack: Actor = {
  name: "have_back",
  weight: 3,
  act: async (phone) => {
    const store = phone.tab.base.store(phone.principal)
    const all = await store.all(KEPT)
    if (all.length === 0) return
    const { value } = phone.dice.pick(all)
    if (phone.dice.often(0.7)) {
      const newId = (): string => {
        const id = uuid7()
        phone.book.writes(id, phone.principal)
        return id
      }
      await restoreKept(store, value.draft_id, { ...maker(phone), newId })
      return
    }
    phone.book.letDraftGo(value.draft)
    await dropKept(store, value.draft_id, phone.now)
  },
}
