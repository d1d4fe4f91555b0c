import { words } from "./words.ts"

const roles = words(
  {
    volunteer: "tổ công nghệ số",
    group_lead: "tổ trưởng tổ công nghệ số",
    clerk: "cán bộ một cửa",
    appraiser: "cán bộ thẩm định",
    approver: "lãnh đạo",
    unit_head: "trưởng phòng",
    seal_clerk: "văn thư",
    leader: "lãnh đạo",
    admin: "quản trị",
    helper: "người giúp",
    system: "",
  },
  {
    volunteer: "digital technology group",
    group_lead: "group lead",
    clerk: "clerk",
    appraiser: "appraiser",
    approver: "approver",
    unit_head: "head of section",
    seal_clerk: "seal clerk",
    leader: "leader",
    admin: "administrator",
    helper: "helper",
    system: "",
  },
)

/** What a role is called beside a person's name; empty for what is no person's role. */
export function roleName(role: string | null | undefined): string {
  if (!role) return ""
  const known: Readonly<Record<string, string>> = roles()
  return known[role] ?? role
}
