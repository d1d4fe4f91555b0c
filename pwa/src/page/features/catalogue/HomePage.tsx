import { useState } from "preact/hooks"
import type { Bundle } from "../../../core/contract/catalogue.ts"
import { useClient, useServer } from "../../app/client.ts"
import { useModule } from "../../app/lazy.ts"
import { Screen } from "../../app/Screen.tsx"
import { settings } from "../../app/settings.ts"
import { communeOf } from "../../app/units.ts"
import { common } from "../../i18n/common.ts"
import { say } from "../../i18n/lang.ts"
import { Banner } from "../../ui/Banner.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { lockIcon } from "../../ui/icons.ts"
import { useWatch } from "../../ui/watch.ts"
import { Gate } from "./Gate.tsx"
import { allIcon, allowanceIcon, birthIcon, copiesIcon, landIcon, lotusIcon, moveIcon, shopIcon, weddingIcon } from "./icons.ts"
import { Mine } from "./Mine.tsx"
import { NoCatalogue } from "./NoCatalogue.tsx"
import { useCatalogue } from "./useCatalogue.ts"
import { t } from "./words.ts"
import "./home.css"

const drawings: Readonly<Record<string, string>> = {
  sinh_con: birthIcon,
  ket_hon: weddingIcon,
  nguoi_than_mat: lotusIcon,
  chuyen_nha: moveIcon,
  dat_dai: landIcon,
  mo_ho_kinh_doanh: shopIcon,
  tro_cap: allowanceIcon,
  sao_y: copiesIcon,
}

/** Home: search, the doors of life, what waits for the resident, and what she has begun. */
export default function HomePage() {
  const client = useClient()
  const server = useServer()
  const catalogue = useCatalogue()
  const { name } = useWatch(client.session)
  const { unit } = useWatch(settings)
  const [asked, setAsked] = useState("")
  const search = useModule(() => import("./Found.tsx"), asked !== "")
  const here = catalogue.state === "here" ? catalogue.value : undefined
  const commune = communeOf(
    here?.units.find((each) => each.id === unit),
    here?.units ?? [],
  )
  const place = commune?.name ?? server?.name
  return (
    <Screen
      title={common().home}
      place="home"
      kind="home"
      top={<Gate hello={name ? t().helloName(name) : t().hello} unit={place} asked={asked} onAsk={setAsked} />}
    >
      {asked.trim() && here && search ? (
        <search.Found bundle={here.bundle} asked={asked} />
      ) : (
        <>
          {catalogue.state === "here" ? <Doors bundle={catalogue.value.bundle} /> : <NoCatalogue catalogue={catalogue} />}
          <Mine bundle={here?.bundle} />
          <Banner kind="plain" icon={lockIcon}>
            {common().neverAsks}
          </Banner>
        </>
      )}
    </Screen>
  )
}

function Doors({ bundle }: { bundle: Bundle }) {
  const events = bundle.life_events.filter((event) => event.key in drawings)
  return (
    <section class="events">
      <div class="head">
        <h2>{t().doors}</h2>
      </div>
      <div class="doors">
        {events.map((event) => (
          <a class="door" key={event.key} href={`/viec/${event.key}`}>
            <Icon d={drawings[event.key] ?? allIcon} />
            <span>{say(event.name)}</span>
          </a>
        ))}
        <a class="door door--all" href="/thu-tuc">
          <Icon d={allIcon} />
          <span>{t().all}</span>
        </a>
      </div>
    </section>
  )
}
