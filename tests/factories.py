"""Makes the least that is valid: keyword-only, one function a thing; a domain's own makers live in its folder until a
second domain needs them."""
