"""Second proofs of who somebody is, sign-in through an identity provider, and what is decided about both."""
