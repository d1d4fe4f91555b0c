import { useState } from "preact/hooks"
import type { ScannedOut } from "../../../core/contract/openapi.gen.ts"
import { receiptSquare } from "../../../core/domain/frames.ts"
import { qrMatrix } from "../../../core/domain/qr.ts"
import { say } from "../../i18n/lang.ts"
import { Button } from "../../ui/Button.tsx"
import { Chip } from "../../ui/Card.tsx"
import { scanIcon, stopIcon } from "../../ui/icons.ts"
import { Qr } from "../../ui/Qr.tsx"
import { readPicture } from "../../ui/reading.ts"
import { Scanner } from "../../ui/Scanner.tsx"
import { came } from "./came.ts"
import { type Scanning, useScanning } from "./scanning.ts"
import { scanned as t } from "./words-scan.ts"

/** How far the phone before the camera is: a dot for each frame, filled where it was read. */
function Progress({ scanning }: { scanning: Scanning }) {
  const { now, sending } = scanning
  const here = new Set(now?.here)
  const frames = Array.from({ length: now?.total ?? 0 }, (_, at) => at + 1)
  const missing = frames.filter((frame) => !here.has(frame))
  const few = missing.length > 0 && missing.length <= 3 && frames.length > 3
  return (
    <div class="scan__progress">
      <p role="status">{sending ? t().sending : now ? t().progress(here.size, now.total) : t().waiting}</p>
      {now && (
        <div class="scan__dots" aria-hidden="true">
          {frames.map((frame) => (
            <i key={frame} class={here.has(frame) ? "is-here" : undefined} />
          ))}
        </div>
      )}
      {few && <p class="muted">{t().missing(missing.join(", "))}</p>}
    </div>
  )
}

/** A hand scanner types, and a picture can be dropped: both where there is no camera. */
function Otherwise({ hear, onNone }: { hear: (text: string) => void; onNone: () => void }) {
  const [text, setText] = useState("")
  const pictures = async (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      const texts = await readPicture(file).catch((): string[] => [])
      if (texts.length === 0) onNone()
      for (const each of texts) hear(each)
    }
  }
  const typed = (): void => {
    for (const each of text.split(/\s+/)) if (each !== "") hear(each)
    setText("")
  }
  return (
    <details class="scan__other">
      <summary>{t().other}</summary>
      <div class="scan__fields">
        <form
          onSubmit={(event) => {
            event.preventDefault()
            typed()
          }}
        >
          <label for="scan-typed">{t().typed}</label>
          <input
            id="scan-typed"
            class="input"
            value={text}
            autocomplete="off"
            spellcheck={false}
            aria-describedby="scan-typed-more"
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <p class="small muted" id="scan-typed-more">
            {t().typedMore}
          </p>
        </form>
        {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: pictures may be dropped on it; the field inside is for everybody */}
        <label
          class="rescue-drop"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault()
            void pictures(Array.from(event.dataTransfer?.files ?? []))
          }}
        >
          <span>{t().drop}</span>
          <span class="btn" aria-hidden="true">
            {t().pick}
          </span>
          <input
            type="file"
            class="vh"
            accept="image/*"
            multiple
            onChange={(event) => {
              void pictures(Array.from(event.currentTarget.files ?? []))
              event.currentTarget.value = ""
            }}
          />
        </label>
      </div>
    </details>
  )
}

function Receipt({ code }: { code: string }) {
  const matrix = qrMatrix(receiptSquare(code))
  return (
    <div class="scan__receipt">
      {matrix && <Qr matrix={matrix} label={t().square(code)} />}
      <div>
        <p class="small muted">{t().receipt}</p>
        <b class="scan__code num">{code}</b>
        <p class="small">{t().receiptMore}</p>
      </div>
    </div>
  )
}

function Item({ item, first }: { item: ScannedOut; first: boolean }) {
  const look = came(item.status, { ...t(), held: t().retryState, retry: t().retryState })
  return (
    <li class="card scan__item">
      <div class="scan__head">
        <h3>{item.title || item.local_code}</h3>
        <Chip kind={look.kind} icon={look.icon}>
          {look.text}
        </Chip>
      </div>
      <p class="muted num">
        {item.local_code} · {t().photos(item.pages_here, item.pages)}
      </p>
      {item.say && <p class="d-line__why">{say({ vi: item.say.vi, en: item.say.en ?? undefined })}</p>}
      {item.dossier_id && item.pages_here < item.pages && <p class="small">{t().photosLater}</p>}
      {first && item.receipt && <Receipt code={item.receipt} />}
      {item.dossier_id && item.mine && (
        <a class="btn btn--main" href={`/ban/ho-so/${item.dossier_id}`}>
          {t().openDossier}
        </a>
      )}
      {item.dossier_id && !item.mine && <p>{t().elsewhere}</p>}
      {item.status === "quarantined" && (
        <a class="btn" href="/ban/cho-xet">
          {t().quarantined}
        </a>
      )}
    </li>
  )
}

/** The counter's camera reads a dossier off a phone; it is in the inbox at once, and its photos follow. */
export function Scan() {
  const scanning = useScanning()
  const [camera, setCamera] = useState(false)
  const [none, setNone] = useState(false)
  const hear = (text: string): void => {
    setNone(false)
    scanning.hear(text)
  }
  return (
    <main class="room scan" id="main" tabIndex={-1}>
      <h1>{t().title}</h1>
      <p class="muted scan__lead">{t().more}</p>
      <div class="scan__sides">
        <section aria-label={t().camera}>
          {(camera || scanning.sending || scanning.now !== undefined) && <Progress scanning={scanning} />}
          {camera ? (
            <>
              <Scanner onText={hear} hint={t().hint} />
              <Button icon={stopIcon} onPress={() => setCamera(false)}>
                {t().close}
              </Button>
            </>
          ) : (
            <Button kind="main" icon={scanIcon} onPress={() => setCamera(true)}>
              {t().open}
            </Button>
          )}
          {(none || scanning.trouble) && (
            <p class="d-line__why" role="alert">
              {none ? t().noCode : scanning.trouble}
            </p>
          )}
          {scanning.unsent && (
            <div class="note note--wait" role="status">
              <div>
                <p>{t().unsent}</p>
                <div class="row">
                  <Button kind="main" onPress={scanning.retry}>
                    {t().retry}
                  </Button>
                  <Button kind="quiet" onPress={scanning.letGo}>
                    {t().letGo}
                  </Button>
                </div>
              </div>
            </div>
          )}
          <Otherwise hear={hear} onNone={() => setNone(true)} />
        </section>
        {scanning.done.length > 0 && (
          <section aria-label={t().here}>
            <h2>{t().here}</h2>
            <ul class="scan__done">
              {scanning.done.map((item, at) => (
                // the same dossier may be scanned again: each time is a line of its own
                <Item key={`${scanning.done.length - at}`} item={item} first={at === 0} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  )
}
