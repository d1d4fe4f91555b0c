"""Residents sign in with a number and a one-time code, and adopt what the phone held."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from werkzeug.test import TestResponse

from app import jobs
from app.core.access import SYSTEM
from app.db import db
from app.identity import devices, operations, queries
from app.identity.models import Account, OneTimeCode, Person, SmsOut
from tests.conftest import HeldClock
from tests.identity.makers import PASSWORD, code_in, latest_text, make_staff
from tests.identity.phones import Phone

NUMBER = "0912345678"


@pytest.fixture
def demo(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A demo without a gateway: messages wait in the console inbox."""
    config = dataclasses.replace(app.config["CUA_LANG"], demo=True, public_url="https://motcua.example.vn")
    monkeypatch.setitem(app.config, "CUA_LANG", config)
    return app


@pytest.fixture
def phone(demo: Flask, clock: HeldClock) -> Phone:
    made = Phone(demo.test_client())
    made.register()
    return made


@pytest.fixture
def adopted() -> Iterator[list[tuple[str, str]]]:
    """What the hooks of adoption were told."""
    heard: list[tuple[str, str]] = []

    def listen(device: str, person: str, _but: Collection[UUID]) -> None:
        heard.append((device, person))

    operations.ON_ADOPT.append(listen)
    yield heard
    operations.ON_ADOPT.remove(listen)


def ask(phone: Phone, number: str = NUMBER) -> TestResponse:
    return phone.post("/api/sign-in/codes", phone=number)


def sign_in(phone: Phone, code: str, number: str = NUMBER, name: str = "Quàng Thị Lả") -> TestResponse:
    return phone.post("/api/sign-in/phone", phone=number, code=code, name=name)


def test_a_resident_signs_in_with_the_code_of_the_message_and_adopts_what_the_phone_held(
    phone: Phone, adopted: list[tuple[str, str]]
) -> None:
    assert ask(phone).status_code == 202
    answer = sign_in(phone, code_in(latest_text(NUMBER)))
    assert answer.status_code == 200
    me = answer.get_json()["me"]
    assert (me["name"], me["phone"], me["device_id"]) == ("Quàng Thị Lả", NUMBER, str(phone.device_id))
    device_token, phone.token = phone.token, answer.get_json()["token"]
    assert adopted == []
    for _ in range(2):
        assert phone.get("/api/me").get_json()["principal"] == me["principal"]
        assert adopted == [(phone.principal, me["principal"])]
    phone.token = device_token
    assert phone.get("/api/me").get_json()["principal"] == phone.principal


def test_the_answer_to_asking_is_the_same_for_a_known_and_an_unknown_number_and_never_has_the_code(
    phone: Phone, clock: HeldClock
) -> None:
    ask(phone)
    sign_in(phone, code_in(latest_text(NUMBER)))
    clock.forward(minutes=2)
    known, unknown = ask(phone), ask(phone, "0987654321")
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    assert known.get_json() == {"wait": 60}


def test_the_message_says_who_sends_it_never_to_pass_it_on_and_fits_one_part(phone: Phone) -> None:
    ask(phone)
    text = latest_text(NUMBER)
    assert text.isascii()
    assert len(text) <= 160
    assert text.splitlines()[-1] == f"@motcua.example.vn #{code_in(text)}"
    assert "Khong doc ma" in text


def test_asking_again_within_a_minute_sends_nothing_and_says_how_long_to_wait(phone: Phone, clock: HeldClock) -> None:
    ask(phone)
    clock.forward(seconds=25)
    assert ask(phone).get_json() == {"wait": 35}
    assert db.session.query(SmsOut).count() == 1


def test_a_sixth_code_in_an_hour_is_refused_whoever_asks(phone: Phone, clock: HeldClock) -> None:
    for _ in range(5):
        assert ask(phone).status_code == 202
        clock.forward(seconds=61)
    refused = ask(phone)
    assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many")
    assert db.session.query(SmsOut).count() == 5


def test_f60_a_lost_answer_is_repeated_with_the_same_code_on_the_same_phone_only(
    phone: Phone, clock: HeldClock
) -> None:
    ask(phone)
    code = code_in(latest_text(NUMBER))
    assert sign_in(phone, code).status_code == 200
    clock.forward(minutes=4)
    assert sign_in(phone, code).status_code == 200
    other = Phone(phone.client)
    other.register()
    assert sign_in(other, code).get_json()["code"] == "wrong_code"
    clock.forward(minutes=2)
    assert sign_in(phone, code).get_json()["code"] == "wrong_code"


