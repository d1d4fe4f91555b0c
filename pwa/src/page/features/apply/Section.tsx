import { useState } from "preact/hooks"
import type { Problem, SectionDef } from "../../../core/domain/forms/index.ts"
import { useClient } from "../../app/client.ts"
import { common } from "../../i18n/common.ts"
import { bytes } from "../../i18n/format.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Hear } from "../../ui/Hear.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { dataIcon } from "../../ui/icons-work.ts"
import { Errors } from "./Errors.tsx"
import { Frame, type StepFrame } from "./Frame.tsx"
import { PhoneStep } from "./PhoneStep.tsx"
import { sectionOf } from "../../form/steps.ts"
import { t } from "./words.ts"

interface Props extends StepFrame {
  section: SectionDef
  onNext: () => void
}

/** One section a page. Going on with something wrong shows the list first; holes may be left for later. */
export function Section({ section, onNext, ...frame }: Props) {
  const { filling } = frame
  const [tries, setTries] = useState(0)
  const problems = (): Problem[] => filling.seen.errors.filter((problem) => sectionOf(filling.form, problem) === section.key)
  const photos = section.fields.some((field) => field.type === "attachment")
  const next = (): void => {
    if (problems().length > 0) setTries(tries + 1)
    else onNext()
  }
  return (
    <Frame
      {...frame}
      title={say(section.title)}
      action={
        <Button kind="main" onPress={next}>
          {photos && filling.draft.files.length > 0 ? t().sendLater : common().next}
        </Button>
      }
    >
      {tries > 0 && <Errors filling={filling} problems={problems()} tries={tries} onSkip={onNext} />}
      <div class="title tight">
        <h1>{say(section.title)}</h1>
        {section.intro && <p>{say(section.intro)}</p>}
        {photos && <p>{t().photosHow}</p>}
        <Hear label={t().hearQuestions} />
      </div>
      <div class="questions">
        <PhoneStep section={section} filling={filling} tried={tries > 0} />
      </div>
      {photos && <Data filling={filling} />}
    </Frame>
  )
}

/** What the photos weigh, and the choice to let them wait for Wi-Fi. */
function Data({ filling }: Pick<StepFrame, "filling">) {
  const { preferences } = useClient()
  const [wifi, setWifi] = useState(() => preferences.get().wifi_only)
  const size = filling.draft.files.reduce((sum, file) => sum + file.size, 0)
  return (
    <Card list>
      <label class="switch">
        <span>
          <b>{t().wifiOnly}</b>
          <small>{t().wifiNote}</small>
        </span>
        <input
          type="checkbox"
          role="switch"
          checked={wifi}
          aria-checked={wifi}
          onChange={(event) => {
            setWifi(event.currentTarget.checked)
            preferences.set({ wifi_only: event.currentTarget.checked })
          }}
        />
      </label>
      {size > 0 && (
        <p class="line muted inset">
          <Icon d={dataIcon} small />
          {t().dataWill}
          <span class="num">{bytes(size)}</span>
        </p>
      )}
    </Card>
  )
}
