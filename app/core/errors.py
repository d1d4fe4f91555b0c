"""The tree of errors that a caller may meet, each with a stable code (sentences: error_texts.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar


class AppError(Exception):
    """Something a person or a device can be told; never carries what they sent.

    `code` is stable and has a sentence in every language; `params` fill the sentence;
    `extra` are further members of the problem document (RFC 9457, section 3.2).
    """

    status: ClassVar[int] = 400

    def __init__(
        self,
        code: str,
        *,
        errors: Sequence[dict[str, Any]] = (),
        extra: dict[str, Any] | None = None,
        **params: object,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.errors = list(errors)
        self.extra = extra or {}
        self.params = params


class BadRequest(AppError):
    """The request itself could not be read."""


class NotSignedIn(AppError):
    """No session, or one that has ended."""

    status = 401


class Forbidden(AppError):
    """Signed in, but not allowed."""

    status = 403


class NotFound(AppError):
    """Absent, or hidden from this actor: the answer is the same."""

    status = 404


class Conflict(AppError):
    """The state of the thing does not allow it now."""

    status = 409


class NeedsOfficer(AppError):
    """Understood, and neither the phone nor this server may decide it: an officer does."""

    status = 409


class Gone(AppError):
    """It was there and will not come back."""

    status = 410


class TooLarge(AppError):
    """More bytes than are taken here."""

    status = 413


class WrongType(AppError):
    """A content type that is not taken here."""

    status = 415


class Invalid(AppError):
    """Understood and refused; `errors` names the fields."""

    status = 422


class Locked(AppError):
    """Someone else holds it for a moment."""

    status = 423


class UpgradeFirst(AppError):
    """The app on the phone is too old for this server."""

    status = 426


class TooMany(AppError):
    """Slow down; `retry_after` seconds stand in extra and in the header."""

    status = 429

    def __init__(self, code: str, *, retry_after: int) -> None:
        super().__init__(code, extra={"retry_after": retry_after})
        self.retry_after = retry_after


class HashMismatch(AppError):
    """The bytes are not the ones that were named (460, as tus checksum does)."""

    status = 460


class Unavailable(AppError):
    """A part that is needed does not answer now."""

    status = 503
