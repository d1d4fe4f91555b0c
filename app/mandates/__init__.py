"""Who may help whom: consent by a versioned text, with evidence, uses and an end."""
