/* Frames read off a phone become one transfer, and go to the server once all of them are here. What was read and could not be sent
   stays on this computer, also over a reload. */
import { useRef, useState } from "preact/hooks"
import type { ScannedOut } from "../../../core/contract/openapi.gen.ts"
import { base64url } from "../../../core/domain/base64url.ts"
import { type Collected, Collector, transferName } from "../../../core/domain/frames.ts"
import { desk } from "./api.ts"
import { forget, useKept } from "./kept.ts"
import { sentence } from "./say.ts"
import { scanned as t } from "./words-scan.ts"

const KEPT = "scan"

export interface Scanning {
  /** How far the phone that is before the camera is. */
  readonly now: Collected | undefined
  /** What to do about what was just read. */
  readonly trouble: string | undefined
  readonly sending: boolean
  /** All of it was read, and it could not be sent. */
  readonly unsent: boolean
  /** What came of everything scanned here, the last one first. */
  readonly done: readonly ScannedOut[]
  readonly hear: (text: string) => void
  readonly retry: () => void
  readonly letGo: () => void
}

/** Hands a transfer to the server; until that has an answer it is kept. */
function useSending(onTrouble: (why: string | undefined) => void): Pick<Scanning, "sending" | "unsent" | "done" | "retry" | "letGo"> & {
  readonly take: (sealed: string) => Promise<void>
} {
  const [sending, setSending] = useState(false)
  const [done, setDone] = useState<readonly ScannedOut[]>([])
  const [kept, keep] = useKept(KEPT)
  const held = kept["sealed"] ?? ""
  const drop = (): void => {
    keep("sealed", "")
    forget(KEPT)
  }
  const take = async (sealed: string): Promise<void> => {
    keep("sealed", sealed)
    setSending(true)
    const answer = await desk.scan(sealed)
    setSending(false)
    onTrouble(answer.ok ? undefined : sentence(answer))
    if (answer.ok) setDone((old) => [...answer.value.items.filter((item) => item.kind === "dossier.submit"), ...old])
    // refused for what it is: sending it again helps nobody
    if (answer.ok || answer.status === 422) drop()
  }
  const letGo = (): void => {
    drop()
    onTrouble(undefined)
  }
  return { sending, done, take, letGo, unsent: held !== "" && !sending, retry: () => void take(held) }
}

export function useScanning(): Scanning {
  const collector = useRef(new Collector())
  const busy = useRef(false)
  const [now, setNow] = useState<Collected>()
  const [trouble, setTrouble] = useState<string>()
  const { take, ...sent } = useSending(setTrouble)

  const finish = async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    busy.current = true
    if (transferName(await crypto.subtle.digest("SHA-256", bytes)) === name) {
      collector.current.close(name)
      await take(base64url(bytes.buffer))
    } else {
      collector.current.drop(name)
      setTrouble(t().broken)
    }
    setNow(undefined)
    busy.current = false
  }

  const hear = (text: string): void => {
    if (busy.current) return
    const heard = collector.current.add(text)
    if (heard === "other") setTrouble(t().notOurs)
    if (heard === "damaged") setTrouble(t().damaged)
    if (heard !== "new") return
    setTrouble(undefined)
    const { present, whole } = collector.current
    setNow(present)
    if (present !== undefined && whole !== undefined) void finish(present.name, whole)
  }
  return { ...sent, now, trouble, hear }
}
