/* Which part of the app may know which: the house's arrows, resolved from real paths. */
import { dirname, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const SRC = fileURLToPath(new URL("./src", import.meta.url))

/** The first rule whose `from` matches the importing file and whose `to` matches the imported one speaks. */
const REFUSED = [
  { from: /^core\//, to: /^(page|sw)\//, say: "core runs everywhere: it never imports the page or the service worker" },
  { from: /^core\/domain\//, to: /^core\/(db|sync)\//, say: "rules are pure: core/domain never imports core/db or core/sync" },
  { from: /^core\/db\//, to: /^core\/sync\//, say: "the store never imports the loop that empties it" },
  { from: /^page\//, to: /^sw\//, say: "the page speaks with the service worker by messages only" },
  { from: /^sw\//, to: /^page\//, say: "the service worker never imports the page" },
  { from: /^page\/ui\//, to: /^core\/(db|sync)\//, say: "parts of the screen are given what they show: ui never imports db or sync" },
  { from: /^page\/ui\//, to: /^page\/(app|features|offline)\//, say: "ui stands below the screens that use it" },
]

const feature = (path) => /^page\/features\/([^/]+)\//.exec(path)?.[1]

/** The administrator's rooms are a wing of the desk (decision 0032): they use its parts, and it knows their door alone. */
const WINGS = { admin: "desk" }
const DOORS = { "page/features/desk/AdminRooms.tsx": "admin" }

function refusal(from, to) {
  const mine = feature(from)
  const theirs = feature(to)
  if (mine && (WINGS[mine] === theirs || DOORS[from] === theirs)) return undefined
  if (mine && theirs && mine !== theirs) return `features never import each other (${mine} -> ${theirs})`
  return REFUSED.find((rule) => rule.from.test(from) && rule.to.test(to))?.say
}

/** Reports an import against the arrows of the house. */
export const directions = {
  meta: { type: "problem", schema: [], messages: { wrong: "{{say}}" } },
  create(context) {
    const from = relative(SRC, context.filename)
    const look = (node, source) => {
      if (typeof source?.value !== "string" || !source.value.startsWith(".")) return
      const to = relative(SRC, resolve(dirname(context.filename), source.value))
      const say = refusal(from, `${to}/`) ?? refusal(from, to)
      if (say) context.report({ node, messageId: "wrong", data: { say } })
    }
    return {
      ImportDeclaration: (node) => look(node, node.source),
      ExportNamedDeclaration: (node) => look(node, node.source),
      ExportAllDeclaration: (node) => look(node, node.source),
      ImportExpression: (node) => look(node, node.source),
    }
  },
}