def test_f60_a_repeated_sign_in_signs_nobody_out_and_leaves_one_session_once_its_answer_is_used(
    phone: Phone, clock: HeldClock
) -> None:
    ask(phone)
    code = code_in(latest_text(NUMBER))
    lost = sign_in(phone, code).get_json()["token"]
    clock.forward(seconds=20)
    kept = sign_in(phone, code).get_json()["token"]
    phone.token = kept
    assert [row["current"] for row in phone.get("/api/sessions").get_json()["sessions"]] == [True]
    phone.token = lost
    assert phone.get("/api/me").get_json()["code"] == "session_ended"


def test_f60_where_the_first_answer_did_arrive_it_stays_good_until_the_second_is_used(phone: Phone) -> None:
    ask(phone)
    code = code_in(latest_text(NUMBER))
    first = sign_in(phone, code).get_json()["token"]
    sign_in(phone, code)
    phone.token = first
    assert phone.get("/api/me").status_code == 200


def test_an_earlier_message_that_arrives_late_is_good_too(phone: Phone, clock: HeldClock) -> None:
    ask(phone)
    early = code_in(latest_text(NUMBER))
    clock.forward(seconds=61)
    ask(phone)
    assert sign_in(phone, early).status_code == 200


def test_after_five_wrong_codes_the_right_one_is_dead(phone: Phone) -> None:
    ask(phone)
    code = code_in(latest_text(NUMBER))
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert sign_in(phone, wrong).get_json()["code"] == "wrong_code"
    assert sign_in(phone, code).get_json()["code"] == "wrong_code"


def test_a_number_nobody_asked_a_code_for_answers_like_a_wrong_code(phone: Phone) -> None:
    ask(phone)
    code = code_in(latest_text(NUMBER))
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    one, other = sign_in(phone, wrong), sign_in(phone, wrong, number="0987654321")
    assert (one.status_code, one.data) == (other.status_code, other.data) == (401, one.data)


def test_codes_of_a_number_are_guessed_slowly(phone: Phone, clock: HeldClock) -> None:
    statuses = [sign_in(phone, f"{number:06d}").status_code for number in range(12)]
    assert statuses == [401] * 10 + [429] * 2


def test_a_code_is_worth_nothing_after_five_minutes(phone: Phone, clock: HeldClock) -> None:
    ask(phone)
    code = code_in(latest_text(NUMBER))
    clock.forward(minutes=5)
    assert sign_in(phone, code).get_json()["code"] == "wrong_code"


def test_the_same_number_typed_in_any_way_is_the_same_person(phone: Phone, clock: HeldClock) -> None:
    people = set()
    for typed in ("0912 345 678", "+84912345678", "84 912.345.678"):
        ask(phone, typed)
        people.add(sign_in(phone, code_in(latest_text(NUMBER)), number=typed).get_json()["me"]["person_id"])
        clock.forward(seconds=61)
    assert len(people) == 1
    assert db.session.query(Account).count() == db.session.query(Person).count() == 1


def test_a_landline_is_refused_by_field(phone: Phone) -> None:
    answer = ask(phone, "0236 382 2133")
    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [{"path": "phone", "code": "bad_phone_number", "params": {}}]


def test_a_name_once_given_is_not_changed_by_signing_in_again(phone: Phone, clock: HeldClock) -> None:
    ask(phone)
    sign_in(phone, code_in(latest_text(NUMBER)), name="Quàng Thị Lả")
    clock.forward(seconds=61)
    ask(phone)
    again = sign_in(phone, code_in(latest_text(NUMBER)), name="Ai Khác")
    assert again.get_json()["me"]["name"] == "Quàng Thị Lả"


def test_the_contact_number_of_staff_does_not_sign_them_in(phone: Phone) -> None:
    clerk = make_staff()
    clerk.phone = NUMBER
    ask(phone)
    me = sign_in(phone, code_in(latest_text(NUMBER)), name="").get_json()["me"]
    assert me["person_id"] != str(clerk.id)
    assert me["roles"] == []


