"""Makers of people and places for the tests of identity."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core.access import Role
from app.db import db
from app.identity import passwords, staff
from app.identity.models import Person, SmsOut
from app.units import operations as units
from app.units.models import Unit

PASSWORD = "cau mat khau kha dai"


def make_commune(name: str = "Xã Thu Bồn") -> Unit:
    province = db.session.scalar(select(Unit).where(Unit.kind == "province"))
    province = province or units.add(kind="province", name="Thành phố Đà Nẵng", official_code="48")
    return units.add(kind="commune", name=name, parent=province)


def make_staff(username: str = "lan", *, name: str = "Trần Thị Lan", roles: tuple[Role, ...] = (Role.CLERK,)) -> Person:
    commune = db.session.scalar(select(Unit).where(Unit.kind == "commune")) or make_commune()
    person = staff.add_person(name=name, username=username, password_hash=passwords.hashed(PASSWORD, cost=1))
    for role in roles:
        staff.grant(person.id, commune.id, role)
    return person


def sign_in(
    client: FlaskClient, username: str = "lan", *, password: str = PASSWORD, where: str = "desk"
) -> TestResponse:
    body = {"username": username, "password": password, "where": where}
    return client.post("/api/sign-in/password", json=body)


def latest_text(phone: str) -> str:
    """The text of the latest message to a number, as the console inbox has it."""
    found = select(SmsOut.text).where(SmsOut.phone == phone).order_by(SmsOut.created_at.desc(), SmsOut.id.desc())
    text = db.session.scalars(found.limit(1)).first()
    assert text is not None
    return text


def code_in(text: str) -> str:
    return text.rsplit("#", 1)[1]
