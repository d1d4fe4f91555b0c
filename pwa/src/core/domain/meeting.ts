/* One draft of two that stand on two versions of their form: whoever is on the older one is carried over first, and only then
   are they put together, question by question under the names of the newer form. */
import type { Draft, DraftPast } from "./draft.ts"
import { carriedOver } from "./carrying.ts"
import { carryOn } from "./forms/mapping.ts"
import { type FormOf, wayTo } from "./forms/ways.ts"
import { merge, same, sameContent, type Writers } from "./merge.ts"

/** Promises one draft of two; undefined while a form that it takes is not on this phone: then nothing is put together yet. */
export async function meet(
  formOf: FormOf,
  from: Draft | undefined,
  sides: { readonly mine: Draft; readonly theirs: Draft },
  who: Writers,
): Promise<Draft | undefined> {
  const { mine, theirs } = sides
  const oneForm = mine.form_ref === theirs.form_ref && (from === undefined || from.form_ref === mine.form_ref)
  const oneSide = from !== undefined && (sameContent(from, mine) || sameContent(from, theirs))
  if (oneForm || oneSide || mine.procedure !== theirs.procedure) return merge(from, mine, theirs, who)
  const ref = await newest(formOf, mine, theirs)
  if (ref === undefined) return undefined
  const over = (draft: Draft): Promise<Draft | undefined> => carried(formOf, draft, ref, who.theirs.at)
  const [base, one, other] = [from && (await over(from)), await over(mine), await over(theirs)]
  if (one === undefined || other === undefined || (from !== undefined && base === undefined)) return undefined
  const history = pasts(mine.form_ref === ref ? [other, one] : [one, other])
  const next = merge(base, one, other, who)
  return history.length === 0 ? next : { ...next, history }
}

/** The newer of the two forms: the one whose way leads from the other, or to which one of them was carried by a person. */
async function newest(formOf: FormOf, mine: Draft, theirs: Draft): Promise<string | undefined> {
  if (mine.form_ref === theirs.form_ref) return mine.form_ref
  const [one, other] = [await formOf(mine.form_ref), await formOf(theirs.form_ref)]
  if (one === undefined || other === undefined) return undefined
  const toTheirs = await wayTo(formOf, { ref: mine.form_ref, form: one }, theirs.form_ref)
  const toMine = await wayTo(formOf, { ref: theirs.form_ref, form: other }, mine.form_ref)
  if (toTheirs?.named === true) return theirs.form_ref
  if (toMine?.named === true) return mine.form_ref
  if (toTheirs?.sure !== true || toMine?.sure !== true) return undefined
  const came = (mine.history ?? []).some((past) => past.form_ref === theirs.form_ref)
  return came ? mine.form_ref : theirs.form_ref
}

async function carried(formOf: FormOf, draft: Draft, ref: string, at: string): Promise<Draft | undefined> {
  if (draft.form_ref === ref) return draft
  const form = await formOf(draft.form_ref)
  const way = form && (await wayTo(formOf, { ref: draft.form_ref, form }, ref))
  if (way === undefined) return undefined
  return carriedOver(draft, way, carryOn(way.forms, way.rules, draft.answers), undefined, at)
}

/** What both were before, each once; what the person can go back to is last. */
function pasts(sides: readonly [Draft, Draft]): DraftPast[] {
  const [first, last] = sides.map((side) => side.history ?? [])
  const isIn = (list: readonly DraftPast[], past: DraftPast): boolean => list.some((each) => same({ ...each, at: "" }, { ...past, at: "" }))
  return [...(first ?? []).filter((past) => !isIn(last ?? [], past)), ...(last ?? [])]
}
