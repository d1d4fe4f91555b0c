import { states, type StateName } from "../i18n/states.ts"
import { Chip, type ChipKind } from "./Card.tsx"
import { clockIcon, doneIcon, folderIcon, pauseIcon, penIcon, phoneIcon, sendIcon, stopIcon } from "./icons.ts"

const looks: Record<StateName, readonly [ChipKind, string]> = {
  draft: ["plain", penIcon],
  only_here: ["phone", phoneIcon],
  awaiting_files: ["sent", sendIcon],
  submitted: ["sent", sendIcon],
  received: ["done", folderIcon],
  appraising: ["plain", clockIcon],
  approving: ["plain", clockIcon],
  confirming: ["mend", penIcon],
  signing: ["plain", clockIcon],
  ready: ["done", doneIcon],
  returned: ["done", doneIcon],
  refused: ["mend", stopIcon],
  stopped: ["mend", stopIcon],
  withdrawn: ["plain", stopIcon],
  merged: ["sent", folderIcon],
  awaiting_supplement: ["mend", pauseIcon],
  awaiting_payment: ["mend", clockIcon],
}

/** A dossier's state as a chip: always a drawing, a colour and words together. */
export function StateChip({ state }: { state: StateName }) {
  const [kind, icon] = looks[state]
  return (
    <Chip kind={kind} icon={icon}>
      {states()[state]}
    </Chip>
  )
}
