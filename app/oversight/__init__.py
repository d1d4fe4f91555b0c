"""How the whole server is, for administrators and for what watches it: backups, jobs, the chain, room on the disk."""
