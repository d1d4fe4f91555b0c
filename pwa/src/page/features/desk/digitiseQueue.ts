/* Files on their way to be taken apart, one after the other; a cut network lets them wait, a bad one is named and left out. */
import { useEffect, useRef, useState } from "preact/hooks"
import type { FileOut } from "../../../core/contract/openapi.gen.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { digitising } from "./digitiseApi.ts"
import { sentence } from "./say.ts"

interface Waiting {
  readonly id: string
  readonly file: File
}

export interface Refused {
  readonly id: string
  readonly name: string
  readonly why: string
}

export interface Queue {
  readonly sending: string | undefined
  readonly unsent: number
  readonly refused: readonly Refused[]
  readonly add: (files: readonly File[]) => void
  readonly again: () => void
  readonly dismiss: () => void
}

const TAKEN = /\.(pdf|tiff?|jpe?g|png|webp|hei[cf])$/i

/** Of a scanner's folder what may be papers, in the order of their names. */
export const papersIn = (files: readonly File[]): File[] =>
  files.filter((file) => TAKEN.test(file.name)).sort((one, other) => one.name.localeCompare(other.name, "vi", { numeric: true }))

export function useQueue(onFile: (file: FileOut) => void): Queue {
  const waiting = useRef<Waiting[]>([])
  const busy = useRef(false)
  const [sending, setSending] = useState<string>()
  const [unsent, setUnsent] = useState(0)
  const [refused, setRefused] = useState<readonly Refused[]>([])
  const run = async (): Promise<void> => {
    if (busy.current) return
    busy.current = true
    setUnsent(0)
    for (let next = waiting.current[0]; next; next = waiting.current[0]) {
      setSending(next.file.name)
      const { id, file } = next
      const done = await digitising.take(id, file)
      // without a network, or with a server that rests, it waits: it was not refused
      if (!done.ok && (done.code === "offline" || done.code === "unavailable")) break
      waiting.current = waiting.current.filter((each) => each.id !== id)
      if (done.ok) onFile(done.value)
      else setRefused((old) => [...old, { id, name: file.name, why: sentence(done) }])
    }
    busy.current = false
    setSending(undefined)
    setUnsent(waiting.current.length)
  }
  useEffect(() => {
    const back = (): void => void run()
    addEventListener("online", back)
    return () => removeEventListener("online", back)
  })
  return {
    sending,
    unsent,
    refused,
    add: (files) => {
      waiting.current = [...waiting.current, ...files.map((file) => ({ id: uuid7(), file }))]
      void run()
    },
    again: () => void run(),
    dismiss: () => setRefused([]),
  }
}
