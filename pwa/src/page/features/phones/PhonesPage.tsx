import { PhonesList } from "../../app/PhonesList.tsx"
import { t } from "../../app/phones-words.ts"
import { Screen } from "../../app/Screen.tsx"
import { phone } from "../../offline/phone.ts"
import { ButtonLink } from "../../ui/Button.tsx"
import { lockIcon } from "../../ui/icons.ts"
import { Empty } from "../../ui/States.tsx"
import { useWatch } from "../../ui/watch.ts"

/** For the lead of a group, on her own phone: the phones of the group's members, and blocking one that is lost. */
export default function PhonesPage() {
  const { account, phones } = phone()
  const me = useWatch(account.me)
  if (me?.permissions.includes("devices.block") !== true)
    return (
      <Screen title={t().title} back={{ href: "/" }} place="me">
        <h1 class="vh">{t().title}</h1>
        <Empty icon={lockIcon} title={t().notYou} actions={<ButtonLink href="/toi">{t().toSignIn}</ButtonLink>}>
          {t().notYouMore}
        </Empty>
      </Screen>
    )
  return (
    <Screen title={t().title} back={{ href: "/giup" }} place="me">
      <div class="title">
        <h1>{t().toPhones}</h1>
        <p>{t().introLead}</p>
      </div>
      <PhonesList source={phones} mine={me.device_id ?? undefined} />
    </Screen>
  )
}
