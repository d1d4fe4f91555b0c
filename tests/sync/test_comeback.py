"""A browser cleared its storage; what the server knows of it is told in counts, and given back to whoever proves it."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.core.access import SYSTEM
from app.db import db, transaction
from app.identity import browsers, devices
from app.identity.models import Device
from tests.identity.phones import Phone as Newcomer
from tests.sync.world import ID_NUMBER, Ground, Phone, sign_in

HELD = "drafts=2; unsent=1; oldest=2026-11-27T02:00:00Z; installed=0"
FACTOR = ID_NUMBER[-4:]


def introduce(phone: Phone) -> None:
    """Register over HTTP as a phone does, so that its browser gets the cookie."""
    numbers = phone.key.public_key().public_numbers()
    known = Newcomer(phone.client, phone.device_id)
    known.key = phone.key
    assert known.register().status_code == 200
    assert numbers == known.key.public_key().public_numbers()


def tell(phone: Phone, holds: str = HELD) -> None:
    assert phone.call("GET", "/api/sync/changes", headers={browsers.HEADER: holds}).status_code == 200


def cleared(client: FlaskClient) -> Newcomer:
    """The same browser with nothing kept but its cookie: a new key, a new device."""
    new = Newcomer(client)
    assert new.register().status_code == 200
    return new


def dossiers(phone: Newcomer) -> set[str]:
    changes = phone.get("/api/sync/changes").get_json()["changes"]
    return {each["id"] for each in changes if each["kind"] == "dossier"}


@pytest.fixture(name="filed")
def filed_dossier(phone: Phone, on: Ground) -> str:
    """A phone without anybody signed in sent a dossier, and holds two drafts and something unsent."""
    introduce(phone)
    act = phone.submission(on)
    assert [each["status"] for each in phone.push(act)] == ["applied"]
    tell(phone)
    return str(act.dossier_id)


def test_f33_cleared_storage_is_told_with_the_counts_the_phone_last_gave(client: FlaskClient, filed: str) -> None:
    before = cleared(client).get("/api/devices/before").get_json()
    assert (before["dossiers"], before["asks_factor"], before["somebody"]) == (1, True, False)
    [held] = before["held"]
    assert (held["drafts"], held["unsent"], held["here"]) == (2, 1, True)
    assert held["oldest"] == "2026-11-27T02:00:00Z"
    assert filed not in str(before)


def test_f33_a_browser_that_proves_itself_and_its_person_gets_its_dossiers_back(
    client: FlaskClient, phone: Phone, filed: str
) -> None:
    new = cleared(client)
    assert dossiers(new) == set()
    assert new.post("/api/devices/restore", factor=FACTOR).get_json() == {"dossiers": 1}
    assert dossiers(new) == {filed}
    assert phone.call("GET", f"/api/dossiers/{filed}").status_code == 404
    assert new.get("/api/devices/before").get_json() == {
        "held": [],
        "dossiers": 0,
        "asks_factor": False,
        "somebody": False,
        "installed": False,
    }


@pytest.mark.parametrize("factor", ["", "0000"])
def test_f33_the_cookie_alone_gives_nothing_back(client: FlaskClient, filed: str, factor: str) -> None:
    new = cleared(client)
    answer = new.post("/api/devices/restore", factor=factor)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found_or_wrong")
    assert dossiers(new) == set()


def test_f33_another_browser_gets_nothing_whatever_it_knows(client: FlaskClient, filed: str) -> None:
    client.delete_cookie(browsers.COOKIE, path=browsers.COOKIE_PATH)
    new = cleared(client)
    assert new.get("/api/devices/before").get_json()["dossiers"] == 0
    assert new.post("/api/devices/restore", factor=FACTOR).get_json()["dossiers"] == 0
    assert dossiers(new) == set()


def test_f33_guessing_the_factor_is_slowed(client: FlaskClient, filed: str) -> None:
    new = cleared(client)
    answers = [new.post("/api/devices/restore", factor=f"{guess:04}").status_code for guess in range(12)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_f33_drafts_alone_come_back_without_a_factor_that_nobody_could_know(client: FlaskClient, phone: Phone) -> None:
    introduce(phone)
    tell(phone)
    new = cleared(client)
    assert new.get("/api/devices/before").get_json()["asks_factor"] is False
    assert new.post("/api/devices/restore").status_code == 200
    with transaction(writes=False):
        assert db.session.get_one(Device, phone.device_id).followed_by == new.device_id


def test_f33_a_cleared_browser_that_was_cleared_again_still_gets_it_all(client: FlaskClient, filed: str) -> None:
    cleared(client)
    third = cleared(client)
    third.post("/api/devices/restore", factor=FACTOR)
    assert dossiers(third) == {filed}


def test_f33_what_a_person_took_over_is_never_given_to_a_device(client: FlaskClient, phone: Phone, filed: str) -> None:
    sign_in(phone)
    new = cleared(client)
    before = new.get("/api/devices/before").get_json()
    assert (before["dossiers"], before["somebody"]) == (0, True)
    new.post("/api/devices/restore", factor=FACTOR)
    assert dossiers(new) == set()


def test_f33_a_person_who_is_signed_in_takes_over_no_device(client: FlaskClient, phone: Phone, filed: str) -> None:
    new = cleared(client)
    person = sign_in(Phone(client, new.token, phone.actor, phone.key))
    answer = person.call("POST", "/api/devices/restore", json={"factor": FACTOR})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "not_the_device")


def test_f55_nobody_is_told_what_a_person_held_on_a_shared_phone(client: FlaskClient, phone: Phone) -> None:
    introduce(phone)
    tell(sign_in(phone), "drafts=7; unsent=5; installed=0")
    before = cleared(client).get("/api/devices/before").get_json()
    assert (before["held"], before["somebody"]) == ([], True)


def test_f57_a_phone_that_was_reported_lost_gets_nothing_back_by_being_cleared(
    client: FlaskClient, phone: Phone, filed: str
) -> None:
    with transaction(writes=True):
        devices.block(phone.device_id, reason="Báo mất ở chợ", actor=SYSTEM)
    new = cleared(client)
    before = new.get("/api/devices/before").get_json()
    assert (before["held"], before["dossiers"], before["somebody"]) == ([], 0, False)
    new.post("/api/devices/restore", factor=FACTOR)
    assert dossiers(new) == set()
    with transaction(writes=True):
        devices.unblock(phone.device_id, reason="Đã tìm thấy", actor=SYSTEM)
    new.post("/api/devices/restore", factor=FACTOR)
    assert dossiers(new) == {filed}


def test_f34_a_person_hears_what_her_other_tab_holds_and_the_tab_hears_of_the_installed_app(
    client: FlaskClient, phone: Phone
) -> None:
    introduce(phone)
    tab = sign_in(phone)
    tell(tab)
    client.delete_cookie(browsers.COOKIE, path=browsers.COOKIE_PATH)
    installed = cleared(client)
    person = tab.actor.person_id
    other = Phone(client, installed.token, phone.actor, phone.key)
    other.actor = type(phone.actor)(principal=installed.principal, device_id=installed.device_id)
    app = sign_in(other, person)
    tell(app, "drafts=0; unsent=0; installed=1")
    before: Any = app.call("GET", "/api/devices/before").get_json()
    assert [(each["drafts"], each["unsent"], each["here"]) for each in before["held"]] == [(2, 1, False)]
    assert before["installed"] is False
    assert tab.call("GET", "/api/devices/before").get_json()["installed"] is True


def test_a_desk_cookie_in_the_same_browser_stands_in_no_devices_way(client: FlaskClient) -> None:
    client.set_cookie("cl_desk", "an old one")
    assert Newcomer(client).register().status_code == 200
