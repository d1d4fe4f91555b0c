import "./storage.css"
import { useCallback, useEffect, useState } from "preact/hooks"
import { Screen } from "../../app/Screen.tsx"
import { type Comeback, phone, type StorageState } from "../../offline/phone.ts"
import { Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { useClient } from "../../app/client.ts"
import { Elsewhere, Finish } from "./Elsewhere.tsx"
import { InAppCard } from "./InAppCard.tsx"
import { LostCard } from "./LostCard.tsx"
import { Room } from "./Room.tsx"
import { t } from "./words.ts"
import { Banner } from "../../ui/Banner.tsx"

interface Found {
  readonly state: StorageState
  readonly comeback: Comeback
}

/** What this phone keeps and how safe it is there; after a loss, what happened and what can be had back. */
export default function StoragePage() {
  const { store } = useClient()
  const notice = useWatch(phone().storage.notice)
  const [found, setFound] = useState<Found>()
  const [took, setTook] = useState<number>()
  const load = useCallback(() => {
    void Promise.all([phone().storage.state(), phone().storage.comeback()]).then(([state, comeback]) => setFound({ state, comeback }))
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another notice means other facts
  useEffect(() => {
    load()
    const stops = (["drafts", "dossiers", "outbox"] as const).map((shelf) => store.watch(shelf, load))
    return () => {
      for (const stop of stops) stop()
    }
  }, [load, store, notice])
  return (
    <Screen title={t().title} back={{ href: "/toi" }} place="me" quiet>
      <div class="title">
        <h1>{t().title}</h1>
        <p>{t().intro}</p>
      </div>
      {took !== undefined && (
        <Banner kind="done" live>
          {t().tookBack(took)}
        </Banner>
      )}
      {found === undefined ? <Skeleton rows={3} /> : <Parts {...found} notice={notice} onChange={load} onTook={setTook} />}
    </Screen>
  )
}

interface Hands {
  notice: string | undefined
  onChange: () => void
  onTook: (dossiers: number) => void
}

function Parts({ state, comeback, notice, onChange, onTook }: Found & Hands) {
  return (
    <>
      {(notice === "lost" || comeback.lost !== undefined) && <LostCard comeback={comeback} onTook={onTook} />}
      {state.in_app && <InAppCard inApp={state.in_app} />}
      {state.private_window === "yes" && (
        <Banner kind="wait">
          <b>{t().privateTitle}</b> {t().private}
        </Banner>
      )}
      {notice === "finish_in_app" && <Finish />}
      <Elsewhere comeback={comeback} />
      <Room state={state} onChange={onChange} />
    </>
  )
}
