"""Rescue files: what phones could not send, carried to the office by hand."""
