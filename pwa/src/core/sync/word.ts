/* What the owner types about the draft of her result: kept with the dossier while she types, as a draft is, until it is sent. */
import type { Store } from "../db/store.ts"
import { DOSSIERS } from "../db/tables.ts"

/** What was typed and not sent; empty where nothing was. */
export const typedWord = async (store: Store, dossierId: string): Promise<string> =>
  (await store.get(DOSSIERS, dossierId))?.value.typed_word ?? ""

/** Keeps what is typed; nothing typed is nothing kept. */
export async function keepWord(store: Store, dossierId: string, text: string): Promise<void> {
  await store.change(DOSSIERS, dossierId, (old) => {
    if (old === undefined || (old.typed_word ?? "") === text) return undefined
    const { typed_word: _typed, ...rest } = old
    return text === "" ? rest : { ...rest, typed_word: text }
  })
}
