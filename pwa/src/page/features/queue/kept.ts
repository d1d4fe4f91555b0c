/* What this device keeps of waiting rooms: its appointments, seen without a network too (nothing says whose), and a door's key. */
import type { BookingOut } from "../../../core/contract/openapi.gen.ts"
import { claimSecret } from "../../../core/domain/ids.ts"

const BOOKINGS = "cua-lang.bookings"
const HOLDER = "cua-lang.booker"
const MOST = 20

function all(): BookingOut[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(BOOKINGS) ?? "[]")
    return Array.isArray(kept) ? (kept as BookingOut[]) : []
  } catch {
    return []
  }
}

function keepAll(kept: readonly BookingOut[]): void {
  try {
    localStorage.setItem(BOOKINGS, JSON.stringify(kept.slice(0, MOST)))
  } catch {
    // full or forbidden: the code is still on the screen
  }
}

/** The appointments of this phone at a unit. */
export const keptAt = (slug: string): readonly BookingOut[] => all().filter((each) => each.slug === slug)

/** Keeps an appointment, or what is newly known of it. */
export const keepBooking = (booking: BookingOut): void =>
  keepAll([booking, ...all().filter((each) => each.booking_id !== booking.booking_id)])

/** Takes an appointment off this phone. */
export const dropBooking = (id: string): void => keepAll(all().filter((each) => each.booking_id !== id))

/** A secret of this phone, by which the office knows that it has an appointment already, and nothing else. */
export function holder(): string {
  try {
    const kept = localStorage.getItem(HOLDER) ?? claimSecret()
    localStorage.setItem(HOLDER, kept)
    return kept
  } catch {
    return claimSecret()
  }
}

const DOOR = "cua-lang.door:"

/** The key of a tablet that is paired with a unit's door; empty where this device is none. */
export function doorKey(slug: string): string {
  try {
    return localStorage.getItem(DOOR + slug) ?? ""
  } catch {
    return ""
  }
}

/** Keeps the key of this tablet; where nothing can be kept it serves until the page is left. */
export function keepDoorKey(slug: string, key: string): void {
  try {
    localStorage.setItem(DOOR + slug, key)
  } catch {
    // full or forbidden: the page has it while it is open
  }
}

/** A new key for a tablet. */
export const newDoorKey = (): string => claimSecret() + claimSecret()
