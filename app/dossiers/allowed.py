"""What an owner allowed the office to do again with what she said, and what was filled in from it: kept, and told.

The consent is an object of its own (`app/consents`); the dossier's log, and with it the chain, says what was done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from app.consents import operations as consents
from app.consents.operations import Proof
from app.db import db
from app.dossiers import log
from app.dossiers.intake import Sound
from app.dossiers.models import Dossier, DossierEvent
from app.dossiers.page_schemas import AllowedOut, FilledOut

ALLOWED, ENDED, FILLED = "reuse_allowed", "reuse_ended", "filled_before"
"""The events: she allowed it, she took it back, and which answers stand as she had given them before."""


def is_hers(people: Mapping[str, Any], mandate_id: UUID | None) -> bool:
    """Whether a consent can be the owner's own: she filed herself, is known by a number, and nobody typed for her."""
    number = str((people.get("owner") or {}).get("id_number") or "")
    return "submitter" not in people and mandate_id is None and len(number) == 12 and number.isdigit()


def keep(sound: Sound, *, reader: str, proof: Proof) -> None:
    """Keep the consent that came with a submission; one that is not the owner's own allows nothing and is not kept."""
    given = sound.sent.payload.reuse
    if given is None or not is_hers(sound.people, sound.sent.mandate_id):
        return
    dossier = db.session.get_one(Dossier, sound.sent.dossier_id)
    act = consents.give(
        dossier.id,
        id_number=str(sound.people["owner"]["id_number"]),
        unit_id=sound.unit_id,
        version=given.version,
        text_hash=given.hash,
        proof=proof,
    )
    assert act.until is not None
    log.append(
        dossier,
        move=ALLOWED,
        to_state=dossier.state,
        actor=proof.actor,
        op_id=uuid5(NAMESPACE_URL, f"{proof.op_id}/reuse"),
        data={"consent": str(act.id), "how": act.how, "text": act.text_hash, "until": act.until.isoformat()},
        role="owner" if proof.how == "phone" else "clerk",
        tell=[reader],
    )


def end(dossier: Dossier, proof: Proof, *, role: str, device_time: datetime | None = None) -> bool:
    """Take the consent of a dossier back, at once; whether there was one. Again changes nothing."""
    act = consents.withdraw(dossier.id, proof)
    if act is None:
        return False
    log.append(
        dossier,
        move=ENDED,
        to_state=dossier.state,
        actor=proof.actor,
        op_id=proof.op_id,
        data={"consent": str(act.id), "how": act.how},
        device_time=device_time,
        role=role,
    )
    return True


def told(events: Sequence[DossierEvent]) -> AllowedOut | None:
    """How the consent of a dossier stands; nothing where none was given."""
    given = next((each for each in events if each.move == ALLOWED), None)
    ended = next((each for each in events if each.move == ENDED), None)
    if given is None:
        return None
    return AllowedOut(given_at=given.at, until=given.data["until"], withdrawn_at=ended.at if ended else None)


def filled(events: Sequence[DossierEvent]) -> list[FilledOut]:
    """The answers of a dossier that stand as they were given before."""
    return [
        FilledOut(
            path=each["path"],
            from_code=each["from_code"],
            given_at=each["given_at"],
            here=each["here"],
            asked_again=each["asked_again"],
        )
        for event in events
        if event.move == FILLED
        for each in event.data["fields"]
    ]
