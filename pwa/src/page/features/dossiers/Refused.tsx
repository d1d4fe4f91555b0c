import { say } from "../../i18n/lang.ts"
import { dateTime } from "../../i18n/format.ts"
import { phone, type RefusedAct } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { t } from "./words.ts"

/** A withdrawal, or a word on a draft, that the office did not take: why, how the dossier stands now, and what was written, which is not lost. */
export function Refused({ act, state }: { act: RefusedAct; state: string }) {
  return (
    <Banner kind="wait">
      <p>
        <b>{act.kind === "dossier.confirm" ? t().refusedWord : t().refusedTitle}</b>{" "}
        {act.say && say({ vi: act.say.vi, en: act.say.en ?? undefined })}
      </p>
      <p>{t().refusedState(state)}</p>
      <p class="small">
        {act.text ? t().refusedText(dateTime(act.made_at)) : t().refusedAt(dateTime(act.made_at))} {act.text && <q>{act.text}</q>}
      </p>
      <Button kind="quiet" onPress={() => void phone().dossiers.letGo(act.op_id)}>
        {t().refusedLetGo}
      </Button>
    </Banner>
  )
}
