import { useEffect, useRef, useState } from "preact/hooks"
import { useClient } from "../../app/client.ts"
import { focusOn, here, navigate } from "../../app/router.ts"
import type { PageProps } from "../../app/routes.ts"
import { Screen } from "../../app/Screen.tsx"
import { common } from "../../i18n/common.ts"
import { say } from "../../i18n/lang.ts"
import { ButtonLink } from "../../ui/Button.tsx"
import { folderIcon } from "../../ui/icons.ts"
import { Empty, NotHere, Skeleton } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"
import { ChangeStep } from "./ChangeStep.tsx"
import { CheckStep } from "./CheckStep.tsx"
import { type Filling, type Opened, useFilling, useOpened } from "./filling.ts"
import { FreshStep } from "./FreshStep.tsx"
import { isNews, useChanges } from "./newer.ts"
import { CAMERA } from "./PaperField.tsx"
import { idOf } from "../../form/paths.ts"
import { Section } from "./Section.tsx"
import { SendStep } from "./SendStep.tsx"
import { CHANGES, CHECK, FRESH, nextOf, placeOf, SEND, stepsOf } from "../../form/steps.ts"
import { t } from "./words.ts"
import "./apply.css"

/** Filling in one draft: a section a page, then the check, then the sending. */
export default function FillPage({ params, search }: PageProps) {
  const opening = useOpened(params["draft"] ?? "")
  if (opening.state === "open") return <Filled opened={opening.opened} step={params["step"]} back={search.get("ve") ?? undefined} />
  if (opening.state === "sent") return <Sent dossier={opening.dossier_id} />
  return (
    <Screen title={t().starting} back={{ href: "/", label: common().home }}>
      <h1 class="vh">{t().starting}</h1>
      {opening.state === "opening" && <Skeleton title rows={3} />}
      {opening.state === "no_form" && (
        <NotHere>
          <b>{t().notHere}</b>
          <span>{t().notHereMore}</span>
        </NotHere>
      )}
      {opening.state === "gone" && (
        <Empty icon={folderIcon} title={t().gone} actions={<ButtonLink href="/ho-so">{t().toDossiers}</ButtonLink>}>
          {t().goneMore}
        </Empty>
      )}
    </Screen>
  )
}

/** A draft that was sent has a slip instead. */
function Sent({ dossier }: { dossier: string }) {
  useEffect(() => navigate(`/phieu/${dossier}`, { replace: true }), [dossier])
  return null
}

function Filled({ opened, step, back }: { opened: Opened; step: string | undefined; back: string | undefined }) {
  const filling = useFilling(opened)
  const { sync } = useClient()
  const travelling = useWatch(sync).kind === "sending"
  if (filling === undefined) {
    return (
      <Screen title={t().starting} back={{ href: "/", label: common().home }}>
        <h1 class="vh">{t().starting}</h1>
        <Skeleton title rows={3} />
      </Screen>
    )
  }
  return <Step filling={filling} step={step} back={back} quiet={!travelling} />
}

interface StepProps {
  filling: Filling
  step: string | undefined
  back: string | undefined
  quiet: boolean
}

function Step({ filling: opened, step, back, quiet }: StepProps) {
  const changes = useChanges(opened)
  const filling = { ...opened, news: isNews(changes) }
  const steps = stepsOf(filling.form, filling.seen)
  const { draft } = filling
  useResume(filling, step, steps)
  const now = step ?? draft.at.section
  const name = filling.procedure ? say(filling.procedure.name) : say(filling.form.title)
  // what changed is seen from where she was, and leads back there
  const aside = now === CHANGES || now === FRESH
  const at = placeOf(steps, aside ? draft.at.section : now)
  const frame = { filling, at: at + 1, of: steps.length, name, quiet, before: steps[aside ? at : at - 1] }
  const go = (next: string): void => navigate(`/lam/${draft.id}/${next}`)
  if (now === CHANGES && filling.news) return <ChangeStep {...frame} changes={changes} />
  if (now === FRESH) return <FreshStep {...frame} onNext={() => go(CHECK)} />
  if (now === CHECK || now === CHANGES) return <CheckStep {...frame} onNext={() => go(filling.news ? CHANGES : SEND)} />
  // what changed is seen before anything is sent
  if (now === SEND && filling.news) return <ChangeStep {...frame} changes={changes} />
  if (now === SEND) return <SendStep {...frame} />
  const section = filling.form.sections.find((each) => each.key === steps[at])
  return section ? <Section key={now} {...frame} section={section} onNext={() => go(back ?? nextOf(steps, now))} /> : null
}

/** An address without a step, or with one that is gone, leads to where the draft was left; the first time also to the field. */
function useResume(filling: Filling, step: string | undefined, steps: readonly string[]): void {
  const { draft } = filling
  const known = step !== undefined && (steps.includes(step) || step === CHANGES || step === FRESH)
  const [first] = useState(() => draft.at)
  const fresh = useRef(here.get().by === "open" || step === undefined)
  useEffect(() => {
    if (!known) navigate(`/lam/${draft.id}/${steps[placeOf(steps, first.section)] ?? CHECK}`, { replace: true })
  }, [known, draft.id, steps, first.section])
  useEffect(() => {
    if (!known || !fresh.current) return
    fresh.current = false
    const path = first.field?.replace(CAMERA, "")
    // after the screen has put the focus at its title
    if (path !== undefined && first.section === step) setTimeout(() => focusOn(idOf(path)), 60)
  }, [known, step, first])
}
