/* The office's rooms: which permission opens each, what it is called, and beside which others it stands. */
import { t as phones } from "../../app/phones-words.ts"
import {
  clockIcon,
  checkIcon,
  folderIcon,
  listIcon,
  lockIcon,
  meIcon,
  pauseIcon,
  penIcon,
  peopleIcon,
  phoneIcon,
  scanIcon,
} from "../../ui/icons.ts"
import { askIcon, bookIcon, callIcon, chartIcon, coinIcon, fileIcon, gearIcon, handIcon, inboxIcon } from "../../ui/icons-work.ts"
import { admin as adminTitle } from "./words-admin.ts"
import { t as books } from "./words-books.ts"
import { t as express } from "./words-express.ts"
import { counter } from "./words-counter.ts"
import { figures } from "./words-figures.ts"
import { handing } from "./words-handover.ts"
import { held } from "./words-held.ts"
import { t as opinions } from "./words-opinions.ts"
import { t as relax } from "./words-relax.ts"
import { duties } from "./words-duties.ts"
import { own } from "./words-owners.ts"
import { queue } from "./words-queue.ts"
import { rescued } from "./words-rescue.ts"
import { scanned } from "./words-scan.ts"
import { trust } from "./words-trust.ts"
import { word } from "./words.ts"

export type Room =
  | "work"
  | "todo"
  | "express"
  | "opinions"
  | "queue"
  | "counter"
  | "scan"
  | "handover"
  | "rescue"
  | "fees"
  | "books"
  | "calls"
  | "held"
  | "phones"
  | "duties"
  | "catalogue"
  | "styles"
  | "relaxations"
  | "admin"
  | "figures"
  | "digests"
  | "factors"
  | "account"

interface Door {
  room: Room
  href: string
  icon: string
  needs: string
  /** Another kind of work begins here. */
  first?: boolean
}

export const ROOMS: readonly Door[] = [
  { room: "work", href: "/ban", icon: inboxIcon, needs: "dossiers.read" },
  { room: "todo", href: "/ban/viec", icon: clockIcon, needs: "desk" },
  { room: "express", href: "/ban/lam-ngay", icon: clockIcon, needs: "dossiers.read" },
  { room: "opinions", href: "/ban/hoi-y-kien", icon: askIcon, needs: "opinions.answer" },
  { room: "queue", href: "/ban/goi-so", icon: callIcon, needs: "queue.call", first: true },
  { room: "counter", href: "/ban/khai", icon: penIcon, needs: "dossiers.receive" },
  { room: "scan", href: "/ban/quet", icon: scanIcon, needs: "dossiers.receive" },
  { room: "handover", href: "/ban/trao", icon: handIcon, needs: "dossiers.hand_over" },
  { room: "rescue", href: "/ban/cuu-ho", icon: folderIcon, needs: "dossiers.receive" },
  { room: "fees", href: "/ban/thu-phi", icon: coinIcon, needs: "payments.read", first: true },
  { room: "books", href: "/ban/so-sach", icon: bookIcon, needs: "dossiers.read" },
  { room: "calls", href: "/ban/can-goi", icon: peopleIcon, needs: "calls", first: true },
  { room: "held", href: "/ban/cho-xet", icon: pauseIcon, needs: "quarantine.read" },
  { room: "phones", href: "/ban/dien-thoai", icon: phoneIcon, needs: "devices.block" },
  { room: "duties", href: "/ban/phan-cong", icon: meIcon, needs: "duties.manage", first: true },
  { room: "catalogue", href: "/ban/danh-muc", icon: listIcon, needs: "catalogue.review" },
  { room: "styles", href: "/ban/mau-giay", icon: fileIcon, needs: "units.manage" },
  { room: "relaxations", href: "/ban/quyet-dinh", icon: penIcon, needs: "units.manage" },
  { room: "admin", href: "/ban/quan-tri", icon: gearIcon, needs: "units.manage" },
  { room: "figures", href: "/ban/so-lieu", icon: chartIcon, needs: "figures" },
  { room: "digests", href: "/ban/niem-phong", icon: checkIcon, needs: "digests" },
  { room: "factors", href: "/ban/hai-buoc", icon: lockIcon, needs: "staff.manage" },
  { room: "account", href: "/ban/tai-khoan", icon: meIcon, needs: "desk", first: true },
]

/** The rooms this person's role opens. */
export const openRooms = (permissions: readonly string[]): readonly Room[] =>
  ROOMS.filter((each) => permissions.includes(each.needs)).map((each) => each.room)

/** Rooms with words of their own are named by these. */
export function named(room: Room): string {
  if (room === "held") return held().title
  if (room === "account") return trust().account
  if (room === "figures") return figures().room
  if (room === "digests") return trust().digests
  if (room === "factors") return trust().staff
  if (room === "express") return express().room
  if (room === "opinions") return opinions().room
  if (room === "relaxations") return relax().room
  if (room === "todo") return own().todo
  if (room === "duties") return duties().title
  if (room === "phones") return phones().title
  if (room === "admin") return adminTitle().title
  if (room === "scan") return scanned().title
  if (room === "books") return books().title
  if (room === "styles") return books().styles
  if (room === "counter") return counter().title
  if (room === "handover") return handing().title
  if (room === "queue") return queue().title
  return room === "rescue" ? rescued().title : word(room)
}
