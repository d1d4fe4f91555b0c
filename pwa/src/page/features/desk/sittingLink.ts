/* The sitting's line to the server: what the other side shows, whether it is there, whether she agreed. */
import { useEffect, useRef, useState } from "preact/hooks"
import type { ShownIn, SittingIn, SittingOut } from "../../../core/contract/openapi.gen.ts"
import type { Result } from "../../../core/contract/result.ts"
import { sittings } from "./counterApi.ts"
import { sentence } from "./say.ts"
import type { SittingDraft } from "./sittingDraft.ts"

const LOOK = 2000
const TYPING = 350

export interface Link {
  readonly standing: SittingOut | undefined
  /** The server does not answer; what was typed is here and goes on as soon as it does. */
  readonly cut: boolean
  readonly trouble: string | undefined
  readonly heard: (answer: Result<SittingOut>) => void
  /** Brings the other side up to date now: what follows is about what stands there. */
  readonly settle: () => Promise<void>
}

/** What a line needs of a sitting. */
export type Seated = Pick<SittingDraft, "sitting_id" | "unit_id" | "procedure" | "token" | "ticket_id" | "after">

const beginning = ({ sitting_id, unit_id, procedure, token, ticket_id, after }: Seated): SittingIn => ({
  ...{ sitting_id, unit_id, procedure_code: procedure, token, ticket_id: ticket_id ?? null, after: after ?? null },
})

/** Keeps the other side as it should be: what is typed goes there shortly after, and again once a cut line is back. */
export function useLink(draft: Seated, shown: ShownIn | undefined): Link {
  const [standing, setStanding] = useState<SittingOut>()
  const [cut, setCut] = useState(false)
  const [trouble, setTrouble] = useState<string>()
  const wanted = JSON.stringify(shown ?? null)
  const there = useRef<string | undefined>(undefined)
  const begun = useRef<Promise<Result<SittingOut>>>(undefined)
  const heard = (answer: Result<SittingOut>): void => {
    setCut(!answer.ok && (answer.code === "offline" || (answer.status ?? 0) >= 500))
    setTrouble(answer.ok || answer.code === "offline" ? undefined : sentence(answer))
    if (answer.ok) setStanding(answer.value)
  }
  const step = async (): Promise<void> => {
    const { sitting_id } = draft
    if (begun.current === undefined) {
      // two turns at once begin it once
      begun.current = sittings.begin(beginning(draft))
      const answer = await begun.current
      if (!answer.ok) begun.current = undefined
      heard(answer)
    }
    if (!(await begun.current)?.ok) return
    const late = there.current !== wanted && shown !== undefined
    const answer = late ? await sittings.show(sitting_id, shown) : await sittings.read(sitting_id)
    if (late && answer.ok) there.current = wanted
    heard(answer)
  }
  const turn = useRef(step)
  turn.current = step
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text to show is another turn
  useEffect(() => {
    const soon = setTimeout(() => void turn.current(), TYPING)
    return () => clearTimeout(soon)
  }, [wanted])
  useEffect(() => {
    const clock = setInterval(() => void turn.current(), LOOK)
    return () => clearInterval(clock)
  }, [])
  return { standing, cut, trouble, heard, settle: () => turn.current() }
}
