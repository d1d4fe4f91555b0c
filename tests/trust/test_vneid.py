"""Signing in through an identity provider, against a small real one: over HTTP, with keys and signatures."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from app import config
from app.core.access import Role
from app.db import db
from app.identity.models import Account, Person
from app.trust import vneid
from tests.dossiers.conftest import whole_app
from tests.dossiers.office import Office, make_office
from tests.identity.makers import code_in, latest_text
from tests.identity.phones import Phone
from tests.trust.provider import CLIENT, SECRET, Provider, running

__all__ = ["whole_app"]

TRAM = {
    "identity_number": "038194001234",
    "identity_verified": True,
    "phone_number": "+84905123456",
    "phone_number_verified": True,
    "name": "Nguyễn Phạm Hoàng Bảo Trâm",
}


@pytest.fixture
def provider(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider that this server knows."""
    monkeypatch.setattr(vneid, "_kept", {})
    monkeypatch.setattr(vneid, "PAUSE", 0.0)
    with running() as made:
        made.people["tram"] = dict(TRAM)
        known = dataclasses.replace(
            app.config["CUA_LANG"], oidc_issuer=made.url, oidc_client_id=CLIENT, oidc_client_secret=SECRET, sms_url="x"
        )
        monkeypatch.setitem(app.config, "CUA_LANG", known)
        yield made


@pytest.fixture
def phone(app: Flask) -> Phone:
    made = Phone(app.test_client())
    assert made.register().status_code == 200
    return made


def call(client: FlaskClient, path: str, body: Any, token: str | None = None) -> TestResponse:
    return client.post(f"/api{path}", json=body, headers={"Authorization": f"Bearer {token}"} if token else {})


def begin(phone: Phone) -> str:
    answer = call(phone.client, "/sign-in/vneid", {"where": "phone"}, phone.token)
    assert answer.status_code == 200, answer.text
    url: str = answer.get_json()["url"]
    return url


def back(there: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}


def enter(phone: Phone, provider: Provider, who: str = "tram") -> TestResponse:
    came = back(provider.agree(urlsplit(begin(phone)).query, who))
    return call(phone.client, "/sign-in/vneid/return", came, phone.token)


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def test_it_is_not_there_until_it_is_set(app: Flask, phone: Phone) -> None:
    assert phone.client.get("/api/sign-in/ways").get_json()["provider"] is None
    assert code(call(phone.client, "/sign-in/vneid", {"where": "phone"}, phone.token)) == (404, "vneid_off")


def test_a_resident_signs_in_and_the_second_time_she_is_the_same(app: Flask, provider: Provider, phone: Phone) -> None:
    assert phone.client.get("/api/sign-in/ways").get_json()["provider"] == "VNeID"
    first = enter(phone, provider).get_json()
    assert first["me"]["name"] == TRAM["name"]
    assert first["me"]["device_id"] == str(phone.device_id)
    assert enter(phone, provider).get_json()["me"]["person_id"] == first["me"]["person_id"]
    account = db.session.query(Account).one()
    assert (account.phone, account.id_number, account.username) == ("0905123456", "038194001234", None)


def test_what_leaves_for_the_provider_is_bound_by_state_nonce_and_challenge(
    app: Flask, provider: Provider, phone: Phone
) -> None:
    asked = back(begin(phone))
    assert asked["redirect_uri"] == "http://localhost/vao/vneid"
    assert asked["code_challenge_method"] == "S256"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43


def test_she_is_the_person_whom_a_code_by_message_knew(app: Flask, provider: Provider, phone: Phone) -> None:
    number = {"phone": "0905123456"}
    assert call(phone.client, "/sign-in/codes", number, phone.token).status_code == 202
    typed = number | {"code": code_in(latest_text("0905123456")), "name": "Trâm"}
    before = call(phone.client, "/sign-in/phone", typed, phone.token).get_json()["me"]
    now = enter(phone, provider).get_json()["me"]
    assert (now["person_id"], now["name"]) == (before["person_id"], "Trâm")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"iss": "https://khac.example"}, "vneid_not_believed"),
        ({"aud": "another"}, "vneid_not_believed"),
        ({"aud": [CLIENT, "another"]}, "vneid_not_believed"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "vneid_not_believed"),
        ({"nonce": "cũ"}, "vneid_not_believed"),
        ({"nonce": None}, "vneid_not_believed"),
        ({"sub": None}, "vneid_not_believed"),
        ({"exp": None}, "vneid_not_believed"),
        ({"exp": int(time.time()) - 120}, "vneid_expired"),
        ({"iat": int(time.time()) + 7200, "exp": int(time.time()) + 9000}, "vneid_expired"),
    ],
)
def test_an_answer_that_is_not_right_lets_nobody_in(
    app: Flask, provider: Provider, phone: Phone, wrong: dict[str, Any], says: str
) -> None:
    provider.wrong = wrong
    assert code(enter(phone, provider)) == (401, says)
    assert db.session.query(Person).count() == 0


