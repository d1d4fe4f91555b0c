"""How a result was handed over, as its owner and the desk see it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.core.shapes import Shape

AsWhom = Literal["owner", "submitter", "subject", "relative", "authorised"]
Signed = Literal["glass", "paper", "thumb"]


class HandedOut(Shape):
    """Who received the result, when and how."""

    at: datetime
    method: Literal["counter", "post", "electronic"]
    receiver: str
    """Who has it; by post to whom it was sent."""
    as_whom: AsWhom | None = None
    authority: str = ""
    """What a relative is to the owner, or by which paper somebody else came."""
    id_end: str = ""
    """The last four signs of the identity number that was shown at the counter."""
    signed: Signed | None = None
    carrier: str = ""
    tracking: str = ""
    by: str = ""
    """Who handed it over."""
    handover_id: UUID | None = None
    """The record of the act, with the signature."""
