import { useEffect, useState } from "preact/hooks"
import { bytes } from "../i18n/format.ts"
import { words } from "../i18n/words.ts"
import { Banner } from "./Banner.tsx"
import { Button } from "./Button.tsx"
import { Dialog } from "./Dialog.tsx"
import { Icon } from "./Icon.tsx"
import { folderIcon, warnIcon } from "./icons.ts"
import { binIcon, cameraIcon, fileIcon } from "./icons-work.ts"
import "./form.css"

const t = words(
  {
    pages: (n: number) => `${n} trang`,
    shoot: (n: number) => (n === 1 ? "Chụp trang 1" : `Thêm trang ${n}`),
    pick: "Chọn ảnh có sẵn",
    pickMore: "Thêm từ máy",
    working: "Đang xử lý ảnh",
    dark: (n: number) => `Trang ${n} hơi tối.`,
    darkMore: "Ra chỗ sáng, hoặc bật đèn, rồi chụp lại.",
    blurred: (n: number) => `Trang ${n} hơi mờ, khó đọc chữ.`,
    blurredMore: "Lau ống kính, giữ máy cách giấy một gang tay rồi chụp lại.",
    retake: (n: number) => `Chụp lại trang ${n}`,
    keep: "Vẫn dùng ảnh này",
    page: (n: number) => `Trang ${n}`,
    open: (n: number, of: string) => `${of}, trang ${n}: xem, chụp lại hoặc bỏ`,
    earlier: "Đưa lên trước",
    later: "Đưa ra sau",
    remove: "Bỏ trang này",
    size: (n: number, size: string) => `Trang ${n}, ${size}`,
    pdf: "Tệp PDF",
    away: "Ở máy khác",
    awayMore: "Ảnh này đang ở máy khác của bạn. Khi máy đó có Wi-Fi, ảnh sẽ hiện ở đây.",
  },
  {
    pages: (n) => `${n} page${n === 1 ? "" : "s"}`,
    shoot: (n) => (n === 1 ? "Photograph page 1" : `Add page ${n}`),
    pick: "Choose a picture",
    pickMore: "Add from the phone",
    working: "Working on the picture",
    dark: (n) => `Page ${n} is rather dark.`,
    darkMore: "Go where there is light, or switch one on, and take it again.",
    blurred: (n) => `Page ${n} is blurred, hard to read.`,
    blurredMore: "Wipe the lens, hold the phone a hand away from the paper, and take it again.",
    retake: (n) => `Take page ${n} again`,
    keep: "Use it anyway",
    page: (n) => `Page ${n}`,
    open: (n, of) => `${of}, page ${n}: look, take again or remove`,
    earlier: "Move earlier",
    later: "Move later",
    remove: "Remove this page",
    size: (n, size) => `Page ${n}, ${size}`,
    pdf: "PDF file",
    away: "Elsewhere",
    awayMore: "This photo is on another phone of yours. Once that phone has Wi-Fi, it shows here.",
  },
)

export interface Shot {
  id: string
  type: string
  size: number
  thumb?: ArrayBuffer | undefined
  warn?: readonly ("dark" | "blurred")[] | undefined
  /** Its bytes are not on this phone. */
  away?: boolean | undefined
}

interface Props {
  id: string
  /** The name of the paper whose pages these are. */
  of: string
  shots: readonly Shot[]
  working: boolean
  /** Told before the camera opens: it may end the page. `replaces` names the page that is taken again. */
  onCamera: (replaces?: string) => void
  onFiles: (files: readonly File[], replaces?: string) => void
  onKeep: (id: string) => void
  onRemove: (id: string) => void
  onMove: (id: string, step: -1 | 1) => void
  /** The whole picture, for a closer look. */
  whole: (id: string) => Promise<ArrayBuffer | undefined>
}

/** An address for bytes that lives as long as the component does. */
function useBytes(bytesOf: ArrayBuffer | undefined, type: string): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (bytesOf === undefined) return void setUrl(undefined)
    const made = URL.createObjectURL(new Blob([bytesOf], { type }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [bytesOf, type])
  return url
}

interface FileButtonProps {
  look: string
  icon: string
  camera?: boolean
  onCamera: () => void
  onFiles: (files: readonly File[]) => void
  id?: string | undefined
  children: string
}

/** A button that asks the phone for a photo or a file; the phone decides what "camera" means. */
function FileButton({ look, icon, camera, onCamera, onFiles, id, children }: FileButtonProps) {
  return (
    <label class={look}>
      <input
        class="vh"
        id={id}
        type="file"
        accept={camera ? "image/*" : "image/*,application/pdf"}
        capture={camera ? "environment" : undefined}
        multiple={!camera}
        onClick={onCamera}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ""
          if (files.length > 0) onFiles(files)
        }}
      />
      <Icon d={icon} />
      {children}
    </label>
  )
}

