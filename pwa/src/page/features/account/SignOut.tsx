import { useState } from "preact/hooks"
import { navigate } from "../../app/router.ts"
import { phone } from "../../offline/phone.ts"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { sentence } from "./say.ts"
import { t } from "./words.ts"

/** Signing out; where work is unsent it is an explicit choice, and nothing goes by itself. */
export function SignOut() {
  const [asking, setAsking] = useState(false)
  const [why, setWhy] = useState("")
  const leave = async (keep: boolean): Promise<void> => {
    const done = await phone().account.signOut({ keep })
    if (done.ok) return void navigate("/toi", { replace: true })
    if (done.code === "unsent_left") setAsking(true)
    else setWhy(sentence(done))
  }
  const send = (): void => {
    void phone().outbox.retry()
    navigate("/gui-di")
  }
  return (
    <>
      <Button kind="mend" wide onPress={() => void leave(false)}>
        {t().signOut}
      </Button>
      {why && (
        <p class="account-why" role="alert">
          {why}
        </p>
      )}
      {asking && (
        <Dialog title={t().signOutTitle} onClose={() => setAsking(false)}>
          <div class="account-form">
            <p>{t().signOutMore}</p>
            <Button kind="main" wide onPress={send}>
              {t().signOutSend}
            </Button>
            <Button wide onPress={() => void leave(true)}>
              {t().signOutKeep}
            </Button>
            <ButtonLink kind="quiet" wide href="/gui-di">
              {t().signOutDelete}
            </ButtonLink>
          </div>
        </Dialog>
      )}
    </>
  )
}
