import type { JSX } from "preact"
import { Account } from "./Account.tsx"
import { AdminRooms } from "./AdminRooms.tsx"
import { Calls } from "./Calls.tsx"
import { Counter } from "./Counter.tsx"
import { Digests } from "./Digests.tsx"
import { DigitisedFigures } from "./DigitisedFigures.tsx"
import { Duties } from "./Duties.tsx"
import { Express } from "./Express.tsx"
import { Fees } from "./Fees.tsx"
import { Handover } from "./Handover.tsx"
import { Held } from "./Held.tsx"
import { Phones } from "./Phones.tsx"
import { Queue } from "./Queue.tsx"
import { Registers } from "./Registers.tsx"
import { Relaxations } from "./Relaxations.tsx"
import { Rescue } from "./Rescue.tsx"
import { Review } from "./Review.tsx"
import type { Room } from "./rooms.ts"
import { Scan } from "./Scan.tsx"
import { StaffFactors } from "./StaffFactors.tsx"
import { Styles } from "./Styles.tsx"
import { Todo } from "./Todo.tsx"
import { Wanted } from "./Wanted.tsx"

/** Every room but the one with the dossiers, which is what an official opens the desk for. */
export type Other = Exclude<Room, "work">

/** What stands in each of them; some are deeper than one page. */
export const INSIDE: Record<Other, (path: string) => JSX.Element> = {
  express: (path) => <Express path={path} />,
  opinions: (path) => <Wanted path={path} />,
  relaxations: () => <Relaxations />,
  todo: () => <Todo />,
  duties: () => <Duties />,
  fees: () => <Fees />,
  calls: () => <Calls />,
  held: (path) => <Held path={path} />,
  phones: () => <Phones />,
  queue: () => <Queue />,
  counter: () => <Counter />,
  scan: () => <Scan />,
  handover: () => <Handover />,
  rescue: () => <Rescue />,
  books: () => <Registers />,
  styles: () => <Styles />,
  catalogue: () => <Review />,
  admin: (path) => <AdminRooms path={path} />,
  account: () => <Account />,
  figures: () => <DigitisedFigures />,
  digests: () => <Digests />,
  factors: () => <StaffFactors />,
}
