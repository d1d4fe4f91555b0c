/* Which counters may take a procedure, and which one is offered first. */
import type { Procedure } from "../../core/contract/catalogue.ts"
import type { UnitOut } from "../../core/contract/types.ts"

/** The counters that receive what this procedure needs, communes first. */
export function countersFor(procedure: Pick<Procedure, "level">, units: readonly UnitOut[]): UnitOut[] {
  return units.filter((unit) => unit.levels.includes(procedure.level))
}

/** The unit with this slug, also by one that was printed before a merger. */
export const unitBySlug = (units: readonly UnitOut[], slug: string): UnitOut | undefined =>
  units.find((unit) => unit.slug === slug) ?? units.find((unit) => unit.old_slugs.includes(slug))

const near = (one: UnitOut, other: UnitOut): boolean => one.id === other.id || one.parent_id === other.id || other.parent_id === one.id

/** The counter for somebody who belongs to this unit: the unit itself, or the office beside it that takes this procedure. */
export function counterNear(
  procedure: Pick<Procedure, "level">,
  units: readonly UnitOut[],
  chosen: string | undefined,
): UnitOut | undefined {
  const counters = countersFor(procedure, units)
  const mine = units.find((unit) => unit.id === chosen)
  if (mine) return counters.find((unit) => unit.id === mine.id) ?? counters.find((unit) => near(unit, mine))
  return counters.length === 1 ? counters[0] : undefined
}

/** The commune a unit belongs to: itself, or the one above it. */
export function communeOf(unit: UnitOut | undefined, units: readonly UnitOut[]): UnitOut | undefined {
  if (unit === undefined || unit.kind === "commune") return unit
  return units.find((each) => each.id === unit.parent_id && each.kind === "commune") ?? unit
}
