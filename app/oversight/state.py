"""The state of the system: each part read by itself, so that one that fails does not hide the others.

All of it is about the server and none of it about people: counts, moments, kinds and sizes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from app.config import Config
from app.core import clock
from app.core.living import InUseError
from app.db import db
from app.oversight import findings, parts
from app.oversight.schemas import FindingOut, Part, StateOut

log = logging.getLogger(__name__)
T = TypeVar("T")


def state(config: Config) -> StateOut:
    """Everything at this moment, with what is wrong, the worst first; in a reading unit of work."""
    unreadable: list[FindingOut] = []

    def read(part: Part, ask: Callable[[Config], T]) -> T | None:
        try:
            with db.session.begin_nested():
                return ask(config)
        except (SQLAlchemyError, InUseError, OSError, KeyError, ValueError):
            log.exception("the state of %s could not be read", part)
            unreadable.append(FindingOut(part=part, code="unreadable", level="alarm", n=0))
            return None

    found = StateOut(
        at=clock.now(),
        level="well",
        findings=[],
        backup=read("backup", parts.backup),
        jobs=read("jobs", parts.jobs_state),
        audit=read("audit", parts.audit),
        room=read("room", parts.room),
        stumbles=read("stumbles", parts.stumbles_state),
        versions=read("versions", parts.versions),
    )
    wrong = [*unreadable, *findings.of(found)]
    found.findings = sorted(wrong, key=lambda each: each.level != "alarm")
    found.level = found.findings[0].level if found.findings else "well"
    return found
