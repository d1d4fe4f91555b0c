"""Small fakes of what stands outside the house (bank, identity provider, push service), with verbs."""
