"""The waiting room: numbers, whom to call next, what the call screen says, and appointments by the half hour."""
