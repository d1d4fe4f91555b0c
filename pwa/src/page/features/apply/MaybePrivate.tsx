import { useEffect, useState } from "preact/hooks"
import { installing } from "../../app/install.ts"
import { phone } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { t } from "./words-room.ts"

const TOLD = "cl-told-private"

/** In a browser that hides whether a window is private: said before the first answer of the first draft that this window
    holds, which in a private window is every time. Gone for good once it was read. */
export function MaybePrivate() {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (localStorage.getItem(TOLD) !== null || installing.get() === "installed") return
    void phone()
      .storage.state()
      .then((state) => setShown(state.private_window === "unknown" && !state.persisted))
  }, [])
  if (!shown) return null
  const read = (): void => {
    localStorage.setItem(TOLD, "1")
    setShown(false)
  }
  return (
    <Banner>
      <b>{t().unknown}</b> {t().unknownMore}
      <Button wide onPress={read}>
        {t().understood}
      </Button>
    </Banner>
  )
}
