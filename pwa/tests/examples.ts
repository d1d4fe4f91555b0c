/* The suite says the same of the same code every time; who wants to look further asks for other examples, and for as many
   as FUZZ says (`make fuzz`). */
import fc from "fast-check"

const further = process.env["FUZZ"]
fc.configureGlobal(further === undefined ? { seed: 20_261_129 } : { numRuns: Number(further) })
