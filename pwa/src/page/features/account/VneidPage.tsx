import "./account.css"
import { useEffect, useState } from "preact/hooks"
import { navigate } from "../../app/router.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { phone } from "../../offline/phone.ts"
import { ButtonLink } from "../../ui/Button.tsx"
import { Failed, Skeleton } from "../../ui/States.tsx"
import { sentence } from "./say.ts"
import { vneid as t } from "./words-vneid.ts"

/** Where the identity provider sends people back: on a phone she is signed in here, at a desk the office's door goes on. */
export default function VneidPage({ search }: PageProps) {
  const [why, setWhy] = useState("")
  // biome-ignore lint/correctness/useExhaustiveDependencies: one return, one try; a code is good once
  useEffect(() => {
    const came = { state: search.get("state") ?? "", code: search.get("code") ?? "", error: search.get("error") ?? "" }
    if (came.state.startsWith("d.")) return void navigate(`/ban?${search.toString()}`, { replace: true })
    void phone()
      .account.signInWithVneid(came)
      .then((done) => {
        if (done.ok) navigate("/toi", { replace: true })
        else setWhy(sentence(done))
      })
  }, [])
  return (
    <Screen title={t().title} back={{ href: "/toi", label: t().me }} barTitle={t().title} place="me">
      {why ? (
        <>
          <h1>{t().failed}</h1>
          <Failed title={why}>{t().kept}</Failed>
          <ButtonLink kind="main" wide href="/toi">
            {t().again}
          </ButtonLink>
        </>
      ) : (
        <>
          <h1>{t().title}</h1>
          <p role="status">{t().wait}</p>
          <Skeleton rows={2} />
        </>
      )}
    </Screen>
  )
}
