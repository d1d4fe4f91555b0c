import { useRef, useState } from "preact/hooks"
import type { DeskDossierOut } from "../../../core/contract/openapi.gen.ts"
import { uuid7 } from "../../../core/domain/ids.ts"
import { Button } from "../../ui/Button.tsx"
import { sendIcon } from "../../ui/icons.ts"
import { desk } from "./api.ts"
import { forget, useKept } from "./kept.ts"
import { Line } from "./Line.tsx"
import { sentence } from "./say.ts"
import { t } from "./words.ts"

const PDF = "application/pdf"

/** Where the appraiser brings the draft result: a PDF from elsewhere, or one made from the template. */
export function DraftResult({ found, onChanged }: { found: DeskDossierOut; onChanged: (now: DeskDossierOut) => void }) {
  const id = found.dossier.dossier_id
  const [kept, keep] = useKept(`${id}:result`)
  const [said, setSaid] = useState("")
  const [wrong, setWrong] = useState("")
  const [busy, setBusy] = useState(false)
  const op = useRef(uuid7())
  const picker = useRef<HTMLInputElement>(null)
  const send = async (form: FormData): Promise<void> => {
    form.set("op_id", op.current)
    form.set("seen", String(found.dossier.version))
    setBusy(true)
    const done = await desk.result(id, form)
    setBusy(false)
    setWrong(done.ok ? "" : sentence(done))
    setSaid(done.ok ? t().resultKept : "")
    if (!done.ok) return
    op.current = uuid7()
    forget(`${id}:result`)
    onChanged(done.value)
  }
  const upload = (file: File | undefined): void => {
    if (!file) return
    if (file.type !== PDF) return void setWrong(t().onlyPdf)
    const form = new FormData()
    form.set("file", file)
    void send(form)
  }
  const write = (): void => {
    if (!kept["title"]?.trim() || !kept["body"]?.trim()) return void setWrong(t().typeThis)
    const form = new FormData()
    form.set("title", kept["title"])
    form.set("body", kept["body"])
    void send(form)
  }
  const have = found.draft !== null
  return (
    <details class="d-draft" open={!have}>
      <summary>
        <h2>{t().draftResult}</h2>
      </summary>
      <p class="muted">{have ? t().haveDraft : t().needDraft}</p>
      <p role="status">{said}</p>
      {wrong && (
        <p class="d-line__why" role="alert">
          {wrong}
        </p>
      )}
      <input
        ref={picker}
        class="vh"
        type="file"
        accept={PDF}
        tabIndex={-1}
        aria-label={t().uploadPdf}
        onChange={(event) => upload(event.currentTarget.files?.[0])}
      />
      <Button icon={sendIcon} busy={busy} onPress={() => picker.current?.click()}>
        {t().uploadPdf}
      </Button>
      <Line label={t().resultTitle} value={kept["title"] ?? ""} onType={(text) => keep("title", text)} />
      <Line label={t().resultBody} rows={5} value={kept["body"] ?? ""} onType={(text) => keep("body", text)} />
      <Button busy={busy} onPress={write}>
        {t().keepResult}
      </Button>
    </details>
  )
}
