"""What tests of authority need: a volunteer with a consent, a person who leaves, a phone that is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from app.catalogue import queries as catalogue
from app.core import clock
from app.core.access import Actor, Role
from app.core.ids import uuid7
from app.db import db, transaction
from app.identity import devices, queries, staff
from app.identity.models import Account
from app.sync.models import Quarantine
from tests.dossiers.office import Office
from tests.sync.world import Act, Phone, sign_in

OFFICER = Actor(principal="person:0193f0a0-0000-7000-8000-00000000000a", name="Tổ trưởng")


def make_helper(phone: Phone, office: Office, name: str = "Lò Văn Thắng") -> Phone:
    """A volunteer of the commune, signed in on a phone."""
    person = sign_in(phone, name=name)
    assert person.actor.person_id is not None
    with transaction(writes=True):
        staff.grant(person.actor.person_id, office.unit.id, Role.VOLUNTEER)
    return sign_in(phone, person.actor.person_id, name=name)


def consent(helper: Phone, office: Office, **changed: Any) -> Act:
    """Consent to be helped, as the helper's phone records it."""
    text, now = catalogue.current_text("consent_help"), clock.now()
    told = {
        "mandate_id": str(uuid7()),
        "unit_id": str(office.unit.id),
        "resident_name": "Nguyễn Thị Hoa",
        "resident_id_last4": "1234",
        "text_version": text.version,
        "text_hash": text.hash,
        "purposes": ["type", "photograph", "see_status"],
        "method": "witness",
        "evidence": {"witness": "Cà Văn Inh"},
        "granted_at": now.isoformat(),
        "expires_at": (now + timedelta(days=30)).isoformat(),
        **changed,
    }
    return helper.act("mandate.grant", told)


def close_account(person: Phone) -> None:
    """Somebody's account is closed."""
    with transaction(writes=True):
        account = queries.account_of(person.actor.person_id or UUID(int=0))
        assert account is not None
        staff.deactivate(account)


def block(phone: Phone, reason: str = "Rơi ở chợ Mộc.") -> None:
    """A phone is reported lost."""
    with transaction(writes=True):
        devices.block(phone.device_id, reason=reason, actor=OFFICER)


def held(act: Act) -> Quarantine | None:
    """What stands in quarantine of an act."""
    db.session.expire_all()
    return db.session.get(Quarantine, UUID(act.id))


def account_of(person: Phone) -> Account:
    """Somebody's account."""
    found = queries.account_of(person.actor.person_id or UUID(int=0))
    assert found is not None
    return found
