"""What the server stumbles at, as an officer sees it (F08)."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import jobs
from app.core.ids import local_code
from app.db import db, transaction
from app.identity import queries as people
from app.quarantine import stumbling
from app.sync import kinds, stumbles
from app.sync import push as pushing
from app.sync.models import Stumble
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, make_office, sit_down
from tests.sync.authority import consent, make_helper
from tests.sync.world import Act, Ground, Phone, make_phone

TRIES = stumbles.SHOWN_AFTER


@pytest.fixture
def desk(client: FlaskClient, office: Office) -> Desk:
    """The clerk at her computer."""
    return sit_down(client.application.test_client(), "clerk")


class Broken:
    """A fault of ours in one kind of operation, until it is mended."""

    def __init__(self, patch: pytest.MonkeyPatch, kind: str = "dossier.submit") -> None:
        self._patch, self._kind, self._sound = patch, kind, kinds.KINDS[kind]
        patch.setitem(kinds.KINDS, kind, kinds.Kind(self._sound.check, _stumble))

    def mend(self) -> None:
        """The repair is there."""
        self._patch.setitem(kinds.KINDS, self._kind, self._sound)


def _stumble(*_: object) -> None:
    raise ZeroDivisionError


def fail(phone: Phone, *acts: Act, times: int = TRIES) -> None:
    for _ in range(times):
        assert {each["code"] for each in phone.push(*acts)} == {"failed_here"}


def forget() -> None:
    with transaction(writes=True):
        jobs.TASKS["sync.forget_stumbles"].run()


def shown(desk: Desk) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = desk.read("/quarantine/stumbling").get_json()["stumbling"]
    return rows


def test_f08_an_officer_sees_whose_it_is_how_often_it_failed_and_where_to_call(
    clock: HeldClock, phone: Phone, on: Ground, office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper = make_helper(phone, office)
    assert helper.actor.person_id is not None
    with transaction(writes=True):
        people.person(helper.actor.person_id).phone = "0912345678"
    granted = consent(helper, office)
    assert helper.push(granted)[0]["status"] == "applied"
    act = helper.submission(on, mandate_id=granted.op["payload"]["mandate_id"])
    Broken(monkeypatch)
    fail(helper, act, times=TRIES - 1)
    assert shown(desk) == []
    clock.forward(hours=1)
    fail(helper, act, times=2)
    (row,) = shown(desk)
    assert (row["op_id"], row["kind"], row["times"]) == (act.id, "dossier.submit", TRIES + 1)
    assert (row["author_name"], row["author_phone"]) == ("Lò Văn Thắng", "0912345678")
    assert (row["device_label"], row["unit_name"]) == ("Điện thoại thử", office.unit.name)
    assert row["procedure_name"]["vi"] == "Chứng thực bản sao từ bản chính"
    assert (row["local_code"], row["dossier_here"]) == (local_code(act.dossier_id), None)
    assert row["error"] == "ZeroDivisionError"
    assert row["first_at"] < row["last_at"]
    assert desk.read("/quarantine/count").get_json() == {"open": 0, "stumbling": 1}
    (row,) = desk.client.get("/api/phones").get_json()["phones"]
    assert row["stumbling"] == 1


def test_f08_nothing_of_what_it_says_is_kept(
    phone: Phone, on: Ground, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = phone.submission(on, answers={"req_name": "Hà Thị Kín"})
    Broken(monkeypatch)
    fail(phone, act)
    row = db.session.scalars(select(Stumble)).one()
    kept = " ".join(str(getattr(row, column.name)) for column in Stumble.__table__.columns)
    assert "Kín" not in kept
    assert act.secret not in kept
    assert "Kín" not in str(shown(desk))


def test_f08_it_goes_from_the_list_with_its_verdict_and_from_the_table_at_night(
    phone: Phone, on: Ground, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, other = phone.submission(on), phone.submission(on)
    broken = Broken(monkeypatch)
    fail(phone, act, other)
    broken.mend()
    assert phone.push(act)[0]["status"] == "applied"
    assert [row["op_id"] for row in shown(desk)] == [other.id]
    assert desk.read("/quarantine/count").get_json()["stumbling"] == 1
    forget()
    assert [str(row.op_id) for row in db.session.scalars(select(Stumble))] == [other.id]


def test_f08_a_refusal_that_is_kept_ends_it_too(
    phone: Phone, on: Ground, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = phone.submission(on, answers={"req_name": ""})
    sound = kinds.KINDS["dossier.submit"]
    monkeypatch.setitem(kinds.KINDS, "dossier.submit", kinds.Kind(_stumble, sound.do))
    fail(phone, act)
    assert len(shown(desk)) == 1
    monkeypatch.setitem(kinds.KINDS, "dossier.submit", sound)
    assert phone.push(act)[0]["status"] == "rejected"
    assert shown(desk) == []


def test_f08_what_nobody_tries_again_is_counted_for_a_week_and_forgotten_after_ninety_days(
    clock: HeldClock, phone: Phone, on: Ground, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = office.actor("clerk")
    Broken(monkeypatch)
    fail(phone, phone.submission(on))
    clock.forward(days=6)
    assert stumbling.count_lately(clerk) == 1
    clock.forward(days=83)
    forget()
    assert (len(stumbling.listed(clerk)), stumbling.count_lately(clerk)) == (1, 0)
    clock.forward(days=2)
    forget()
    assert db.session.scalars(select(Stumble)).all() == []


def test_f08_an_operation_that_makes_the_whole_request_fail_is_counted_when_it_comes_alone(
    phone: Phone, on: Ground, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, other = phone.submission(on), phone.submission(on)
    monkeypatch.setattr(pushing, "_known", _stumble)
    for _ in range(TRIES):
        assert phone.push_raw([act.wire, other.wire]).status_code == 500
        assert phone.push_raw([act.wire]).status_code == 500
    assert [(row["op_id"], row["times"]) for row in shown(desk)] == [(act.id, TRIES)]


def test_f08_an_act_on_a_dossier_that_is_here_leads_there(
    phone: Phone, on: Ground, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = phone.submission(on)
    assert phone.push(act)[0]["status"] == "applied"
    Broken(monkeypatch, "dossier.withdraw")
    fail(phone, phone.act("dossier.withdraw", {"reason": "Đi xa"}, dossier_id=str(act.dossier_id)))
    (row,) = shown(desk)
    assert (row["dossier_here"], row["kind"]) == (str(act.dossier_id), "dossier.withdraw")
    assert row["procedure_name"]["vi"] == "Chứng thực bản sao từ bản chính"


def test_f08_another_office_sees_nothing_of_it(
    phone: Phone, on: Ground, office: Office, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    Broken(monkeypatch)
    fail(phone, phone.submission(on))
    with transaction(writes=True):
        make_office(name="Xã Bên Cạnh", e_identifier="H17.50.9", prefix="other-")
    elsewhere = sit_down(client.application.test_client(), "other-clerk")
    assert shown(elsewhere) == []
    assert elsewhere.read("/quarantine/count").get_json()["stumbling"] == 0


def test_f08_one_phone_does_not_fill_the_table(
    phone: Phone, on: Ground, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stumbles, "PER_DEVICE", 2)
    Broken(monkeypatch)
    fail(phone, *[phone.submission(on) for _ in range(4)], times=1)
    other = make_phone(client)
    fail(other, other.submission(on), times=1)
    counted = [row.device_id for row in db.session.scalars(select(Stumble))]
    assert sorted(counted) == sorted([phone.device_id] * 2 + [other.device_id])


def test_f08_that_counting_fails_too_changes_no_verdict(
    phone: Phone, on: Ground, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    Broken(monkeypatch)
    monkeypatch.setattr(stumbles, "_count", _stumble)
    act = phone.submission(on)
    fail(phone, act, times=1)
    assert f"the failure of {act.id} could not be counted" in caplog.text
