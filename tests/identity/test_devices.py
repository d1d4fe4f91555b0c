"""A phone makes itself known."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.identity.phones import Phone, base64url


def test_a_phone_makes_itself_known_by_its_key_and_gets_a_session(client: FlaskClient) -> None:
    phone = Phone(client)
    answer = phone.register()
    assert answer.status_code == 200
    me = phone.get("/api/me").get_json()
    assert me == answer.get_json()["me"]
    assert (me["principal"], me["person_id"], me["roles"]) == (phone.principal, None, [])
    assert me["permissions"] == ["principal", "public"]


def test_f60_a_lost_answer_is_asked_for_again_and_both_sessions_live(client: FlaskClient) -> None:
    phone = Phone(client)
    first = phone.register().get_json()["token"]
    assert phone.register().get_json()["token"] != first
    assert phone.get("/api/me").status_code == 200
    phone.token = first
    assert phone.get("/api/me").status_code == 200


def test_of_many_sessions_of_a_phone_the_newest_ten_live(client: FlaskClient) -> None:
    phone = Phone(client)
    tokens = [phone.register().get_json()["token"] for _ in range(12)]
    alive = []
    for token in tokens:
        phone.token = token
        alive.append(phone.get("/api/me").status_code == 200)
    assert alive == [False] * 2 + [True] * 10


def test_f63_a_phone_whose_clock_is_wrong_by_years_is_welcome(client: FlaskClient) -> None:
    phone = Phone(client)
    introduction = phone.introduction("2019-01-01T00:00:00+07:00")
    assert client.post("/api/devices", json=introduction).status_code == 200


def test_a_device_id_belongs_to_the_key_that_came_first(client: FlaskClient) -> None:
    phone = Phone(client)
    phone.register()
    thief = Phone(client, phone.device_id)
    answer = thief.register()
    assert (answer.status_code, answer.get_json()["code"]) == (409, "device_taken")


@pytest.mark.parametrize(
    "changed",
    [
        {"signature": base64url(bytes(64))},
        {"signature": base64url(b"x" * 63)},
        {"signature": "not base64!"},
        {"signed_at": "2026-11-24T02:00:00.001Z"},
        {"device_id": "0192f0c1-2345-7abc-8def-0123456789ab"},
    ],
)
def test_what_the_key_did_not_sign_is_refused(client: FlaskClient, changed: dict[str, str]) -> None:
    answer = Phone(client).register(**changed)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "bad_signature")


def test_a_point_that_is_not_on_the_curve_is_refused(client: FlaskClient) -> None:
    key = {"kty": "EC", "crv": "P-256", "x": base64url(bytes(32)), "y": base64url(b"\1" * 32)}
    assert Phone(client).register(public_key=key).status_code == 422


def test_a_moment_without_offset_is_refused_by_shape(client: FlaskClient) -> None:
    answer = Phone(client).register(signed_at="2026-11-24T02:00:00")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid")
    assert answer.get_json()["errors"][0]["path"] == "signed_at"
