"""The demo commune: invented people and dossiers in every state, made through the same doors as real ones."""
