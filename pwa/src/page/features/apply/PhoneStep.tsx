import { useState } from "preact/hooks"
import type { SectionDef } from "../../../core/domain/forms/index.ts"
import type { Filling } from "./filling.ts"
import { NoRoom } from "./NoRoom.tsx"
import { CAMERA, PaperField } from "./PaperField.tsx"
import { SectionStep } from "../../form/SectionStep.tsx"

interface Props {
  section: SectionDef
  filling: Filling
  tried: boolean
}

/** The questions of one section on a phone, whose papers are photographed and kept there. */
export function PhoneStep({ section, filling, tried }: Props) {
  // seen before the focus moves on and notes another place
  const [cut] = useState(() => filling.draft.at.field)
  return (
    <>
      {section.fields.some((field) => field.type === "attachment") && <NoRoom />}
      <SectionStep
        section={section}
        filling={filling}
        tried={tried}
        paper={(asked) => (
          <PaperField key={asked.path} {...asked} section={section.key} filling={filling} cutShort={cut === `${CAMERA}${asked.path}`} />
        )}
      />
    </>
  )
}
