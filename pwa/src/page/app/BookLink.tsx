import { useEffect, useState } from "preact/hooks"
import type { DoorOut } from "../../core/contract/openapi.gen.ts"
import { clockIcon } from "../ui/icons.ts"
import { ButtonLink } from "../ui/Button.tsx"

/** The way to an appointment at a counter, where it makes any; nothing where it does not, or nobody can be asked. */
export function BookLink({ slug, procedure, label }: { slug: string; procedure: string; label: string }) {
  const [books, setBooks] = useState(false)
  useEffect(() => {
    let wanted = true
    setBooks(false)
    const look = async (): Promise<void> => {
      const answer = await fetch(`/api/queue/${encodeURIComponent(slug)}`, { credentials: "omit" })
      const door = answer.ok ? ((await answer.json()) as DoorOut) : undefined
      if (wanted && door?.books === true) setBooks(true)
    }
    if (navigator.onLine) look().catch(() => undefined)
    return () => {
      wanted = false
    }
  }, [slug])
  if (!books) return null
  return (
    <ButtonLink icon={clockIcon} href={`/hen/${slug}?thu-tuc=${encodeURIComponent(procedure)}`}>
      {label}
    </ButtonLink>
  )
}
