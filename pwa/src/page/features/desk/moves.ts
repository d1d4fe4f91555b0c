/* The keys of the moves, and which of them are hard; which moves there are comes from the server's table. */
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
