import { useEffect, useState } from "preact/hooks"
import type { SignInWaysOut } from "../../../core/contract/openapi.gen.ts"
import { useServer } from "../../app/client.ts"
import { navigate } from "../../app/router.ts"
import { common } from "../../i18n/common.ts"
import { Button } from "../../ui/Button.tsx"
import { Mark } from "../../ui/Mark.tsx"
import { desk, lacks as lackOf } from "./api.ts"
import { Again, Second } from "./Door.tsx"
import { forgetAll } from "./kept.ts"
import { Line } from "./Line.tsx"
import { known, remember } from "./proving.ts"
import { sentence } from "./say.ts"
import { trusted } from "./trustApi.ts"
import { trust } from "./words-trust.ts"
import { t } from "./words.ts"

function Password({ onIn }: { onIn: (second: string) => void }) {
  const [username, setUsername] = useState("")
  const [password, setPassword] = useState("")
  const [why, setWhy] = useState("")
  const [busy, setBusy] = useState(false)
  const enter = async (): Promise<void> => {
    if (!username.trim() || !password) return void setWhy(t().typeBoth)
    setBusy(true)
    const found = await desk.signIn(username.trim(), password)
    setBusy(false)
    if (found.ok) onIn(lackOf(found.value))
    else setWhy(sentence(found))
  }
  return (
    <form
      class="lock__form"
      onSubmit={(event) => {
        event.preventDefault()
        void enter()
      }}
    >
      <h1>{t().signInTitle}</h1>
      <p class="muted">{t().signInMore}</p>
      <Line label={t().username} value={username} onType={setUsername} complete="username" />
      <Line label={t().password} value={password} onType={setPassword} type="password" complete="current-password" error={why} />
      <Button kind="main" wide busy={busy} onPress={() => void enter()}>
        {t().signIn}
      </Button>
      <input type="submit" class="vh" tabIndex={-1} aria-hidden="true" value={t().signIn} />
    </form>
  )
}

function useWays(): SignInWaysOut | undefined {
  const [ways, setWays] = useState<SignInWaysOut>()
  useEffect(() => {
    void trusted.ways().then((got) => got.ok && setWays(got.value))
  }, [])
  return ways
}

/** The way through the identity provider, and back from it. */
function ByVneid({ name, onIn }: { name: string; onIn: (second: string) => void }) {
  const [why, setWhy] = useState("")
  const [busy, setBusy] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: one return, one try; a code is good once
  useEffect(() => {
    const came = new URLSearchParams(location.search)
    const state = came.get("state") ?? ""
    if (!state.startsWith("d.")) return
    navigate("/ban", { replace: true })
    setBusy(true)
    void desk.signInByVneid({ state, code: came.get("code") ?? "", error: came.get("error") ?? "" }).then((found) => {
      setBusy(false)
      if (found.ok) onIn(lackOf(found.value))
      else setWhy(sentence(found))
    })
  }, [])
  const go = async (): Promise<void> => {
    setBusy(true)
    const begun = await trusted.beginVneid()
    if (begun.ok) return void location.assign(begun.value.url)
    setBusy(false)
    setWhy(sentence(begun))
  }
  return (
    <>
      <Button wide busy={busy} onPress={() => void go()}>
        {trust().byProvider(name)}
      </Button>
      {why && (
        <p class="d-line__why" role="alert">
          {why}
        </p>
      )}
    </>
  )
}

/** The office's door: name and password, then a code where the role needs one. `second` is what a session still lacks. */
export function SignIn({ second }: { second: string }) {
  const [lacks, setLacks] = useState(second)
  const [before, setBefore] = useState(known)
  const demo = useServer()?.demo === true
  const ways = useWays()
  const on = (more: string): void => {
    setLacks(more)
    if (!more) void desk.enter()
  }
  const other = (): void => {
    forgetAll()
    remember(undefined)
    setBefore(undefined)
  }
  return (
    <main class="d-door" id="main" tabIndex={-1}>
      <div class="card d-door__card">
        <span class="d-door__mark">
          <Mark />
        </span>
        {demo && <p class="desk__demo">{common().demo}</p>}
        {lacks && <Second second={lacks} onDone={() => void desk.enter()} />}
        {!lacks && before && <Again name={before.name} username={before.username} onDone={() => undefined} onOther={other} />}
        {!lacks && !before && <Password onIn={on} />}
        {!lacks && ways?.provider && <ByVneid name={ways.provider} onIn={on} />}
        {demo && ways?.second_factor === false && <p class="small muted">{trust().demoOff}</p>}
        {lacks ? (
          <button type="button" class="code__other" onClick={() => void desk.signOut().then(() => setLacks(""))}>
            {t().signOut}
          </button>
        ) : (
          <a href="/">{t().toResidents}</a>
        )}
      </div>
    </main>
  )
}
