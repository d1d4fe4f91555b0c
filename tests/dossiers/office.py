"""A commune's office with its people, and dossiers as phones send them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.catalogue import queries as catalogue
from app.core import clock, ids
from app.core.access import Actor, Role
from app.db import db
from app.dossiers import finding, log, rules
from app.dossiers.models import Dossier, DossierAccess, DossierFile
from app.identity import passwords, queries, staff
from app.identity.models import Person
from app.units import operations as units
from app.units.models import Unit

PASSWORD = "mot mat khau kha dai"
BIRTH, COPIES, MARITAL = "1.001193", "2.000815", "1.004873"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER: dict[str, Any] = {
    "name": "Nguyễn Phạm Hoàng Bảo Trâm",
    "id_number": "038194001234",
    "phone": "0905123456",
    "address": {"province": "48", "commune": "20551", "line": "Thôn Bờ Đa"},
}

TEAM = {
    "clerk": ("Đinh Thị Ngọc Ánh", Role.CLERK),
    "appraiser": ("Lê Văn Tùng", Role.APPRAISER),
    "approver": ("Phạm Thị Hạnh", Role.APPROVER),
    "seal": ("Võ Minh Khoa", Role.SEAL_CLERK),
}


@dataclass
class Office:
    """A commune and who works there."""

    unit: Unit
    people: dict[str, Person]

    def actor(self, who: str) -> Actor:
        """One of the team, as a signed-in actor."""
        person = self.people[who]
        return Actor(
            principal=f"person:{person.id}",
            person_id=person.id,
            name=person.name,
            grants=queries.grants_of(person.id),
        )

    def hire(self, who: str, name: str, *roles: Role) -> Actor:
        """Somebody more at this office."""
        person = staff.add_person(name=name, username=who, password_hash=passwords.hashed(PASSWORD, cost=1))
        for role in roles:
            staff.grant(person.id, self.unit.id, role)
        self.people[who] = person
        return self.actor(who)


def make_office(*, name: str = "Xã Mộc Giang", e_identifier: str | None = "H17.50.2", prefix: str = "") -> Office:
    """A commune with a clerk, an appraiser, an approver and a seal clerk."""
    province = db.session.query(Unit).filter_by(kind="province").first()
    province = province or units.add(kind="province", name="Thành phố Đà Nẵng", official_code="48")
    unit = units.add(
        kind="commune",
        name=name,
        parent=province,
        e_identifier=e_identifier,
        address="12 đường Trần Phú",
        phone="0235 3877 123",
        levels=["commune"],
        bank_bin="970405",
        bank_account="1234567890123",
        bank_holder="UBND xã Mộc Giang",
    )
    office = Office(unit, {})
    for who, (person_name, role) in TEAM.items():
        office.hire(prefix + who, person_name, role)
        office.people[who] = office.people[prefix + who]
    return office


def make_dossier(
    office: Office,
    *,
    code: str = BIRTH,
    answers: dict[str, Any] | None = None,
    owner: dict[str, Any] | None = None,
    principal: str = "device:0193-owner",
    files: tuple[str, ...] = (),
    missing: int = 0,
    wishes: dict[str, Any] | None = None,
    channel: str = "prepared",
    filer: Actor | None = None,
) -> Dossier:
    """A dossier that was sent just now, whole unless bytes are missing."""
    dossier_id, now = ids.uuid7(), clock.now()
    who = OWNER if owner is None else owner
    procedure = catalogue.procedure_body(catalogue.current_version(code))
    dossier = Dossier(
        id=dossier_id,
        version=0,
        state="draft",
        procedure_code=code,
        form_hash=procedure["form"]["ref"].split("@")[1],
        unit_id=office.unit.id,
        channel=channel,
        local_code=ids.local_code(dossier_id),
        title=f"{procedure['name']['vi']}: {who['name']}",
        answers=answers or {},
        parties={"owner": who},
        search_text=rules.search_text({"owner": who}, [ids.local_code(dossier_id)]),
        owner_id_number=who.get("id_number"),
        claim_hash="0" * 64,
        factor_kind="id",
        factor_hash="0" * 64,
        notice={},
        wishes=wishes or {},
        submitted_at=now,
        files_missing=missing,
        complete_at=None if missing else now,
        due={},
        step_since=now,
        flags=[],
    )
    db.session.add(dossier)
    db.session.add(DossierAccess(dossier_id=dossier_id, principal=principal, role="owner", since=now, how="submit"))
    for page, paper in enumerate(files, start=1):
        db.session.add(_file(dossier_id, paper, page, now))
    filer = filer or Actor(principal=principal, name=who["name"])
    db.session.flush()
    finding.note(dossier)
    log.append(dossier, move="submit", to_state="submitted", actor=filer, op_id=ids.uuid7(), role="owner")
    db.session.flush()
    return dossier


def _file(dossier_id: UUID, paper: str, page: int, now: datetime) -> DossierFile:
    return DossierFile(
        dossier_id=dossier_id,
        attachment_id=ids.uuid7(),
        sha256=f"{page:064x}",
        size=1000,
        type="image/jpeg",
        paper=paper,
        page=page,
        required=True,
        stored_at=now,
    )


@dataclass
class Desk:
    """Somebody at a computer of the office, signed in."""

    client: FlaskClient
    csrf: str

    def read(self, path: str, **query: Any) -> TestResponse:
        """GET under /api/desk."""
        return self.client.get(f"/api/desk{path}", query_string=query)

    def post(self, path: str, body: dict[str, Any]) -> TestResponse:
        """POST JSON under /api/desk."""
        return self.client.post(f"/api/desk{path}", json=body, headers={"X-CSRF-Token": self.csrf})

    def send_form(self, path: str, form: dict[str, Any]) -> TestResponse:
        """POST a form under /api/desk."""
        headers = {"X-CSRF-Token": self.csrf}
        return self.client.post(f"/api/desk{path}", data=form, headers=headers, content_type="multipart/form-data")

    def say_why(self, dossier_id: object, key: str = "colleague", text: str = "") -> TestResponse:
        """Say why one looks at a dossier outside one's own work."""
        return self.post(f"/dossiers/{dossier_id}/look-reason", {"key": key, "text": text})

    def dossier(self, dossier_id: object) -> dict[str, Any]:
        """A dossier as the desk sees it; where it is not one's own work, somebody asked for help with it."""
        answer = self.read(f"/dossiers/{dossier_id}")
        if answer.status_code == 403 and answer.get_json()["code"] == "look_reason_needed":
            assert self.say_why(dossier_id).status_code == 204
            answer = self.read(f"/dossiers/{dossier_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def move(
        self, dossier_id: object, name: str, *, seen: int | None = None, op_id: UUID | None = None, **asked: Any
    ) -> TestResponse:
        """Make a move on what is there now, or on the version named."""
        version = self.dossier(dossier_id)["dossier"]["version"] if seen is None else seen
        body = {"op_id": str(op_id or ids.uuid7()), "move": name, "seen": version, **asked}
        return self.post(f"/dossiers/{dossier_id}/moves", body)


def sit_down(client: FlaskClient, username: str) -> Desk:
    """Sign in at a desk."""
    answer = client.post("/api/sign-in/password", json={"username": username, "password": PASSWORD, "where": "desk"})
    assert answer.status_code in {200, 201}, answer.text
    told = answer.get_json()
    return Desk(client, told.get("me", told)["csrf"])
