import { PhonesList } from "../../app/PhonesList.tsx"
import { t } from "../../app/phones-words.ts"
import { desk } from "./api.ts"

/** The phones of the unit's people, and blocking one that is lost. */
export function Phones() {
  return (
    <main class="room" id="main" tabIndex={-1}>
      <h1>{t().title}</h1>
      <p class="muted">{t().introDesk}</p>
      <PhonesList source={desk.phones} desk />
    </main>
  )
}