def test_a_signature_by_a_key_that_is_not_the_providers_is_not_believed(
    app: Flask, provider: Provider, phone: Phone
) -> None:
    provider.foreign = RSAKey.generate_key(2048, {"kid": "one"})
    assert code(enter(phone, provider)) == (401, "vneid_not_believed")


def test_a_key_that_was_rotated_is_fetched_and_the_old_one_is_believed_no_more(
    app: Flask, provider: Provider, phone: Phone
) -> None:
    assert enter(phone, provider).status_code == 200
    assert enter(phone, provider).status_code == 200
    assert provider.key_reads == 1, "kept while they are good"
    old = provider.key
    provider.rotate()
    assert enter(phone, provider).status_code == 200
    assert provider.key_reads == 2
    assert isinstance(old, RSAKey)
    provider.foreign = old
    assert code(enter(phone, provider)) == (401, "vneid_not_believed")


def test_a_provider_that_names_itself_otherwise_is_not_used(app: Flask, provider: Provider, phone: Phone) -> None:
    provider.wrong = {"document_issuer": "https://khac.example"}
    answer = call(phone.client, "/sign-in/vneid", {"where": "phone"}, phone.token)
    assert code(answer) == (503, "vneid_silent")


def test_a_return_works_once_and_a_code_of_another_attempt_does_not(
    app: Flask, provider: Provider, phone: Phone
) -> None:
    came = back(provider.agree(urlsplit(begin(phone)).query, "tram"))
    assert call(phone.client, "/sign-in/vneid/return", came, phone.token).status_code == 200
    assert code(call(phone.client, "/sign-in/vneid/return", came, phone.token)) == (401, "vneid_used")
    replayed = back(provider.agree(urlsplit(begin(phone)).query, "tram")) | {"code": came["code"]}
    assert code(call(phone.client, "/sign-in/vneid/return", replayed, phone.token)) == (401, "vneid_code_refused")
    stolen = back(provider.agree(urlsplit(begin(phone)).query, "tram"))["code"]
    mine = back(begin(phone))["state"]
    mixed = {"state": mine, "code": stolen}
    assert code(call(phone.client, "/sign-in/vneid/return", mixed, phone.token)) == (401, "vneid_code_refused"), "PKCE"


