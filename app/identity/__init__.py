"""People, accounts, roles, devices, sessions, sign-in, and the record of who looked at whose data."""
