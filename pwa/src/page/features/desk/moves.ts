/* The keys of the moves, and which of them are hard; which moves there are comes from the server's table. */
/** Letters that make a move without the mouse. */
export const KEYS: Readonly<Record<string, string>> = {
  receive: "t",
  take_up: "n",
  pass_on: "n",
  propose: "d",
  decide: "p",
  decide_draft: "p",
  pass_check: "p",
  sign: "s",
  hand_over: "h",
  send_back: "l",
  check_back: "l",
  refuse: "k",
  forward: "c",
  ask_supplement: "b",
  ask_again: "b",
  allow_supplement: "y",
  extend: "g",
}

/** Moves that end or turn a dossier: outlined, never filled. */
export const HARD: ReadonlySet<string> = new Set([
  "refuse",
  "stop",
  "withdraw",
  "send_back",
  "check_back",
  "contest_draft",
  "withdraw_supplement",
])

/** Moves that leave a dossier where it stands: never the one that is filled. */
export const ASIDE: ReadonlySet<string> = new Set(["ask_supplement", "ask_again", "extend"])
