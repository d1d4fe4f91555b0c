"""Papers at the counter: scanned files taken apart into pages, pages cut, papers that are held already used again."""
