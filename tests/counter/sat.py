"""A sitting of the tests: an official, whoever sits there, and her screen."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask

from app.catalogue import queries as catalogue
from app.core import clock as core_clock
from app.core import ids
from app.db import db
from app.dossiers.models import Dossier
from tests.dossiers.office import Desk
from tests.sync.world import COPIES, ID_NUMBER, Ground, copies_answers, sha256

SEAT = "a-seat-of-twenty-letters-1"
SIGNATURE = [[100, 100, 200, 300, 300, 100], [400, 200, 500, 250, 600, 200, 700, 220]]


@dataclass
class Sat:
    """A sitting with a person and her screen."""

    app: Flask
    desk: Desk
    on: Ground
    procedure: str = COPIES
    token: str = field(default_factory=lambda: ids.claim_secret() + ids.claim_secret())
    sitting_id: UUID = field(default_factory=ids.uuid7)
    after: UUID | None = None

    def __post_init__(self) -> None:
        given = {"sitting_id": str(self.sitting_id), "unit_id": str(self.on.unit_id), "token": self.token}
        given |= {"procedure_code": self.procedure, **({"after": str(self.after)} if self.after else {})}
        self.began = self.post("/sittings", given)

    @property
    def form_ref(self) -> str:
        return catalogue.form_ref(self.procedure)

    @property
    def question(self) -> dict[str, str]:
        text = catalogue.current_text("consent_reuse")
        return {"version": text.version, "hash": text.hash}

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return self.desk.client.post(f"/api/counter{path}", json=body, headers={"X-CSRF-Token": self.desk.csrf})

    def act(self, what: str, body: dict[str, Any]) -> Any:
        return self.post(f"/sittings/{self.sitting_id}/{what}", body)

    def show(self, kind: str, **more: Any) -> None:
        answer = self.act("shown", {"kind": kind, "title": "Khai tại quầy", "lines": [], **more})
        assert answer.status_code == 200, answer.get_json()

    def beside(self, what: str = "", **body: Any) -> Any:
        given = {"token": self.token, "seat": SEAT, **body}
        return self.app.test_client().post(f"/api/counter/beside{what}", json=given)

    def ask(self, number: str = ID_NUMBER, path: str | None = None) -> Any:
        return self.act("before", {"id_number": number, "form_ref": self.form_ref, "number_path": path})

    def offered(self, number: str = ID_NUMBER) -> dict[str, Any]:
        answer = self.ask(number)
        assert answer.status_code == 200, answer.get_json()
        return {each["path"]: each for each in answer.get_json()["offered"]}

    def text(self, answers: dict[str, Any], *, reuse: bool, **payload: Any) -> str:
        dossier_id = ids.uuid7()
        content = {
            "procedure_code": self.procedure,
            "unit_id": str(self.on.unit_id),
            "local_code": ids.local_code(dossier_id),
            "answers": answers,
            "parties": {"owner": {"name": answers["req_name"]}},
            "claim_hash": sha256(ids.claim_secret()),
            "second_factor": {"kind": "id", "last4": answers["req_id_number"][-4:]},
            "notice": self.on.notice,
            **({"reuse": self.question} if reuse else {}),
            **payload,
        }
        act = {"op_id": str(ids.uuid7()), "dossier_id": str(dossier_id), "form_ref": self.form_ref}
        return json.dumps({**act, "made_at": core_clock.now().isoformat(), "payload": content, "manifest": []})

    def say(self, *, yes: bool) -> Any:
        self.show("reuse")
        return self.beside("/reuse", hash=self.question["hash"], yes=yes)

    def file(self, answers: dict[str, Any] | None = None, *, yes: bool, **payload: Any) -> Dossier:
        """She says yes or no on her screen, sees it, signs, and it is filed."""
        assert self.say(yes=yes).status_code == 200
        return self.filed(self.text(answers or copies_answers(), reuse=yes, **payload))

    def send(self, text: str) -> Any:
        self.show("confirm", sha256=sha256(text))
        self.beside()
        assert self.beside("/agree", sha256=sha256(text), strokes=SIGNATURE).get_json()["right"]
        return self.act("dossier", {"text": text, "compared": ["original"]})

    def filed(self, text: str) -> Dossier:
        answer = self.send(text)
        assert answer.status_code == 200, answer.get_json()
        return db.session.get_one(Dossier, UUID(answer.get_json()["dossier_id"]))
