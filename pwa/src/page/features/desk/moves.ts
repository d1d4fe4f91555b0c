/* The words, keys and questions of the moves; which moves there are comes from the server's table. */
import { MOVES } from "../../../core/contract/contract.gen.ts"
import { lang } from "../../i18n/lang.ts"

const MORE: Readonly<Record<string, { vi: string; en: string }>> = {
  files_complete: { vi: "Đã nhận đủ từng byte của mọi giấy tờ", en: "Every byte of every paper arrived" },
  compare: { vi: "Đối chiếu bản chính", en: "Original compared" },
  draft_result: { vi: "Giữ dự thảo kết quả", en: "Draft result kept" },
  payment: { vi: "Ghi nhận tiền", en: "Payment recorded" },
}

/** What a move is called. */
export function moveLabel(name: string): string {
  const known = MOVES.find((move) => move.name === name)?.label ?? MORE[name]
  return known ? known[lang()] : name
}

/** Letters that make a move without the mouse. */
export const KEYS: Readonly<Record<string, string>> = {
  receive: "t",
  take_up: "n",
  propose: "d",
  decide: "p",
  sign: "s",
  hand_over: "h",
  send_back: "l",
  refuse: "k",
  forward: "c",
}

/** Moves that end or turn a dossier: outlined, never filled. */
export const HARD: ReadonlySet<string> = new Set(["refuse", "stop", "withdraw", "send_back"])
