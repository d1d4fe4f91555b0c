"""Shapes of sittings: what the official's side sends, and what the resident's side is told."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.catalogue.schemas import Paragraphs
from app.core.shapes import Exact, Given, Kept, Sha256Hex, Shape, Words
from app.dossiers.schemas import ManifestItem, SubmitPayload

Secret = Field(min_length=20, max_length=60, pattern=r"^[\w-]+$")
Stroke = list[int]


class SittingPath(Given):
    sitting_id: UUID


class SittingIn(Given):
    """Begin a sitting; the same id again is the same sitting."""

    sitting_id: UUID
    unit_id: UUID
    procedure_code: str = Field(max_length=40)
    token: str = Secret
    """Made at the desk; the other screen opens the sitting with it."""
    ticket_id: UUID | None = None
    """The number of the waiting room with which she was called."""
    after: UUID | None = None
    """The own sitting right before, of the same person: its screen goes on with this one, and so does what she said."""


class Line(Given):
    """A question, and what was typed."""

    label: str = Field(max_length=600)
    value: str = Field(max_length=4000)
    now: bool = False
    """It is being asked now."""


class ShownIn(Given):
    """What the resident's side shows from now on."""

    kind: Literal["asking", "reuse", "confirm", "receive", "done"]
    title: str = Field(max_length=400)
    step: str = Field(default="", max_length=400)
    lines: list[Line] = Field(default_factory=list, max_length=300)
    sha256: Sha256Hex | None = None
    """Of the text that is to be agreed to (`confirm`), or that results are signed for with (`receive`)."""
    code: str = Field(default="", max_length=20)
    square: str = Field(default="", max_length=400)
    """Of the slip, once it is sent (`done`)."""
    number: str = Field(default="", max_length=80)


class SittingOut(Shape):
    """How a sitting stands, for the official."""

    sitting_id: UUID
    procedure_code: str
    over: bool
    paired: bool
    seat_seen_at: datetime | None
    """When the other screen was last heard of."""
    version: int
    code_sent: bool
    confirmed: Sha256Hex | None
    """Of the text the resident agreed to."""
    how: Literal["code", "signature"] | None
    reuse: Literal["yes", "no"] | None
    """What she said to the question whether her answers may be filled in again."""
    dossier_id: UUID | None


class CodeToIn(Given):
    phone: str = Field(max_length=20)


class ConfirmIn(Given):
    """The code that went to her phone, typed at the desk where there is no other screen."""

    code: str = Field(max_length=10)


class ConfirmedOut(Shape):
    right: bool
    left: int
    """Tries that are left."""


class CounterText(Kept):
    """The exact text of what is submitted at the counter."""

    op_id: UUID
    dossier_id: UUID
    form_ref: str = Field(max_length=120)
    made_at: AwareDatetime
    payload: SubmitPayload
    manifest: list[ManifestItem] = Field(default_factory=list, max_length=200)


class FileIn(Given):
    """Submit what was agreed to, as one exact text."""

    text: Exact = Field(max_length=262_144)
    compared: list[str] = Field(default_factory=list, max_length=50)
    """Papers whose originals the official has just compared."""


class FiledOut(Shape):
    dossier_id: UUID
    local_code: str
    received: bool
    """Whether it is received already; else something is missing, which the dossier itself says."""
    official_number: str | None


class SeatIn(Given):
    """The resident's side asks; `seat` is its own secret, and the first one is paired."""

    token: str = Secret
    seat: str = Secret
    seen: int = -1


class SeatOut(Shape):
    """What the resident's side shows; `shown` only where it is newer than what was seen."""

    over: bool
    version: int
    unit_name: str
    official_name: str
    shown: ShownOut | None
    code_sent: bool
    question: QuestionOut | None
    """While `reuse` is shown: the words of the consent, from here and not from the official's screen."""
    phone_end: str
    """The last digits of the number that the code went to."""
    confirmed: bool


class LineOut(Shape):
    label: str
    value: str
    now: bool


class ShownOut(Shape):
    kind: Literal["asking", "reuse", "confirm", "receive", "done"]
    title: str
    step: str
    lines: list[LineOut]
    sha256: str | None
    code: str
    square: str
    number: str


class QuestionOut(Shape):
    """A consent that is asked for: its exact words, and what was said to it."""

    version: str
    hash: Sha256Hex
    title: Words
    body: Paragraphs
    said: Literal["yes", "no"] | None


class SaidIn(Given):
    """Her word to the words of a consent: yes or no, nothing else."""

    hash: Sha256Hex
    yes: bool


class BesideSaidIn(SaidIn):
    token: str = Secret
    seat: str = Secret


class AgreeIn(Given):
    """The resident agrees to exactly the text that was asked: by the code, or by signing on glass."""

    token: str = Secret
    seat: str = Secret
    sha256: Sha256Hex
    code: str = Field(default="", max_length=10)
    strokes: list[Stroke] = Field(default_factory=list, max_length=200)


SeatOut.model_rebuild()
