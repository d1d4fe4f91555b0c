import "./account.css"
import { useEffect, useState } from "preact/hooks"
import type { MeOut, UnitOut } from "../../../core/contract/openapi.gen.ts"
import { useClient, useStored } from "../../app/client.ts"
import { install, installing } from "../../app/install.ts"
import { Looks } from "../../app/Looks.tsx"
import { Screen } from "../../app/Screen.tsx"
import { changeSettings, settings } from "../../app/settings.ts"
import { UnitPicker } from "../../app/UnitPicker.tsx"
import { lang, say } from "../../i18n/lang.ts"
import { phone } from "../../offline/phone.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { Button, ButtonLink } from "../../ui/Button.tsx"
import { Hear } from "../../ui/Hear.tsx"
import { downIcon, meIcon, penIcon, peopleIcon, searchIcon, sendIcon } from "../../ui/icons.ts"
import { downloadIcon, inboxIcon } from "../../ui/icons-work.ts"
import { useWatch } from "../../ui/watch.ts"
import { PeopleHere, Pin } from "./Pin.tsx"
import { Ring } from "./Ring.tsx"
import { Sessions } from "./Sessions.tsx"
import { ChangePassword, PasswordSignIn, SignIn } from "./SignIn.tsx"
import { SignOut } from "./SignOut.tsx"
import { t, word } from "./words.ts"
import { allowances } from "./words-allowances.ts"

function Known({ me }: { me: MeOut }) {
  const roles = me.roles.map((each) => `${word(`role_${each.role}`) ?? each.role}, ${each.unit_name}`)
  return (
    <section class="card card--pad account-form">
      <h2>{me.name || t().who}</h2>
      {roles.length > 0 && <p>{roles.join("; ")}</p>}
      {me.permissions.includes("help") && (
        <ButtonLink kind="main" wide icon={peopleIcon} href="/giup">
          {t().toHelp}
        </ButtonLink>
      )}
      {me.permissions.includes("desk") && (
        <ButtonLink wide icon={inboxIcon} href="/ban">
          {t().toDesk}
        </ButtonLink>
      )}
      <Sessions />
      {roles.length > 0 && <ChangePassword />}
      <SignOut />
    </section>
  )
}

function Others() {
  const [others, setOthers] = useState(0)
  useEffect(() => {
    void phone().account.others().then(setOthers)
  }, [])
  return others > 0 ? <Banner kind="wait">{t().others(others)}</Banner> : null
}

function Unit() {
  const { store } = useClient()
  const { unit } = useWatch(settings)
  const found = useStored(() => store.units(), ["units"])
  const units: readonly UnitOut[] = found.state === "here" ? found.value : []
  const counters = units.filter((each) => each.levels.length > 0)
  const chosen = units.find((each) => each.id === unit)
  return (
    <section>
      <div class="head">
        <h2>{t().unit}</h2>
      </div>
      <p>{chosen?.name ?? t().unitNone}</p>
      <details class="more">
        <summary>
          {t().changeUnit}
          <Icon d={downIcon} small turn />
        </summary>
        <div>
          <UnitPicker units={counters} chosen={unit} onChoose={(next) => changeSettings({ unit: next.id })} />
        </div>
      </details>
    </section>
  )
}

function WifiOnly() {
  const { preferences } = useClient()
  const [on, setOn] = useState(preferences.get().wifi_only)
  return (
    <label class="switch card card--pad">
      <span>
        <b>{t().wifiOnly}</b>
        <small>{t().wifiOnlyMore}</small>
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        onChange={(event) => {
          setOn(event.currentTarget.checked)
          preferences.set({ wifi_only: event.currentTarget.checked })
        }}
      />
    </label>
  )
}

function Install() {
  const how = useWatch(installing)
  return (
    <section>
      <div class="head">
        <h2>{t().install}</h2>
      </div>
      {how === "installed" ? (
        <p>{t().installed}</p>
      ) : (
        <>
          <p>{t().installMore}</p>
          {how === "offered" ? (
            <Button icon={downloadIcon} wide onPress={() => void install()}>
              {t().installDo}
            </Button>
          ) : (
            <p class="muted">{how === "by_share" ? t().installIos : t().installOther}</p>
          )}
        </>
      )}
    </section>
  )
}

function Privacy() {
  const { store } = useClient()
  const found = useStored(() => store.bundle(), ["bundle"])
  const notice = found.state === "here" ? found.value?.texts.privacy : undefined
  return (
    <details class="more" id="privacy">
      <summary>
        {t().privacy}
        <Icon d={downIcon} small turn />
      </summary>
      <div class="account-text">
        {notice ? (
          <>
            <h3>{say(notice.title)}</h3>
            {notice.body[lang()].map((line) => (
              <p key={line}>{line}</p>
            ))}
            <Hear of="#privacy" />
          </>
        ) : (
          <p>{t().privacyMissing}</p>
        )}
      </div>
    </details>
  )
}

/** Her session was ended elsewhere, or ran out: she may come back in, or leave for good. */
function Ended({ me }: { me: MeOut }) {
  return (
    <>
      <Banner kind="wait" live>
        <b>{t().ended(me.name || t().who)}</b> {t().endedMore}
      </Banner>
      <SignIn />
      <PasswordSignIn />
      <SignOut />
    </>
  )
}

/** Who uses this phone, and how the app should be on it. */
export default function MePage() {
  const me = useWatch(phone().account.me)
  const { ended } = useWatch(useClient().session)
  const signedIn = typeof me?.person_id === "string"
  return (
    <Screen title={t().me} place="me">
      <h1>{t().me}</h1>
      {me && signedIn ? (
        ended ? (
          <Ended me={me} />
        ) : (
          <Known me={me} />
        )
      ) : (
        <>
          <Banner kind="plain" icon={meIcon}>
            <b>{t().nobody}.</b> {t().nobodyMore}
          </Banner>
          <SignIn />
          <PasswordSignIn />
        </>
      )}
      {me && signedIn && <Pin />}
      {!signedIn && <PeopleHere />}
      <Others />
      <div class="row">
        <ButtonLink icon={sendIcon} href="/gui-di">
          {t().outbox}
        </ButtonLink>
        <ButtonLink icon={searchIcon} href="/tra-cuu">
          {t().track}
        </ButtonLink>
        <ButtonLink icon={penIcon} href="/toi/cho-dung-lai">
          {allowances().title}
        </ButtonLink>
      </div>
      <Ring />
      <Unit />
      <section>
        <div class="head">
          <h2>{t().looks}</h2>
        </div>
        <div class="fields">
          <Looks />
        </div>
      </section>
      <section>
        <div class="head">
          <h2>{t().data}</h2>
        </div>
        <WifiOnly />
      </section>
      <Install />
      <Privacy />
      <section>
        <div class="head">
          <h2>{t().about}</h2>
        </div>
        <p class="muted">{t().aboutMore}</p>
      </section>
    </Screen>
  )
}
