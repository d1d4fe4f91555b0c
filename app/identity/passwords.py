"""Password hashes (argon2id). An unknown name costs as much time as a wrong password."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB = 19 * 1024


@cache
def _hasher(cost: int) -> PasswordHasher:
    return PasswordHasher(time_cost=cost, memory_cost=MEMORY_KIB, parallelism=1)


@cache
def _nobody(cost: int) -> str:
    return _hasher(cost).hash("nobody has this password")


def hashed(password: str, *, cost: int) -> str:
    """The hash that is kept of a password."""
    return _hasher(cost).hash(password)


def fits(kept: str | None, password: str, *, cost: int) -> bool:
    """Whether a password is the one a hash was made from; without a hash it works as long and says no."""
    try:
        _hasher(cost).verify(kept or _nobody(cost), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str, *, cost: int) -> bool:
    """Whether a hash was made at another cost and should be made anew."""
    return _hasher(cost).check_needs_rehash(kept)
