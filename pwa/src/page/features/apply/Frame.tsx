import type { ComponentChildren } from "preact"
import { useState } from "preact/hooks"
import { Screen } from "../../app/Screen.tsx"
import { common } from "../../i18n/common.ts"
import { time } from "../../i18n/format.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { phoneIcon, warnIcon } from "../../ui/icons.ts"
import { Stepper } from "../../ui/Stepper.tsx"
import { Clashes } from "./Clashes.tsx"
import { DropDraft } from "./DropDraft.tsx"
import type { Saved, Filling } from "./filling.ts"
import { MaybePrivate } from "./MaybePrivate.tsx"
import { News } from "./News.tsx"
import { typedText } from "./typed.ts"
import { t } from "./words.ts"
import { t as drafts } from "./words-drafts.ts"

/** What every step of filling is told. */
export interface StepFrame {
  filling: Filling
  at: number
  of: number
  /** The procedure's name. */
  name: string
  /** The step before, if any. */
  before: string | undefined
  quiet: boolean
}

interface Props extends StepFrame {
  title: string
  action: ComponentChildren
  children: ComponentChildren
}

/** The frame of a step: where we are, a way back, a way out, and whether it is kept. */
export function Frame({ filling, at, of, name, before, quiet, title, action, children }: Props) {
  const { draft, saved } = filling
  const back = before === undefined ? `/thu-tuc/${draft.procedure}` : `/lam/${draft.id}/${before}`
  return (
    <Screen
      title={title}
      back={{ href: back, label: before === undefined ? common().back : t().previous }}
      tool={
        <a class="tool leave" href="/">
          {t().leave}
        </a>
      }
      quiet={quiet}
      kind="fill"
      action={
        <>
          {action}
          <SavedLine saved={saved} />
        </>
      }
    >
      <Stepper at={at} of={of} name={name} />
      {saved.state === "failed" && (
        <Banner kind="wait" icon={warnIcon} live tight>
          {saved.code === "draft_ended" ? (
            <>
              {drafts().ended} <a href="/ho-so">{drafts().toKept}</a>
            </>
          ) : (
            <>
              {saved.code === "storage_full" ? t().cannotKeep : t().notSaved}
              <CopyTyped filling={filling} />
            </>
          )}
        </Banner>
      )}
      {at > 0 && <News filling={filling} />}
      <Clashes filling={filling} />
      {before === undefined && <MaybePrivate />}
      {children}
      {before === undefined && <DropDraft filling={filling} />}
    </Screen>
  )
}

/** What was typed, question by question, for a note or a message: the page may be all that holds it. */
function CopyTyped({ filling }: { filling: Filling }) {
  const [copied, setCopied] = useState(false)
  const copy = (): void => {
    const text = typedText(filling.form, filling.draft.answers)
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <Button wide onPress={copy}>
      {copied ? t().copiedText : t().copyText}
    </Button>
  )
}

/** "Đã lưu trên máy lúc 09:41": said once a minute at most, so that a reader is not interrupted by every letter. */
function SavedLine({ saved }: { saved: Saved }) {
  if (saved.state === "failed") return null
  return (
    <p class="saved" role="status">
      <Icon d={phoneIcon} small />
      {saved.state === "saved" ? common().savedAt(time(saved.at)) : common().savedHere}
    </p>
  )
}
