"""Shapes of the steps inside the office, and of a draft that its owner looks at."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from app.core.shapes import Shape, Words
from app.documents.schemas import DocumentOut


class DeskStepOut(Shape):
    """One step of the procedure as the office sees it."""

    key: str
    kind: str
    name: Words
    role: str
    status: Literal["done", "here", "next", "skipped"]
    due_at: datetime | None
    """Until when it should be done; nothing where no limit is set, or while the clock stands still."""
    since: datetime | None = None
    ended_at: datetime | None = None
    by: str | None = None
    kept: bool | None = None
    """Of a step that is done: whether it was in time."""
    late: bool = False
    """It stands here, and should have been done."""


class ResultDraftOut(Shape):
    """The draft of the result that waits for its owner's word."""

    document: DocumentOut
    until: datetime | None
    """After this moment silence counts as agreement."""
