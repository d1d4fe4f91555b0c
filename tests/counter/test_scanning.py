"""What a phone shows at the counter is its own act: here once, whatever else the phone does later."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.core.access import Actor
from app.core.ids import uuid7
from app.core.sealing import OfficeKey, office_key, seal
from app.counter import rules
from app.db import db
from app.dossiers.models import Dossier, DossierEvent, Operation
from app.identity.models import AccessRecord, Device
from tests.attachments import pictures
from tests.dossiers.office import TEAM, Desk, Office, make_office, sit_down
from tests.rescue.files import proof
from tests.sync.world import Act, Ground, Page, Phone, sha256


@pytest.fixture(name="key")
def key_of_the_office(app: Flask) -> OfficeKey:
    return office_key(app.config["CUA_LANG"].office_keys_dir)


@pytest.fixture(name="desk")
def clerk_at_the_desk(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "clerk")


@pytest.fixture(name="stranger")
def phone_that_never_had_a_network(client: FlaskClient) -> Phone:
    device_id = uuid7()
    actor = Actor(principal=f"device:{device_id}", device_id=device_id)
    return Phone(client, "", actor, ec.generate_private_key(ec.SECP256R1()))


def shown(key: OfficeKey, phone: Phone, *acts: Act, fold: bool = True, **more: Any) -> str:
    """What the frames of a phone come to."""
    device = {name: value for name, value in proof(phone).items() if name != "t"}
    text = json.dumps({"v": 1, "device": device, "operations": [act.wire for act in acts], **more}).encode()
    body = b"\1" + zlib.compress(text) if fold else b"\0" + text
    return base64.urlsafe_b64encode(seal(key, body)).rstrip(b"=").decode()


def scan(desk: Desk, sealed: str) -> Any:
    return desk.client.post("/api/counter/scans", json={"sealed": sealed}, headers={"X-CSRF-Token": desk.csrf})


def scanned(desk: Desk, sealed: str) -> dict[str, Any]:
    answer = scan(desk, sealed)
    assert answer.status_code == 200, answer.get_json()
    (item,) = answer.get_json()["items"]
    return dict(item)


def dossiers() -> int:
    return db.session.scalar(select(func.count()).select_from(Dossier)) or 0


def moves_of(dossier_id: object) -> list[tuple[str, str]]:
    rows = select(DossierEvent.move, DossierEvent.actor_name).where(DossierEvent.dossier_id == dossier_id)
    return [(move, name) for move, name in db.session.execute(rows.order_by(DossierEvent.version))]


@pytest.mark.parametrize("fold", [True, False], ids=["made small", "by a browser that cannot"])
def test_a_phone_that_never_had_a_network_is_read_and_the_history_says_at_whose_desk(
    desk: Desk, stranger: Phone, on: Ground, key: OfficeKey, fold: bool
) -> None:
    photo = Page(uuid7(), pictures.jpeg(1, (60, 60)))
    act = stranger.submission(on, pages=[photo])
    item = scanned(desk, shown(key, stranger, act, fold=fold))
    assert (item["status"], item["pages"], item["pages_here"], item["mine"]) == ("applied", 1, 0, True)
    assert item["receipt"] == rules.receipt(sha256(act.text))
    dossier = db.session.get_one(Dossier, act.dossier_id)
    assert (dossier.state, dossier.files_missing) == ("submitted", 1)
    (_, first), (second, clerk) = moves_of(act.dossier_id)
    assert (first, second, clerk) == ("Nguyễn Thị Hoa", "scanned", TEAM["clerk"][0])
    looks = select(AccessRecord.object_id).where(AccessRecord.why == "scan")
    assert db.session.scalars(looks).all() == [str(act.dossier_id)]


def test_scanned_twice_and_then_sent_by_the_phone_itself_is_one_dossier(
    desk: Desk, phone: Phone, on: Ground, key: OfficeKey
) -> None:
    photo = Page(uuid7(), pictures.jpeg(2, (60, 60)))
    act = phone.submission(on, pages=[photo])
    assert scanned(desk, shown(key, phone, act))["status"] == "applied"
    again = scanned(desk, shown(key, phone, act))
    assert (again["status"], again["receipt"]) == ("duplicate", rules.receipt(sha256(act.text)))
    (result,) = phone.push(act)
    assert (result["status"], result["acknowledged"]["sha256"]) == ("duplicate", sha256(act.text))
    phone.send(photo.attachment_id, photo.content)
    db.session.expire_all()
    dossier = db.session.get_one(Dossier, act.dossier_id)
    assert (dossiers(), dossier.files_missing) == (1, 0)
    assert [move for move, _ in moves_of(act.dossier_id)] == ["submit", "scanned", "files_complete"]
    assert scanned(desk, shown(key, phone, act))["pages_here"] == 1


def test_sent_by_the_phone_and_scanned_afterwards_is_one_dossier(
    desk: Desk, phone: Phone, on: Ground, key: OfficeKey
) -> None:
    act = phone.submission(on)
    phone.push(act)
    assert scanned(desk, shown(key, phone, act))["status"] == "duplicate"
    assert dossiers() == 1
    assert [move for move, _ in moves_of(act.dossier_id)] == ["submit"]


def test_a_copy_that_was_edited_meanwhile_never_makes_a_second_dossier(
    desk: Desk, phone: Phone, on: Ground, key: OfficeKey
) -> None:
    act = phone.submission(on)
    edited = phone.submission(on, dossier_id=act.dossier_id, answers={"req_name": "Nguyễn Văn Khác"})
    assert scanned(desk, shown(key, phone, act))["status"] == "applied"
    (result,) = phone.push(edited)
    assert (result["status"], result["code"]) == ("rejected", "dossier_exists")
    other = scanned(desk, shown(key, phone, edited))
    assert (other["status"], other["receipt"]) == ("rejected", None)
    # the same id with other content is nobody's act
    reused = phone.seal({**act.op, "seen": 3})
    assert scanned(desk, shown(key, phone, reused))["status"] == "rejected"
    assert dossiers() == 1


def test_at_another_communes_counter_it_comes_in_too_but_is_not_opened_there(
    app: Flask, office: Office, desk: Desk, phone: Phone, on: Ground, key: OfficeKey
) -> None:
    other = make_office(name="Xã Đại Minh", e_identifier="H17.51.2", prefix="dm-")
    elsewhere = replace(on, unit_id=other.unit.id)
    act = phone.submission(elsewhere)
    item = scanned(desk, shown(key, phone, act))
    assert (item["status"], item["mine"]) == ("applied", False)
    assert dossiers() == 1


def test_what_another_phone_made_or_signed_is_not_taken(
    desk: Desk, phone: Phone, stranger: Phone, on: Ground, key: OfficeKey
) -> None:
    act = phone.submission(on)
    answer = scan(desk, shown(key, stranger, act))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "scan_damaged")
    forged = replace(act, signature=stranger.sign(act.text))
    item = scanned(desk, shown(key, phone, forged))
    assert (item["status"], item["code"], item["receipt"]) == ("rejected", "bad_signature", None)
    assert dossiers() == 0
    assert db.session.get(Operation, act.dossier_id) is None
    assert db.session.get(Device, stranger.device_id) is None


def test_what_is_sealed_for_another_office_or_is_not_whole_says_so(
    desk: Desk, phone: Phone, on: Ground, key: OfficeKey, tmp_path: Any
) -> None:
    act = phone.submission(on)
    foreign = scan(desk, shown(office_key(tmp_path), phone, act))
    assert (foreign.status_code, foreign.get_json()["code"]) == (422, "scan_foreign")
    cut = scan(desk, shown(key, phone, act)[:-40])
    assert (cut.status_code, cut.get_json()["code"]) == (422, "scan_damaged")
    bomb = base64.urlsafe_b64encode(seal(key, b"\1" + zlib.compress(bytes(5_000_000)))).rstrip(b"=").decode()
    assert scan(desk, bomb).get_json()["code"] == "scan_damaged"
    newer = scan(desk, shown(key, phone, act, v=2))
    assert newer.get_json()["code"] == "scan_damaged"


def test_only_who_receives_dossiers_may_scan(
    app: Flask, office: Office, phone: Phone, on: Ground, key: OfficeKey
) -> None:
    act = phone.submission(on)
    assert scan(sit_down(app.test_client(), "appraiser"), shown(key, phone, act)).status_code == 403
    assert dossiers() == 0
