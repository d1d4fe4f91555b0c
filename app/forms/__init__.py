"""Form definitions and the engine that decides what a form shows, asks for and accepts."""
