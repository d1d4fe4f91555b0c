"""Giving and taking back: each adds a row, once, and changes none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.consents import queries, rules
from app.consents.models import ConsentAct
from app.core import clock
from app.core.access import Actor
from app.core.ids import uuid7
from app.db import db


@dataclass(frozen=True)
class Proof:
    """How somebody said it, through whom, and what shows that she did."""

    how: str
    actor: Actor
    op_id: UUID
    evidence: dict[str, Any] = field(default_factory=dict)


def give(dossier_id: UUID, *, id_number: str, unit_id: UUID, version: str, text_hash: str, proof: Proof) -> ConsentAct:
    """Keep that the owner of a dossier allowed what the text says; the caller has made sure that it was she.

    Voluntary, for one purpose, provable, for a time (Law 91/2025/QH15, Article 9). Again is the same consent.
    """
    if done := _act(dossier_id, "given"):
        return done
    now = clock.now()
    until = rules.months_on(now, queries.months_on(clock.today()))
    return _add(
        proof,
        dossier_id=dossier_id,
        act="given",
        at=now,
        until=until,
        id_number=id_number,
        unit_id=unit_id,
        purpose=rules.FILL,
        text_version=version,
        text_hash=text_hash,
    )


def withdraw(dossier_id: UUID, proof: Proof) -> ConsentAct | None:
    """Take a consent back from now on; nothing where none was given or it was taken back already.

    What was done before stays as it is (Law 91/2025/QH15).
    """
    given = _act(dossier_id, "given")
    if given is None or _act(dossier_id, "withdrawn") is not None:
        return None
    return _add(
        proof,
        dossier_id=dossier_id,
        act="withdrawn",
        at=clock.now(),
        until=None,
        id_number=given.id_number,
        unit_id=given.unit_id,
        purpose=given.purpose,
        text_version=given.text_version,
        text_hash=given.text_hash,
    )


def _act(dossier_id: UUID, act: str) -> ConsentAct | None:
    return db.session.scalar(select(ConsentAct).where(ConsentAct.dossier_id == dossier_id, ConsentAct.act == act))


def _add(proof: Proof, **columns: Any) -> ConsentAct:
    made = ConsentAct(
        id=uuid7(),
        how=proof.how,
        evidence=proof.evidence,
        op_id=proof.op_id,
        principal=proof.actor.principal,
        person_id=proof.actor.person_id,
        **columns,
    )
    db.session.add(made)
    db.session.flush()
    return made
