import { useState } from "preact/hooks"
import { useClient } from "../../app/client.ts"
import { navigate } from "../../app/router.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { binIcon } from "../../ui/icons-work.ts"
import type { Filling } from "./filling.ts"
import { t } from "./words-drafts.ts"

/** The way to give a draft up, on every phone of the person. */
export function DropDraft({ filling }: { filling: Filling }) {
  const client = useClient()
  const [asking, setAsking] = useState(false)
  const drop = async (): Promise<void> => {
    await filling.keep.flush()
    const gone = await client.store.drafts.remove(filling.draft.id, "user")
    if (gone.ok) navigate("/ho-so", { replace: true })
  }
  return (
    <>
      <p class="tight">
        <Button kind="quiet" icon={binIcon} onPress={() => setAsking(true)}>
          {t().drop}
        </Button>
      </p>
      {asking && (
        <Dialog
          title={t().dropTitle}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button kind="mend" onPress={() => void drop()}>
                {t().dropDo}
              </Button>
              <Button onPress={() => setAsking(false)}>{t().keep}</Button>
            </>
          }
        >
          <p>{t().dropMore}</p>
        </Dialog>
      )}
    </>
  )
}
