"""The question at a sitting whether what she said may be filled in again: asked apart, and no is no."""

from __future__ import annotations

from uuid import UUID

from app.catalogue import queries as catalogue
from app.catalogue.schemas import Paragraphs
from app.consents.operations import Proof
from app.core import clock, errors
from app.core.access import Actor
from app.core.shapes import Words
from app.counter.models import Sitting
from app.counter.sitting_schemas import QuestionOut, SaidIn
from app.db import db
from app.dossiers.page_schemas import ReuseAgreed

KIND = "consent_reuse"


def question(sitting: Sitting) -> QuestionOut:
    """The words that are asked now, and what was said to them."""
    text = catalogue.current_text(KIND)
    return QuestionOut(
        version=text.version,
        hash=text.hash,
        title=Words.model_validate(text.body["title"]),
        body=Paragraphs.model_validate(text.body["body"]),
        said=sitting.reuse_said,  # type: ignore[arg-type]  # checked when it is built
    )


def say(sitting: Sitting, given: SaidIn, how: str) -> None:
    """Keep her word to exactly these words; a later one counts. Raises Conflict where they are not asked now.

    What she said on her own screen the official cannot change; the question is asked anew instead.
    """
    asked = sitting.shown.get("kind") == "reuse"
    if not asked or given.hash != catalogue.current_text(KIND).hash:
        raise errors.Conflict("reuse_not_asked")
    if how == "spoken" and sitting.reuse_how == "screen":
        raise errors.Conflict("reuse_not_asked")
    sitting.reuse_said, sitting.reuse_how = "yes" if given.yes else "no", how
    sitting.reuse_hash, sitting.reuse_at = given.hash, clock.now()
    sitting.version += 1
    db.session.flush()


def may_say(sitting: Sitting, given: ReuseAgreed | None) -> None:
    """Raise Conflict where a text says that she allowed what she did not say yes to."""
    if given is not None and (sitting.reuse_said != "yes" or sitting.reuse_hash != given.hash):
        raise errors.Conflict("reuse_not_said")


def proof(sitting: Sitting, officer: Actor, op_id: UUID) -> Proof:
    """What shows that she allowed it: how she said so, and how she agreed to the text that says it."""
    evidence = {
        "sitting": str(sitting.id),
        "said_at": sitting.reuse_at.isoformat() if sitting.reuse_at else None,
        "agreed": sitting.confirmed_how,
        "agreed_sha256": sitting.confirmed_sha256,
    }
    return Proof(sitting.reuse_how or "spoken", officer, op_id, evidence)
