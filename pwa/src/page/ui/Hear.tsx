import { useEffect, useState } from "preact/hooks"
import { common } from "../i18n/common.ts"
import { lang } from "../i18n/lang.ts"
import { Icon } from "./Icon.tsx"
import { speakIcon } from "./icons.ts"

/** What is pressed, typed or drawn is not read out; neither is what another reader already knows. */
const SILENT = "button, input, select, textarea, nav, svg, dialog, [aria-hidden=true], [hidden], [data-silent]"

/** Promises what stands on a part of the page, sentence by sentence, as a person would read it. */
function sentences(root: Element): string[] {
  const found: string[] = []
  for (const element of root.querySelectorAll("h1, h2, h3, p, li, dt, dd, legend, label, summary, b, small")) {
    if (element.closest(SILENT) || element.querySelector("h1, h2, h3, p, li, dt, dd, b, small")) continue
    const text = element.textContent.replace(/\s+/g, " ").trim()
    if (text && found.at(-1) !== text) found.push(text)
  }
  return found
}

function voice(): SpeechSynthesisVoice | undefined {
  return typeof speechSynthesis === "undefined"
    ? undefined
    : speechSynthesis.getVoices().find((each) => each.lang.toLowerCase().startsWith(lang()))
}

/** Whether this phone can speak the present language; voices arrive late on many phones. */
function useVoice(): SpeechSynthesisVoice | undefined {
  const [found, setFound] = useState(voice)
  useEffect(() => {
    if (typeof speechSynthesis === "undefined") return
    const look = (): void => setFound(voice())
    look()
    speechSynthesis.addEventListener("voiceschanged", look)
    return () => speechSynthesis.removeEventListener("voiceschanged", look)
  }, [])
  return found
}

function stopSpeaking(): void {
  if (typeof speechSynthesis !== "undefined") speechSynthesis.cancel()
}

/** Reads a part of the page aloud, sentence by sentence. Not there at all where the phone has no voice for it. */
export function Hear({ label, of = "main" }: { label?: string; of?: string }) {
  const found = useVoice()
  const [speaking, setSpeaking] = useState(false)
  useEffect(() => () => stopSpeaking(), [])
  if (found === undefined) return null
  const press = (): void => {
    speechSynthesis.cancel()
    if (speaking) return void setSpeaking(false)
    const root = document.querySelector(of)
    const read = root ? sentences(root) : []
    read.forEach((text, n) => {
      const words = new SpeechSynthesisUtterance(text)
      words.voice = found
      words.lang = found.lang
      words.rate = 0.95
      if (n === read.length - 1) words.onend = () => setSpeaking(false)
      speechSynthesis.speak(words)
    })
    setSpeaking(read.length > 0)
  }
  return (
    <button type="button" class="hear" aria-pressed={speaking} onClick={press}>
      <Icon d={speakIcon} />
      {speaking ? common().stopHearing : (label ?? common().hear)}
    </button>
  )
}
