import { useState } from "preact/hooks"
import { navigate } from "../../app/router.ts"
import { lang } from "../../i18n/lang.ts"
import { DISCARD_WORD, phone } from "../../offline/phone.ts"
import { Ask } from "../../ui/Ask.tsx"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { sentence } from "./say.ts"
import { t } from "./words.ts"
import { t as leaving } from "./words-pin.ts"

type Asking = "nothing" | "choice" | "delete"

/** Signing out; where work is unsent it is an explicit choice, and nothing goes by itself. */
export function SignOut() {
  const [asking, setAsking] = useState<Asking>("nothing")
  const [why, setWhy] = useState("")
  const leave = async (keep: boolean): Promise<void> => {
    const done = await phone().account.signOut({ keep })
    if (done.ok) return void navigate("/toi", { replace: true })
    if (done.code === "unsent_left") setAsking("choice")
    else setWhy(sentence(done))
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
      {asking === "choice" && (
        <Choice onClose={() => setAsking("nothing")} onKeep={() => void leave(true)} onDelete={() => setAsking("delete")} />
      )}
      {asking === "delete" && <Delete onClose={() => setAsking("nothing")} />}
    </>
  )
}

const RESCUE_FAULTS: Readonly<Record<string, () => string>> = {
  stopped: () => leaving().leaveRescueStopped,
  office_key_missing: () => leaving().leaveRescueNoKey,
}

function Choice({ onClose, onKeep, onDelete }: { onClose: () => void; onKeep: () => void; onDelete: () => void }) {
  const [rescued, setRescued] = useState("")
  const rescue = async (): Promise<void> => {
    setRescued(leaving().leaveRescuing)
    const made = await phone().account.rescue()
    if (made.ok) setRescued(leaving().leaveRescued(made.value.code))
    else setRescued(RESCUE_FAULTS[made.code]?.() ?? sentence(made))
  }
  const send = (): void => {
    void phone().outbox.retry()
    navigate("/gui-di")
  }
  return (
    <Dialog title={leaving().leaveTitle} onClose={onClose}>
      <div class="account-form">
        <p>{leaving().leaveMore}</p>
        <Button kind="main" wide onPress={send}>
          {leaving().leaveSend}
        </Button>
        <Button wide onPress={onKeep}>
          {leaving().leaveKeep}
        </Button>
        <Button wide onPress={() => void rescue()}>
          {leaving().leaveRescue}
        </Button>
        <p role="status">{rescued}</p>
        <Button kind="quiet" wide onPress={onDelete}>
          {leaving().leaveDelete}
        </Button>
      </div>
    </Dialog>
  )
}

/** The one way in which leaving loses something: a word typed by a person who was told what goes. */
function Delete({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState("")
  const [wrong, setWrong] = useState(false)
  const word = DISCARD_WORD[lang()]
  const go = async (): Promise<void> => {
    const done = await phone().account.leaveNothing(typed)
    setWrong(!done.ok)
    if (done.ok) navigate("/toi", { replace: true })
  }
  return (
    <Dialog
      title={leaving().deleteTitle}
      onClose={onClose}
      actions={
        <>
          <Button kind="mend" onPress={() => void go()}>
            {leaving().deleteDo}
          </Button>
          <Button onPress={onClose}>{leaving().back}</Button>
        </>
      }
    >
      <p>{leaving().deleteMore}</p>
      <Ask label={leaving().deleteType(word)} value={typed} onType={setTyped} error={wrong ? leaving().deleteWrong(word) : undefined} />
    </Dialog>
  )
}
