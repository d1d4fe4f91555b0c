import { words } from "../../i18n/words.ts"

/** How the desk speaks of the administrator's rooms; what stands inside them has words of its own. */
export const admin = words({ title: "Quản trị" }, { title: "Administration" })
