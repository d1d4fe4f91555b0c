import { useCallback, useEffect, useState } from "preact/hooks"
import { bytes } from "../../i18n/format.ts"
import { phone, type PhotoRoom } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Button } from "../../ui/Button.tsx"
import { warnIcon } from "../../ui/icons.ts"
import { t } from "./words-room.ts"

/** Above the papers of a step, before the camera is opened: the phone could not keep what it would take. */
export function NoRoom() {
  const [room, setRoom] = useState<PhotoRoom>({ enough: true })
  const look = useCallback(
    (anew?: boolean) =>
      void phone()
        .storage.roomForPhoto(anew)
        .then(setRoom, () => undefined),
    [],
  )
  useEffect(() => look(), [look])
  if (room.enough) return null
  return (
    <Banner kind="wait" icon={warnIcon} live>
      <b>{t().noRoom}</b> {t().noRoomMore(bytes(room.free))} <a href="/bo-nho">{t().how}</a>
      <Button wide onPress={() => look(true)}>
        {t().lookAgain}
      </Button>
    </Banner>
  )
}

/** A page that was not kept: that nothing else is missing, how much to free, and what to do where that cannot be. */
export function NotKept({ page, free }: { page: number; free: number }) {
  return (
    <>
      <b>{t().notKept(page)}</b> {t().notKeptMore(bytes(free))} {t().notKeptElse} <a href="/bo-nho">{t().how}</a>
    </>
  )
}
