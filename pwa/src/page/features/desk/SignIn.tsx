import { useState } from "preact/hooks"
import { useServer } from "../../app/client.ts"
import { common } from "../../i18n/common.ts"
import { Button } from "../../ui/Button.tsx"
import { Mark } from "../../ui/Mark.tsx"
import { desk } from "./api.ts"
import { Line } from "./Line.tsx"
import { sentence } from "./say.ts"
import { t } from "./words.ts"

/** The office's door: name and password, one sentence when it does not open. */
export function SignIn() {
  const [username, setUsername] = useState("")
  const [password, setPassword] = useState("")
  const [why, setWhy] = useState("")
  const [busy, setBusy] = useState(false)
  const demo = useServer()?.demo === true
  const enter = async (): Promise<void> => {
    if (!username.trim() || !password) return void setWhy(t().typeBoth)
    setBusy(true)
    const found = await desk.signIn(username.trim(), password)
    setBusy(false)
    if (!found.ok) setWhy(sentence(found))
  }
  return (
    <main class="d-door" id="main" tabIndex={-1}>
      <form
        class="card d-door__card"
        onSubmit={(event) => {
          event.preventDefault()
          void enter()
        }}
      >
        <span class="d-door__mark">
          <Mark />
        </span>
        {demo && <p class="desk__demo">{common().demo}</p>}
        <h1>{t().signInTitle}</h1>
        <p class="muted">{t().signInMore}</p>
        <Line label={t().username} value={username} onType={setUsername} complete="username" />
        <Line label={t().password} value={password} onType={setPassword} type="password" complete="current-password" error={why} />
        <Button kind="main" wide busy={busy} onPress={() => void enter()}>
          {t().signIn}
        </Button>
        <input type="submit" class="vh" tabIndex={-1} aria-hidden="true" value={t().signIn} />
        <a href="/">{t().toResidents}</a>
      </form>
    </main>
  )
}
