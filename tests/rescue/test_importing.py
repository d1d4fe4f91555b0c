"""A rescue file at the office: everything in it once, whichever way comes first, and nothing without its proof."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.attachments import storage
from app.attachments.models import Attachment
from app.core.access import Actor
from app.core.ids import uuid7
from app.core.sealing import OfficeKey, office_key
from app.db import db
from app.dossiers.models import Dossier, DossierAccess, Operation
from app.identity.models import AccessRecord, Device
from tests.attachments import pictures
from tests.dossiers.office import Desk, Office, sit_down
from tests.rescue.files import op_row, page_row, proof, row, sealed
from tests.sync.world import Ground, Page, Phone, sha256, sign_in


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


def page(seed: int, size: int = 60) -> Page:
    return Page(uuid7(), pictures.jpeg(seed, (size, size)))


def carry(desk: Desk, content: bytes) -> Any:
    return desk.client.post(
        "/api/rescue", data=content, content_type="application/octet-stream", headers={"X-CSRF-Token": desk.csrf}
    )


def taken(desk: Desk, content: bytes) -> list[dict[str, Any]]:
    answer = carry(desk, content)
    assert answer.status_code == 200, answer.get_json()
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_f83_a_phone_that_never_had_a_network_is_taken_in_from_its_file(
    desk: Desk, stranger: Phone, on: Ground, key: OfficeKey, app: Flask
) -> None:
    photo = page(1)
    act = stranger.submission(on, pages=[photo])
    (item,) = taken(desk, sealed(key, [row(proof(stranger)), op_row(act), page_row(act, photo)]))
    assert (item["status"], item["pages"], item["pages_here"]) == ("applied", 1, 1)
    assert item["local_code"] == act.op["payload"]["local_code"]
    dossier = db.session.get_one(Dossier, act.dossier_id)
    assert (dossier.files_missing, dossier.state) == (0, "submitted")
    assert db.session.scalars(select(DossierAccess.principal)).all() == [stranger.principal]
    kept = storage.at(app.config["CUA_LANG"].storage_dir).path(sha256(photo.content))
    assert kept.read_bytes() == photo.content


def test_f83_the_file_first_and_the_phone_later_make_one_dossier(
    desk: Desk, phone: Phone, on: Ground, key: OfficeKey
) -> None:
    photo = page(2)
    act = phone.submission(on, pages=[photo])
    content = sealed(key, [row(proof(phone)), op_row(act), page_row(act, photo)])
    assert taken(desk, content)[0]["status"] == "applied"
    (result,) = phone.push(act)
    assert result["status"] == "duplicate"
    assert result["acknowledged"]["attachments"] == [sha256(photo.content)]
    assert phone.send(photo.attachment_id, photo.content).get_json()["state"] == "stored"
    assert taken(desk, content)[0]["status"] == "duplicate"
    assert (count(Dossier), count(Operation), count(Attachment)) == (1, 1, 1)


def test_f83_the_phone_first_and_the_file_later_make_one_dossier(
    desk: Desk, phone: Phone, on: Ground, key: OfficeKey
) -> None:
    photo = page(3, 200)
    act = phone.submission(on, pages=[photo])
    assert phone.push(act)[0]["status"] == "applied"
    half = len(photo.content) // 2
    assert phone.send_piece(photo.attachment_id, photo.content, 0, half).status_code == 200
    (item,) = taken(desk, sealed(key, [row(proof(phone)), op_row(act), page_row(act, photo)]))
    assert (item["status"], item["pages_here"]) == ("duplicate", 1)
    assert (count(Dossier), count(Operation), count(Attachment)) == (1, 1, 1)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_f83_parts_come_in_any_order_and_again(
    desk: Desk, stranger: Phone, on: Ground, key: OfficeKey, order: tuple[int, ...]
) -> None:
    photo, other = page(4, 300), page(5)
    act = stranger.submission(on, pages=[photo, replace(other, number=2)])
    cut = len(photo.content) // 2
    rows = [page_row(act, other), page_row(act, photo, 0, cut), page_row(act, photo, cut)]
    parts = [
        sealed(key, [row(proof(stranger)), op_row(act), each], part=number, parts=3)
        for number, each in enumerate(rows, 1)
    ]
    for number in (*order, *order):
        taken(desk, parts[number])
    assert db.session.get_one(Dossier, act.dossier_id).files_missing == 0
    assert (count(Dossier), count(Operation), count(Attachment)) == (1, 1, 2)


def test_what_a_person_made_is_hers_and_not_the_officers(desk: Desk, phone: Phone, on: Ground, key: OfficeKey) -> None:
    person = sign_in(phone)
    act = person.submission(on)
    assert taken(desk, sealed(key, [row(proof(person)), op_row(act)]))[0]["status"] == "applied"
    assert db.session.scalars(select(DossierAccess.principal)).all() == [person.principal]
    assert db.session.scalars(select(Operation.principal)).all() == [person.principal]


def test_nobody_speaks_for_a_person_who_never_used_that_phone(
    desk: Desk, phone: Phone, stranger: Phone, on: Ground, key: OfficeKey
) -> None:
    person = sign_in(phone)
    act = stranger.submission(on, principal=person.principal)
    assert taken(desk, sealed(key, [row(proof(stranger)), op_row(act)]))[0]["status"] in {"retry", "quarantined"}
    assert count(Dossier) == 0


def test_an_operation_with_a_false_signature_is_not_taken(
    desk: Desk, phone: Phone, stranger: Phone, on: Ground, key: OfficeKey
) -> None:
    act = stranger.submission(on)
    act.signature = phone.sign(act.text)
    (item,) = taken(desk, sealed(key, [row(proof(stranger)), op_row(act)]))
    assert item["status"] in {"retry", "rejected"}
    assert (count(Dossier), count(Operation)) == (0, 0)


def test_a_proof_of_another_key_makes_no_phone_known(
    desk: Desk, phone: Phone, stranger: Phone, on: Ground, key: OfficeKey
) -> None:
    stolen = proof(stranger) | {"device_id": str(phone.device_id)}
    before = count(Device)
    assert carry(desk, sealed(key, [row(stolen)])).get_json()["code"] == "rescue_damaged"
    own = replace(stranger, actor=phone.actor)
    assert carry(desk, sealed(key, [row(proof(own)), op_row(own.submission(on))])).get_json()["code"] == "device_taken"
    assert (count(Device), count(Dossier)) == (before, 0)


def test_bytes_that_no_signed_manifest_names_are_left_out(
    desk: Desk, stranger: Phone, on: Ground, key: OfficeKey
) -> None:
    named, slipped_in = page(6), page(7)
    act = stranger.submission(on, pages=[named])
    taken(desk, sealed(key, [row(proof(stranger)), op_row(act), page_row(act, slipped_in)]))
    assert count(Attachment) == 0


def test_a_refused_operation_says_why_and_the_others_are_taken(
    desk: Desk, stranger: Phone, on: Ground, key: OfficeKey
) -> None:
    good, bad = stranger.submission(on), stranger.submission(on, answers={"req_name": ""})
    first, second = taken(desk, sealed(key, [row(proof(stranger)), op_row(bad), op_row(good)]))
    assert (first["status"], first["code"]) == ("rejected", "answers_refused")
    assert first["say"]["vi"]
    assert second["status"] == "applied"


def test_a_file_that_cannot_be_taken_says_so_in_words(desk: Desk, key: OfficeKey, tmp_path: Any) -> None:
    content = sealed(key, [])
    foreign = sealed(office_key(tmp_path), [])
    changed = bytearray(content)
    changed[-1] ^= 1
    head = bytearray(content)
    head[20] ^= 1
    wrong = {
        "rescue_not_one": [b"", b"PK\x03\x04zip", b"%PDF-1.7"],
        "rescue_damaged": [bytes(changed), bytes(head), content[:-5], content[:30], b"CLR1\xff\xff\xff\xff"],
        "rescue_foreign": [foreign],
        "rescue_newer": [sealed(key, [], format=3)],
    }
    for code, files in wrong.items():
        for each in files:
            answer = carry(desk, each)
            assert (answer.status_code, answer.get_json()["code"]) == (422, code)
            assert answer.get_json()["say"]["vi"]


def test_only_those_who_receive_dossiers_take_files_and_each_look_is_recorded(
    app: Flask, desk: Desk, stranger: Phone, on: Ground, key: OfficeKey
) -> None:
    act = stranger.submission(on)
    content = sealed(key, [row(proof(stranger)), op_row(act)])
    assert carry(sit_down(app.test_client(), "approver"), content).status_code == 403
    assert app.test_client().post("/api/rescue", data=content).status_code == 401
    taken(desk, content)
    looks = select(AccessRecord.object_id).where(AccessRecord.why == "rescue")
    assert db.session.scalars(looks).all() == [str(act.dossier_id)]
