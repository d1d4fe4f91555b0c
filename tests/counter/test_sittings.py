"""An official types for a resident: she sees it, agrees to exactly that, and one dossier has both of them on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.core import clock as core_clock
from app.core import ids
from app.core.access import Role
from app.counter import keeping
from app.counter.models import Sitting
from app.db import db
from app.dossiers.models import Dossier, DossierEvent, Operation
from app.identity.models import SmsOut
from tests.attachments import pictures
from tests.conftest import HeldClock
from tests.dossiers.office import TEAM, Desk, Office, sit_down
from tests.sync.world import COPIES, Ground, copies_answers, sha256

SEAT, OTHER_SEAT = "a-seat-of-twenty-letters-1", "a-seat-of-twenty-letters-2"
SIGNATURE = [[100, 100, 200, 300, 300, 100], [400, 200, 500, 250, 600, 200, 700, 220]]


@dataclass
class Table:
    """A sitting, from both sides."""

    desk: Desk
    beside: FlaskClient
    on: Ground
    sitting_id: UUID = field(default_factory=ids.uuid7)
    token: str = "a-token-of-at-least-twenty-letters"

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return self.desk.client.post(f"/api/counter{path}", json=body, headers={"X-CSRF-Token": self.desk.csrf})

    def act(self, what: str, body: dict[str, Any] | None = None) -> Any:
        return self.post(f"/sittings/{self.sitting_id}/{what}", body or {})

    def begin(self) -> dict[str, Any]:
        given = {"sitting_id": str(self.sitting_id), "unit_id": str(self.on.unit_id), "procedure_code": COPIES}
        answer = self.post("/sittings", {**given, "token": self.token})
        assert answer.status_code == 200, answer.get_json()
        return dict(answer.get_json())

    def show(self, kind: str = "asking", **more: Any) -> dict[str, Any]:
        lines = [{"label": "Họ và tên", "value": "Nguyễn Thị Hoa", "now": True}]
        answer = self.act("shown", {"kind": kind, "title": "Chứng thực bản sao", "lines": lines, **more})
        assert answer.status_code == 200, answer.get_json()
        return dict(answer.get_json())

    def look(self, seat: str = SEAT, seen: int = -1) -> Any:
        return self.beside.post("/api/counter/beside", json={"token": self.token, "seat": seat, "seen": seen})

    def agree(self, sha: str, seat: str = SEAT, **how: Any) -> Any:
        body = {"token": self.token, "seat": seat, "sha256": sha, **how}
        return self.beside.post("/api/counter/beside/agree", json=body)

    def text(self, dossier_id: UUID | None = None, **answers: Any) -> str:
        """What the desk submits."""
        dossier_id = dossier_id or ids.uuid7()
        given = {**copies_answers(), **answers}
        payload = {
            "procedure_code": COPIES,
            "unit_id": str(self.on.unit_id),
            "local_code": ids.local_code(dossier_id),
            "answers": given,
            "parties": {"owner": {"name": given["req_name"]}},
            "claim_hash": sha256(ids.claim_secret()),
            "second_factor": {"kind": "id", "last4": given["req_id_number"][-4:]},
            "notice": self.on.notice,
            "wishes": {"return": "office"},
        }
        content = {"op_id": str(ids.uuid7()), "dossier_id": str(dossier_id), "form_ref": self.on.form_ref}
        return json.dumps({**content, "made_at": core_clock.now().isoformat(), "payload": payload, "manifest": []})

    def file(self, text: str) -> Any:
        return self.act("dossier", {"text": text, "compared": ["original"]})


@pytest.fixture(name="clock")
def clock_that_stands_still_now() -> Iterator[HeldClock]:
    with core_clock.at(core_clock.now()):
        yield HeldClock()


@pytest.fixture(name="table")
def sitting_with_a_screen(
    clock: HeldClock, app: Flask, office: Office, on: Ground, monkeypatch: pytest.MonkeyPatch
) -> Table:
    # without a gateway a message waits in the console inbox, as in a demo
    monkeypatch.setitem(app.config, "CUA_LANG", replace(app.config["CUA_LANG"], demo=True))
    table = Table(sit_down(app.test_client(), "clerk"), app.test_client(), on)
    table.begin()
    return table


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def sent_code() -> str:
    text = db.session.scalars(select(SmsOut.text).order_by(SmsOut.created_at.desc())).first()
    found = re.search(r"ma (\d{6})", text or "")
    assert found
    return found[1]


def dossiers() -> int:
    return db.session.scalar(select(func.count()).select_from(Dossier)) or 0


def test_c4_the_resident_sees_what_is_typed_signs_on_glass_and_both_are_on_record(table: Table) -> None:
    table.show()
    seen = table.look().get_json()
    assert (seen["over"], seen["official_name"]) == (False, TEAM["clerk"][0])
    assert seen["shown"]["lines"] == [{"label": "Họ và tên", "value": "Nguyễn Thị Hoa", "now": True}]
    assert table.look(seen=seen["version"]).get_json()["shown"] is None
    text = table.text()
    assert refused(table.file(text)) == (409, "sitting_not_confirmed")
    table.show("confirm", sha256=sha256(text))
    assert table.agree(sha256(text), strokes=SIGNATURE).get_json()["right"]
    assert table.look().get_json()["confirmed"]
    filed = table.file(text).get_json()
    assert filed["received"], filed
    dossier = db.session.get_one(Dossier, UUID(filed["dossier_id"]))
    assert (dossier.channel, dossier.state, filed["official_number"]) == ("direct", "received", dossier.official_number)
    rows = select(DossierEvent).where(DossierEvent.dossier_id == dossier.id).order_by(DossierEvent.version)
    submit, typed, compared, receive = db.session.scalars(rows)
    assert (submit.move, submit.actor_name, submit.actor_role) == ("submit", "Nguyễn Thị Hoa", "owner")
    assert (typed.move, typed.actor_name, typed.data["agreed"]) == ("typed_at_counter", TEAM["clerk"][0], "signature")
    assert (compared.move, compared.actor_name, receive.move) == ("compare", TEAM["clerk"][0], "receive")
    sitting = db.session.get_one(Sitting, table.sitting_id)
    assert (sitting.signature, sitting.confirmed_sha256) == (SIGNATURE, sha256(text))
    operation = db.session.get_one(Operation, UUID(json.loads(text)["op_id"]))
    assert (operation.text, operation.principal) == (text, f"person:{sitting.official_id}")


def test_c4_the_same_again_after_a_lost_answer_is_one_dossier_and_a_sitting_files_only_one(table: Table) -> None:
    text = table.text()
    table.show("confirm", sha256=sha256(text))
    table.look()
    table.agree(sha256(text), strokes=SIGNATURE)
    first, again = table.file(text).get_json(), table.file(text).get_json()
    assert first == again
    assert dossiers() == 1
    other = table.text()
    table.show("confirm", sha256=sha256(other))
    table.agree(sha256(other), strokes=SIGNATURE)
    assert refused(table.file(other)) == (409, "sitting_filed")
    table.act("end")
    assert table.file(text).get_json() == first


def test_c4_she_agrees_by_a_code_that_is_good_for_this_text_only(table: Table) -> None:
    text = table.text()
    assert refused(table.act("codes", {"phone": "0905123456"})) == (409, "sitting_nothing_asked")
    table.show("confirm", sha256=sha256(text))
    table.look()
    sent = table.act("codes", {"phone": "0905 123 456"})
    assert sent.get_json()["code_sent"], sent.get_json()
    assert (table.look().get_json()["code_sent"], table.look().get_json()["phone_end"]) == (True, "456")
    assert table.act("codes", {"phone": "0905123456"}).status_code == 429
    code = sent_code()
    wrong = "000000" if code != "000000" else "111111"
    assert table.agree(sha256(text), code=wrong).get_json() == {"right": False, "left": 4}
    # another text than the one the code was sent for
    changed = table.text(req_name="Nguyễn Thị Hoà")
    table.show("confirm", sha256=sha256(changed))
    assert refused(table.agree(sha256(text), code=code)) == (409, "sitting_changed")
    assert refused(table.agree(sha256(changed), code=code)) == (409, "sitting_no_code")


def test_a_code_is_over_after_five_wrong_ones_and_after_its_time(table: Table, clock: HeldClock) -> None:
    text = table.text()
    table.show("confirm", sha256=sha256(text))
    table.look()
    table.act("codes", {"phone": "0905123456"})
    code = sent_code()
    wrong = "000000" if code != "000000" else "111111"
    left = [table.agree(sha256(text), code=wrong).get_json()["left"] for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    assert refused(table.agree(sha256(text), code=code)) == (409, "sitting_no_code")
    clock.forward(minutes=2)
    table.act("codes", {"phone": "0905123456"})
    code = sent_code()
    clock.forward(minutes=11)
    assert refused(table.agree(sha256(text), code=code)) == (409, "sitting_no_code")
    table.act("codes", {"phone": "0905123456"})
    # there is no other screen: the official types what she is told
    assert table.act("confirm", {"code": sent_code()}).get_json()["right"]
    assert table.file(text).status_code == 200


def test_what_was_changed_after_she_agreed_must_be_agreed_to_again(table: Table) -> None:
    text = table.text()
    table.show("confirm", sha256=sha256(text))
    table.look()
    table.agree(sha256(text), strokes=SIGNATURE)
    changed = table.text(req_name="Nguyễn Thị Hoàn")
    assert refused(table.file(changed)) == (409, "sitting_not_confirmed")
    table.show("confirm", sha256=sha256(changed))
    assert not table.look().get_json()["confirmed"]
    assert refused(table.agree(sha256(changed), strokes=[[1, 1]])) == (422, "sitting_not_signed")
    assert dossiers() == 0


def test_one_screen_is_paired_until_another_is_and_nothing_is_shown_after_the_end(table: Table) -> None:
    table.show()
    assert table.look().status_code == 200
    assert refused(table.look(OTHER_SEAT)) == (409, "sitting_seat_taken")
    table.act("unpair")
    assert table.look(OTHER_SEAT).status_code == 200
    assert refused(table.look()) == (409, "sitting_seat_taken")
    table.act("end")
    told = table.look(OTHER_SEAT).get_json()
    assert told["over"]
    assert (told["shown"], told["official_name"], told["unit_name"], told["phone_end"]) == (None, "", "", "")
    assert db.session.get_one(Sitting, table.sitting_id).shown == {}
    assert refused(table.act("shown", {"kind": "asking", "title": ""})) == (409, "sitting_over")
    strange = {"token": "another-token-of-twenty-letters", "seat": SEAT, "seen": -1}
    assert refused(table.beside.post("/api/counter/beside", json=strange)) == (404, "sitting_not_found")


def test_a_sitting_that_nobody_goes_on_with_is_over(table: Table, clock: HeldClock) -> None:
    table.show()
    clock.forward(minutes=50)
    table.show()
    clock.forward(minutes=50)
    assert not table.look().get_json()["over"]
    clock.forward(minutes=20)
    assert table.look().get_json()["over"]


def test_another_official_and_another_unit_have_no_part_in_it(
    app: Flask, office: Office, table: Table, on: Ground
) -> None:
    office.hire("second", "Lò Văn Hai", Role.CLERK)
    other = Table(sit_down(app.test_client(), "second"), table.beside, on, sitting_id=table.sitting_id)
    for what in ("shown", "end", "unpair"):
        body = {"kind": "asking", "title": ""} if what == "shown" else {}
        assert refused(other.act(what, body)) == (404, "sitting_not_found")
    given = {"sitting_id": str(ids.uuid7()), "procedure_code": COPIES, "token": "t" * 30}
    assert refused(table.post("/sittings", {**given, "unit_id": str(ids.uuid7())})) == (403, "forbidden")


def test_a_page_that_was_photographed_at_the_desk_belongs_to_the_dossier(table: Table) -> None:
    content = pictures.jpeg(5, (80, 80))
    attachment_id = ids.uuid7()
    headers = {
        "X-CSRF-Token": table.desk.csrf,
        "Upload-Offset": "0",
        "Upload-Length": str(len(content)),
        "Upload-Sha256": sha256(content),
        "Upload-Type": "image/jpeg",
        "Content-Type": "application/offset+octet-stream",
    }
    sent = table.desk.client.patch(f"/api/uploads/{attachment_id}", data=content, headers=headers)
    assert sent.status_code == 200, sent.get_json()
    text = json.loads(table.text(paper_original=[str(attachment_id)]))
    line = {"attachment_id": str(attachment_id), "sha256": sha256(content), "size": len(content)}
    text["manifest"] = [{**line, "type": "image/jpeg", "paper": "original", "page": 1, "required": False}]
    whole = json.dumps(text)
    table.show("confirm", sha256=sha256(whole))
    table.look()
    table.agree(sha256(whole), strokes=SIGNATURE)
    filed = table.file(whole).get_json()
    assert filed["received"], filed
    assert db.session.get_one(Dossier, UUID(filed["dossier_id"])).files_missing == 0


def test_where_an_original_was_not_compared_it_waits_in_the_inbox(table: Table) -> None:
    text = table.text()
    table.show("confirm", sha256=sha256(text))
    table.look()
    table.agree(sha256(text), strokes=SIGNATURE)
    filed = table.act("dossier", {"text": text}).get_json()
    assert (filed["received"], filed["official_number"]) == (False, None)
    assert db.session.get_one(Dossier, UUID(filed["dossier_id"])).state == "submitted"


def test_what_the_form_refuses_is_not_filed_and_says_where(table: Table) -> None:
    text = table.text(req_dob="2090-01-01")
    table.show("confirm", sha256=sha256(text))
    table.look()
    table.agree(sha256(text), strokes=SIGNATURE)
    answer = table.file(text)
    assert refused(answer) == (422, "answers_refused")
    assert [each["path"] for each in answer.get_json()["errors"]] == ["req_dob"]
    assert dossiers() == 0


def test_what_was_typed_at_a_sitting_that_nobody_ended_goes_after_its_time(clock: HeldClock, table: Table) -> None:
    table.begin()
    table.show()
    assert keeping.forget_abandoned() == 0, "it goes on"
    clock.forward(hours=12)
    assert keeping.forget_abandoned() == 0, "over since eleven hours"
    clock.forward(hours=2)
    assert [keeping.forget_abandoned(), keeping.forget_abandoned()] == [1, 0]
    row = db.session.get_one(Sitting, table.sitting_id)
    assert (row.shown, row.signature, row.phone, row.code_hash) == ({}, [], None, None)
    assert row.ended_at == row.until
    clock.forward(days=30)
    keeping.forget_abandoned()
    assert db.session.query(Sitting).filter_by(id=table.sitting_id).count() == 0
