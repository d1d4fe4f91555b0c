"""The steps of a dossier as the office sees them: who did what until when, where it is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.shapes import Words
from app.db import db
from app.dossiers import stepping
from app.dossiers.models import Dossier, DossierEvent
from app.dossiers.step_schemas import DeskStepOut
from app.workflow.process import Step
from app.workflow.table import ENDS, State


def desk_steps(dossier: Dossier, body: Mapping[str, Any]) -> list[DeskStepOut]:
    """Every step of the dossier's procedure, in order."""
    process = stepping.process_of(dossier, body)
    now_at = process.here(dossier.step, State(dossier.state))
    ended = _ended(dossier)
    untils = stepping.dues(dossier, process)
    at = process.steps.index(now_at) if now_at else _broken_off(process.steps, ended, dossier)
    return [
        _step(step, _status(number, at, dossier), untils.get(step.key), ended.get(step.key), dossier)
        for number, step in enumerate(process.steps)
    ]


def _ended(dossier: Dossier) -> dict[str, DossierEvent]:
    """The event that last ended each step."""
    rows = select(DossierEvent).where(DossierEvent.dossier_id == dossier.id).order_by(DossierEvent.version)
    return {each.data[stepping.STEP]["key"]: each for each in db.session.scalars(rows) if stepping.STEP in each.data}


def _broken_off(steps: Sequence[Step], ended: Mapping[str, DossierEvent], dossier: Dossier) -> int:
    """After how many steps a dossier ended: all of them, where its result was returned."""
    if dossier.state == State.RETURNED:
        return len(steps)
    return max([number for number, step in enumerate(steps) if step.key in ended], default=0)


def _status(number: int, at: int, dossier: Dossier) -> str:
    if number < at:
        return "done"
    if State(dossier.state) in ENDS:
        return "skipped"
    return "here" if number == at else "next"


def _step(step: Step, status: str, until: datetime | None, event: DossierEvent | None, dossier: Dossier) -> DeskStepOut:
    done = event if status in {"done", "skipped"} else None
    said = done.data[stepping.STEP] if done else {}
    due_at = said.get("due_at") if done else until
    shown = {
        "key": step.key,
        "kind": step.kind.value,
        "name": Words(vi=step.name["vi"], en=step.name.get("en")),
        "role": step.role,
        "status": status,
        "due_at": due_at,
        "since": dossier.step_since if status == "here" else said.get("since"),
        "ended_at": done.at if done else None,
        "by": (done.actor_name if done else dossier.holder_name if status == "here" else None) or None,
        "kept": said.get("kept"),
        "late": status == "here" and until is not None and until < clock.now(),
    }
    return DeskStepOut.model_validate(shown)
