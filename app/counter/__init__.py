"""The counter: what a resident's phone shows there, and the sittings at which an official types for her."""