/** The pages of one paper: taken, looked at, put in order, taken again. */
export function Photos(props: Props) {
  const { id, of, shots, working, onCamera, onFiles } = props
  const [open, setOpen] = useState<string>()
  const opened = shots.findIndex((shot) => shot.id === open)
  const soft = shots.findIndex((shot) => shot.warn !== undefined && shot.warn.length > 0)
  const next = shots.length + 1
  return (
    <>
      <div class="shots">
        {shots.map((shot, n) => (
          <ShotButton key={shot.id} shot={shot} n={n + 1} of={of} onOpen={() => setOpen(shot.id)} />
        ))}
        <FileButton look="shot shot--add" icon={cameraIcon} camera id={id} onCamera={() => onCamera()} onFiles={(files) => onFiles(files)}>
          {t().shoot(next)}
        </FileButton>
        <FileButton look="shot shot--add" icon={folderIcon} onCamera={() => onCamera()} onFiles={(files) => onFiles(files)}>
          {shots.length === 0 ? t().pick : t().pickMore}
        </FileButton>
      </div>
      {working && (
        <p class="line line--go" role="status">
          {t().working}
        </p>
      )}
      {soft >= 0 && <SoftHint {...props} n={soft + 1} />}
      {opened >= 0 && <Leaf {...props} n={opened + 1} onClose={() => setOpen(undefined)} />}
    </>
  )
}

function ShotButton({ shot, n, of, onOpen }: { shot: Shot; n: number; of: string; onOpen: () => void }) {
  const url = useBytes(shot.thumb, "image/jpeg")
  return (
    <button type="button" class={shot.warn?.length ? "shot shot--soft" : "shot"} aria-label={t().open(n, of)} onClick={onOpen}>
      {url ? (
        <img src={url} alt="" />
      ) : (
        <span class="shot__file">
          <Icon d={fileIcon} />
          {shot.type === "application/pdf" ? "PDF" : shot.away ? t().away : ""}
        </span>
      )}
      <span class="shot__n">{n}</span>
    </button>
  )
}

function SoftHint({ shots, n, onCamera, onFiles, onKeep }: Props & { n: number }) {
  const shot = shots[n - 1]
  if (shot === undefined) return null
  const dark = shot.warn?.includes("dark")
  return (
    <>
      <Banner kind="wait" icon={warnIcon} live>
        <span>
          <b>{dark ? t().dark(n) : t().blurred(n)}</b> {dark ? t().darkMore : t().blurredMore}
        </span>
      </Banner>
      <div class="row">
        <FileButton
          look="btn btn--mend"
          icon={cameraIcon}
          camera
          onCamera={() => onCamera(shot.id)}
          onFiles={(files) => onFiles(files, shot.id)}
        >
          {t().retake(n)}
        </FileButton>
        <Button kind="quiet" onPress={() => onKeep(shot.id)}>
          {t().keep}
        </Button>
      </div>
    </>
  )
}

function Leaf({ shots, n, of, whole, onClose, onCamera, onFiles, onMove, onRemove }: Props & { n: number; onClose: () => void }) {
  const shot = shots[n - 1]
  const [full, setFull] = useState<ArrayBuffer>()
  const id = shot?.id ?? ""
  useEffect(() => {
    let wanted = true
    void whole(id).then((found) => {
      if (wanted) setFull(found)
    })
    return () => {
      wanted = false
    }
  }, [id, whole])
  const url = useBytes(full, shot?.type ?? "")
  if (shot === undefined) return null
  const picture = shot.type.startsWith("image/")
  return (
    <Dialog title={of} onClose={onClose}>
      <p class="small muted">{t().size(n, bytes(shot.size))}</p>
      {shot.away && !url && (
        <Banner kind="plain" icon={fileIcon}>
          {t().awayMore}
        </Banner>
      )}
      {picture && url && <img class="leaf" src={url} alt={t().page(n)} />}
      {!picture && (
        <Banner kind="plain" icon={fileIcon}>
          {t().pdf}
        </Banner>
      )}
      <div class="row">
        <FileButton
          look="btn"
          icon={cameraIcon}
          camera
          onCamera={() => onCamera(shot.id)}
          onFiles={(files) => {
            onClose()
            onFiles(files, shot.id)
          }}
        >
          {t().retake(n)}
        </FileButton>
        {n > 1 && <Button onPress={() => onMove(shot.id, -1)}>{t().earlier}</Button>}
        {n < shots.length && <Button onPress={() => onMove(shot.id, 1)}>{t().later}</Button>}
        <Button
          kind="mend"
          icon={binIcon}
          onPress={() => {
            onClose()
            onRemove(shot.id)
          }}
        >
          {t().remove}
        </Button>
      </div>
    </Dialog>
  )
}
