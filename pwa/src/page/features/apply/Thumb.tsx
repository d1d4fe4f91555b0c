import { useEffect, useState } from "preact/hooks"
import type { Result } from "../../../core/contract/result.ts"
import type { OpenedDocument } from "../../offline/phone.ts"
import { Icon } from "../../ui/Icon.tsx"
import { fileIcon } from "../../ui/icons-work.ts"

/** A small picture of a page that was sent before; a drawing of a page where it cannot be had now. */
export function Thumb({ name, read }: { name: string; read: () => Promise<Result<OpenedDocument>> }) {
  const [url, setUrl] = useState<string>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: one page for as long as it is shown
  useEffect(() => {
    let made = ""
    let wanted = true
    void read().then((got) => {
      if (!wanted || !got.ok || got.value.type === "application/pdf") return
      made = URL.createObjectURL(new Blob([got.value.bytes], { type: got.value.type }))
      setUrl(made)
    })
    return () => {
      wanted = false
      if (made) URL.revokeObjectURL(made)
    }
  }, [])
  return url === undefined ? (
    <span class="asked-item__thumb">
      <Icon d={fileIcon} />
    </span>
  ) : (
    <img class="asked-item__thumb" src={url} alt={name} />
  )
}
