"""What is hashed, and how: a row by its columns, a link by the one before it. Pure, and fixed for ever by its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app.core.canonical import digest

START = "0" * 64
"""What the first link hangs on."""

FORM = 1
"""The form new links are made in. A column that is added to a table is a new form; old links keep theirs."""

COLUMNS: Mapping[tuple[str, int], tuple[str, ...]] = {
    ("event", 1): (
        *("dossier_id", "version", "at", "move", "from_state", "to_state", "principal", "person_id"),
        *("actor_name", "actor_role", "reason", "data", "op_id", "device_time"),
    ),
    ("look", 1): ("id", "at", "principal", "person_id", "session_id", "kind", "object_id", "why"),
    ("admin", 1): ("id", "at", "person_id", "by", "kind", "object_id", "unit_id", "what", "before", "after"),
    ("factor", 1): ("id", "person_id", "at", "what", "by_person_id", "by_name", "reason"),
}


@dataclass(frozen=True)
class Link:
    """A link before its own hash: its place, when it was made, which row it holds and what that row was."""

    n: int
    at: datetime
    kind: str
    form: int
    row_id: UUID
    row_version: int
    row_sha256: str


@dataclass(frozen=True)
class Digest:
    """The last link of a day: kept outside, it holds everything up to that day in place."""

    day: date
    n: int
    sha256: str

    def line(self) -> str:
        """As it is printed: day, number, hash."""
        return f"{self.day.isoformat()} {self.n} {self.sha256}"


def row_hash(kind: str, form: int, row: Mapping[str, Any]) -> str:
    """The SHA-256 of a row's columns as canonical JSON, in hex."""
    return digest({column: plain(row[column]) for column in COLUMNS[kind, form]})


def link_hash(before: str, link: Link) -> str:
    """The SHA-256 of a link with the hash of the one before it, in hex."""
    row = [link.kind, link.form, plain(link.row_id), link.row_version, link.row_sha256]
    return digest([before, link.n, plain(link.at), *row])


def plain(value: Any) -> Any:
    """A value as JSON can hold it; moments in UTC to the microsecond."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID | date):
        return str(value)
    return value


def read_digest(line: str) -> Digest:
    """A printed digest; raises ValueError where the line is none."""
    day, number, sha256 = line.split()
    if len(sha256) != len(START) or int(sha256, 16) < 0 or int(number) < 1:
        raise ValueError(line)
    return Digest(date.fromisoformat(day), int(number), sha256.lower())
