import { useEffect, useRef, useState } from "preact/hooks"
import { words } from "../i18n/words.ts"
import { Banner } from "./Banner.tsx"
import { readPicture, reader } from "./reading.ts"
import "./form.css"

const t = words(
  {
    starting: "Đang mở camera",
    refused: "Máy chưa cho dùng camera. Mở cài đặt của trình duyệt, cho phép camera rồi thử lại; hoặc chọn ảnh có sẵn.",
    none: "Máy này không có camera. Chọn ảnh có mã để đọc.",
    picture: "Chọn ảnh có mã",
    unread: "Ảnh này không đọc được mã nào. Chọn ảnh rõ hơn.",
  },
  {
    starting: "Opening the camera",
    refused: "The camera is not allowed. Allow it in the browser's settings and try again, or choose a picture.",
    none: "This device has no camera. Choose a picture of the code.",
    picture: "Choose a picture of the code",
    unread: "No code could be read in this picture. Choose a clearer one.",
  },
)

/** A frame is looked at this often, in milliseconds. */
const PACE = 150

type State = "starting" | "running" | "refused" | "none"

const pause = (wait: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, wait)
  })

/** Opens the back camera into the video until the returned function is called. */
function watchCamera(video: HTMLVideoElement, onText: (text: string) => void, onState: (state: State) => void): () => void {
  const ended = new AbortController()
  const over = (): boolean => ended.signal.aborted
  const run = async (): Promise<void> => {
    const read = reader()
    const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 1280 } }
    const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false })
    const close = (): void => {
      for (const track of stream.getTracks()) track.stop()
    }
    if (over()) return void close()
    ended.signal.addEventListener("abort", close)
    video.srcObject = stream
    await video.play()
    onState("running")
    const look = await read
    while (!over()) {
      const texts = video.readyState >= 2 ? await look(video) : []
      for (const text of texts) if (!over()) onText(text)
      await pause(PACE)
    }
  }
  run().catch((error: unknown) => {
    if (over()) return
    ended.abort()
    onState(error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "none")
  })
  return () => ended.abort()
}

/** Reads QR codes with the camera, or from a picture; every text read is handed over, also twice. */
export function Scanner({ onText, hint }: { onText: (text: string) => void; hint: string }) {
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<State>("starting")
  const [unread, setUnread] = useState(false)
  const heard = useRef(onText)
  heard.current = onText
  useEffect(() => {
    const element = video.current
    // no camera interface at all: an old browser, or a page without https
    if (element === null || !("mediaDevices" in navigator)) return void setState("none")
    return watchCamera(element, (text) => heard.current(text), setState)
  }, [])
  const pick = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    const texts = await readPicture(file).catch((): string[] => [])
    setUnread(texts.length === 0)
    for (const text of texts) heard.current(text)
  }
  return (
    <div class="fields">
      <div class="scanner" hidden={state === "refused" || state === "none"}>
        <video ref={video} muted playsInline aria-label={hint} />
      </div>
      {state === "starting" && <p role="status">{t().starting}</p>}
      {state === "running" && <p role="status">{hint}</p>}
      {(state === "refused" || state === "none") && (
        <Banner kind="wait" live>
          {t()[state]}
        </Banner>
      )}
      <label class="btn">
        <input class="vh" type="file" accept="image/*" onChange={(event) => void pick(event.currentTarget.files?.[0])} />
        {t().picture}
      </label>
      {unread && (
        <Banner kind="wait" live>
          {t().unread}
        </Banner>
      )}
    </div>
  )
}