def test_a_volunteer_signs_in_with_a_password_on_a_phone_and_adopts_too(
    phone: Phone, adopted: list[tuple[str, str]]
) -> None:
    make_staff("thang", name="Lò Văn Thắng")
    answer = phone.post("/api/sign-in/password", username="THANG", password=PASSWORD, where="phone")
    me = answer.get_json()["me"]
    assert (answer.status_code, me["csrf"], me["device_id"]) == (200, None, str(phone.device_id))
    phone.token = answer.get_json()["token"]
    phone.get("/api/me")
    assert adopted == [(phone.principal, me["principal"])]
    assert "Set-Cookie" not in answer.headers


def test_a_phone_whose_own_session_is_over_is_told_so_and_nobody_gets_a_session_of_no_phone(
    phone: Phone, clock: HeldClock, adopted: list[tuple[str, str]]
) -> None:
    make_staff("thang", name="Lò Văn Thắng")
    clock.forward(days=200)
    refused = [
        phone.post("/api/sign-in/password", username="thang", password=PASSWORD, where="phone"),
        ask(phone),
        sign_in(phone, "000000"),
    ]
    assert [(each.status_code, each.get_json()["code"]) for each in refused] == [(401, "session_ended")] * 3
    phone.register()
    answer = phone.post("/api/sign-in/password", username="thang", password=PASSWORD, where="phone")
    assert answer.get_json()["me"]["device_id"] == str(phone.device_id)
    phone.token = answer.get_json()["token"]
    phone.get("/api/me")
    assert adopted == [(phone.principal, answer.get_json()["me"]["principal"])]


def test_f57_nobody_signs_in_on_a_phone_that_was_reported_lost(phone: Phone) -> None:
    make_staff("thang", name="Lò Văn Thắng")
    devices.block(phone.device_id, reason="Báo mất ở chợ", actor=SYSTEM)
    answer = phone.post("/api/sign-in/password", username="thang", password=PASSWORD, where="phone")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "device_blocked")


def test_an_adoption_that_fails_leaves_nothing_behind_and_is_made_with_the_next_request(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    def refuse(_device: str, _person: str, _but: Collection[UUID]) -> None:
        raise RuntimeError("the dossiers could not be moved")

    monkeypatch.setattr(operations, "ON_ADOPT", [refuse])
    ask(phone)
    code = code_in(latest_text(NUMBER))
    phone.token = sign_in(phone, code).get_json()["token"]
    assert phone.get("/api/me").status_code == 500
    monkeypatch.setattr(operations, "ON_ADOPT", [lambda _device, person, _but: heard.append(person)])
    assert heard == []
    assert phone.get("/api/me").status_code == 200
    assert heard == [phone.get("/api/me").get_json()["principal"]]


def test_without_a_gateway_and_outside_a_demo_codes_are_off_and_it_is_said(client: FlaskClient) -> None:
    phone = Phone(client)
    phone.register()
    answer = ask(phone)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "sms_off")
    assert db.session.query(OneTimeCode).count() == 0


def test_the_console_inbox_shows_the_message_until_it_expires_and_then_the_text_is_gone(
    demo: Flask, phone: Phone, clock: HeldClock
) -> None:
    ask(phone)
    code = code_in(latest_text(NUMBER))

    def shown() -> str:
        db.session.commit()
        return FlaskCliRunner(demo).invoke(args=["sms", "inbox", "--phone", "+84 912 345 678"]).output

    assert code in shown()
    clock.forward(minutes=5, seconds=1)
    assert shown() == ""
    jobs.TASKS["identity.forget"].run()
    db.session.flush()
    assert db.session.query(SmsOut).one().text is None


def test_sessions_of_a_phone_live_half_a_year_from_their_last_use(phone: Phone, clock: HeldClock) -> None:
    clock.forward(days=179)
    assert phone.get("/api/me").status_code == 200
    clock.forward(days=179)
    assert phone.get("/api/me").status_code == 200
    clock.forward(days=181)
    assert phone.get("/api/me").get_json()["code"] == "session_ended"


def test_the_use_of_a_session_is_written_at_most_once_an_hour(phone: Phone, clock: HeldClock) -> None:
    def seen() -> str:
        rows = phone.get("/api/sessions").get_json()["sessions"]
        return str(rows[0]["seen_at"])

    first = seen()
    clock.forward(minutes=59)
    phone.get("/api/me")
    assert seen() == first
    clock.forward(minutes=2)
    phone.get("/api/me")
    assert seen() > first


def test_names_of_people_are_found_for_display(app: Flask) -> None:
    person = make_staff()
    assert queries.names([person.id]) == {person.id: "Trần Thị Lan"}
    assert queries.person(person.id).name == "Trần Thị Lan"