def test_a_return_to_another_phone_or_after_ten_minutes_is_refused(
    app: Flask, provider: Provider, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = back(provider.agree(urlsplit(begin(phone)).query, "tram"))
    other = Phone(app.test_client())
    other.register()
    for token in (other.token, None):
        assert code(call(other.client, "/sign-in/vneid/return", came, token)) == (401, "vneid_not_begun_here")
    made_up = came | {"state": "p." + "x" * 43}
    assert code(call(phone.client, "/sign-in/vneid/return", made_up, phone.token)) == (401, "vneid_not_begun_here")


def test_who_says_no_at_the_provider_is_told_so(app: Flask, provider: Provider, phone: Phone) -> None:
    came = {"state": back(begin(phone))["state"], "error": "access_denied"}
    assert code(call(phone.client, "/sign-in/vneid/return", came, phone.token)) == (401, "vneid_cancelled")


@pytest.mark.parametrize("lacks", ["phone_number_verified", "phone_number"])
def test_what_the_provider_did_not_verify_finds_nobody(
    app: Flask, provider: Provider, phone: Phone, lacks: str
) -> None:
    provider.people["tram"] |= {lacks: None, "identity_verified": False}
    assert code(enter(phone, provider)) == (401, "vneid_nothing_verified")


def test_a_number_and_a_phone_of_two_people_let_nobody_in(app: Flask, provider: Provider, phone: Phone) -> None:
    enter(phone, provider)
    provider.people["other"] = TRAM | {"phone_number": "0912345678", "identity_number": "038194009999"}
    enter(phone, provider, "other")
    provider.people["mixed"] = TRAM | {"phone_number": "0912345678"}
    assert code(enter(phone, provider, "mixed")) == (409, "vneid_two_accounts")
    provider.people["renumbered"] = TRAM | {"identity_number": "038194007777"}
    assert code(enter(phone, provider, "renumbered")) == (409, "vneid_two_accounts")


# -- the desk -----------------------------------------------------------------------------------------------------


def at_desk(client: FlaskClient, provider: Provider) -> TestResponse:
    begun = call(client, "/sign-in/vneid", {"where": "desk"})
    assert begun.status_code == 200, begun.text
    cookie = begun.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/api/sign-in/vneid"} <= set(re.split("; ", cookie))
    came = back(provider.agree(urlsplit(begun.get_json()["url"]).query, "tram"))
    return call(client, "/sign-in/vneid/return", came)


def test_staff_come_in_only_where_the_unit_allows_and_are_never_made(app: Flask, provider: Provider) -> None:
    office: Office = make_office()
    client, runner = app.test_client(), app.test_cli_runner()
    assert code(at_desk(client, provider)) == (401, "vneid_no_staff")
    assert db.session.query(Person).count() == 4
    assert runner.invoke(args=["staff", "identity", "clerk", "038194001234"]).exit_code == 0
    assert runner.invoke(args=["staff", "identity", "seal", "038194001234"]).exit_code == 1
    assert code(at_desk(client, provider)) == (403, "vneid_staff_off")
    allow = ["policy", "set", "--unit", office.unit.slug, "--by-vneid", "--reason", "QĐ 15"]
    assert runner.invoke(args=allow).exit_code == 0
    done = at_desk(client, provider)
    assert (done.status_code, done.get_json()["username"]) == (201, "clerk")
    assert client.get("/api/desk/inbox").status_code == 200


def test_an_approver_still_gives_her_code(app: Flask, provider: Provider) -> None:
    make_office()
    runner = app.test_cli_runner()
    runner.invoke(args=["staff", "identity", "approver", "038194001234"])
    runner.invoke(args=["policy", "set", "--by-vneid", "--second-factor", "--reason", "QĐ 15"])
    assert at_desk(app.test_client(), provider).get_json()["second"] == "enrol"


def test_another_browser_cannot_end_what_this_one_began(app: Flask, provider: Provider) -> None:
    make_office()
    begun = call(app.test_client(), "/sign-in/vneid", {"where": "desk"}).get_json()["url"]
    came = back(provider.agree(urlsplit(begun).query, "tram"))
    assert code(call(app.test_client(), "/sign-in/vneid/return", came)) == (401, "vneid_not_begun_here")


def test_a_member_of_staff_on_a_phone_is_held_to_the_same(app: Flask, provider: Provider, phone: Phone) -> None:
    office = make_office()
    office.hire("vol", "Cà Văn Inh", Role.VOLUNTEER)
    runner = app.test_cli_runner()
    runner.invoke(args=["staff", "identity", "clerk", "038194001234"])
    assert code(enter(phone, provider)) == (403, "vneid_staff_off")
    provider.people["vol"] = TRAM | {"identity_number": "038194001111", "phone_number": None}
    runner.invoke(args=["staff", "identity", "vol", "038194001111"])
    assert enter(phone, provider, "vol").get_json()["me"]["roles"][0]["role"] == "volunteer"


# -- settings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"OIDC_ISSUER": "http://idp.example"}, "https://"),
        ({"OIDC_ISSUER": "https://idp.example"}, "OIDC_CLIENT_ID is missing"),
        ({"OIDC_ISSUER": "https://idp.example", "OIDC_CLIENT_ID": "x", "DEMO": "1"}, "must not reach real people"),
        ({"OIDC_CLAIMS": "cccd=so"}, "not understood"),
    ],
)
def test_a_wrong_setting_stops_the_start(tmp_path: Any, more: dict[str, str], says: str) -> None:
    with pytest.raises(config.BadConfig, match=says):
        config.load({"INSTANCE_DIR": str(tmp_path), "PUBLIC_URL": "https://x.example"} | more)


def test_claims_are_called_what_the_setting_says(tmp_path: Any) -> None:
    env = {"INSTANCE_DIR": str(tmp_path), "PUBLIC_URL": "https://x.example", "OIDC_CLAIMS": "id_number=cccd"}
    found = config.load(env).oidc_claims
    assert (found["id_number"], found["phone"]) == ("cccd", "phone_number")
