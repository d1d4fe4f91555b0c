"""A phone's real core, whose requests this server answers (pwa/tests/domain/driven.ts)."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from app.catalogue import queries as catalogue
from app.core import clock
from app.core.access import Role
from app.core.ids import uuid7
from app.db import db, transaction
from app.identity import operations as identity
from app.identity import staff
from app.identity.models import Account, Person
from tests.dossiers.office import Office
from tests.shared.phone import Phone as Engines
from tests.sync.world import COPIES, Ground, Page, copies_answers

PIN = "739160"
Line = Callable[[str, str], bool]
"""Whether a request of this method and path gets through."""


@dataclass
class RealPhone:
    """Steps of a phone with a person on it; every request it makes goes to `client`, as long as the line lets it."""

    engines: Engines
    client: FlaskClient
    seen: list[str] = field(default_factory=list)
    line: Line = lambda _method, _path: True

    def do(self, step: str, **given: Any) -> Any:
        """Do a step to its end."""
        out = self.engines.ask("phone", do=step, **given)
        while "request" in out:
            out = self.engines.ask("phone", do="answer", **self._answer(out["request"]))
        assert "threw" not in str(out["done"]), out["done"]
        return out["done"]

    def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        method, path = asked["method"], asked["path"]
        self.seen.append(f"{method} {path.partition('?')[0]}")
        if not self.line(method, path):
            # what a phone takes for no line at all: another's page
            return {"status": 200, "headers": {"Content-Type": "text/html"}, "body": ""}
        body = base64.b64decode(asked["body"])
        answer = self.client.open(path, method=method, headers=asked["headers"], data=body)
        shown = {"Content-Type": answer.headers.get("Content-Type", ""), "Cache-Control": "no-store"}
        content = b"" if answer.status_code in (204, 304) else answer.data
        return {"status": answer.status_code, "headers": shown, "body": base64.b64encode(content).decode()}


@dataclass
class Helper:
    """A volunteer on a real phone behind a PIN."""

    phone: RealPhone
    device_id: UUID
    person_id: UUID

    def files(self, on: Ground, *pages: Page) -> UUID:
        """Fill in and send a dossier with these pages; it waits on the phone. Gives the dossier's id."""
        dossier_id, now = uuid7(), clock.now().isoformat()
        answers = copies_answers() | ({"paper_original": [str(page.attachment_id) for page in pages]} if pages else {})
        lines = [{**page.line(), "page": number} for number, page in enumerate(pages, 1)]
        draft = {
            "id": str(uuid7()),
            "dossier_id": str(dossier_id),
            "procedure": COPIES,
            "form_ref": on.form_ref,
            "unit_id": str(on.unit_id),
            "answers": answers,
            "files": lines,
            "at": {"section": ""},
            "checklist": [],
            "for": "self",
            "created_at": now,
            "saved_at": now,
        }
        context = {
            "form": catalogue.form_body(on.form_ref.partition("@")[2]),
            "papers": [],
            "today": now[:10],
            "publicUrl": "http://localhost",
        }
        extras = {
            "notice": on.notice,
            "second_factor": {"kind": "id", "last4": answers["req_id_number"][-4:]},
            "wishes": {"return": "phone"},
        }
        contents = {str(page.attachment_id): base64.b64encode(page.content).decode() for page in pages}
        slip = self.phone.do("file", draft=draft, pages=contents, extras=extras, context=context)
        assert slip["ok"], slip
        return dossier_id


def helper(engines: Engines, client: FlaskClient, office: Office, *, first: bool = True) -> Helper:
    """A volunteer who has signed in on a new phone and set a PIN."""
    phone = RealPhone(engines, client)
    device_id = UUID(phone.do("open", new=True))
    assert phone.do("register")["ok"]
    phone.do("round")
    with transaction(writes=True):
        person_id = uuid7()
        db.session.add(Person(id=person_id, name="Lò Văn Thắng", created_at=clock.now()))
        db.session.flush()
        db.session.add(Account(id=uuid7(), person_id=person_id, active=True, created_at=clock.now()))
        staff.grant(person_id, office.unit.id, Role.VOLUNTEER)
    with transaction(writes=True):
        opened = identity.open_for(person_id, device_id=device_id, label="")
    me = {"principal": f"person:{person_id}", "person_id": str(person_id), "name": "Lò Văn Thắng", "roles": []}
    set_ = phone.do("enter", token={"token": opened.token, "me": me}, pin=PIN)
    assert set_["ok"], set_
    return Helper(phone, device_id, person_id)
