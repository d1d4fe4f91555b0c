"""A store that its own phone cannot read: opened at the office with the key that was left for it, each thing once."""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.attachments import storage
from app.attachments.models import Attachment
from app.core import sealing
from app.core.access import Actor
from app.core.ids import uuid7
from app.core.sealing import OfficeKey, office_key
from app.db import db, transaction
from app.dossiers.models import Dossier, Operation
from app.identity import devices
from app.sync.models import Quarantine
from tests.attachments import pictures
from tests.dossiers.office import Desk, Office, sit_down
from tests.rescue import driving
from tests.rescue.driving import Helper
from tests.rescue.files import proof, row, sealed
from tests.shared.phone import Phone as Engines
from tests.shared.phone import running
from tests.sync.authority import block
from tests.sync.world import Ground, Page, Phone, base64url, sha256, sign_in

LEAD = Actor(principal="person:0193f0a0-0000-7000-8000-00000000000a", name="Tổ trưởng")


@pytest.fixture(scope="module", name="engines")
def engines_of_the_phone() -> Iterator[Engines]:
    with running() as phone:
        yield phone


@pytest.fixture(name="keys")
def folder_of_keys(app: Flask) -> Path:
    folder: Path = app.config["CUA_LANG"].office_keys_dir
    return folder


@pytest.fixture(name="desk")
def clerk_at_the_desk(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "clerk")


@pytest.fixture(name="helper")
def volunteer_behind_a_pin(engines: Engines, client: FlaskClient, office: Office) -> Helper:
    return driving.helper(engines, client, office)


def photo(seed: int, size: int = 60) -> Page:
    return Page(uuid7(), pictures.jpeg(seed, (size, size)))


def lose(helper: Helper) -> None:
    """The lead blocks it; it is locked, and somewhere."""
    with transaction(writes=True):
        devices.block(helper.device_id, reason="Rơi ở chợ Mộc.", actor=LEAD)


def rounds(helper: Helper, count: int = 3) -> None:
    for _ in range(count):
        helper.phone.do("round")


def held() -> list[Quarantine]:
    db.session.expire_all()
    return list(db.session.scalars(select(Quarantine).order_by(Quarantine.at)))


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def stored(page: Page) -> bool:
    db.session.expire_all()
    found = db.session.get(Attachment, page.attachment_id)
    return found is not None and found.state == "stored" and found.sha256 == sha256(page.content)


def test_f57_v5_a_locked_phone_hands_over_what_it_cannot_read_and_is_then_empty(
    helper: Helper, on: Ground, desk: Desk, app: Flask
) -> None:
    before, page, large = photo(1), photo(2), photo(3, 700)
    assert len(large.content) > 2 * 64 * 1024
    sent = helper.files(on, before)
    rounds(helper)
    unsent = helper.files(on, page, large)
    helper.phone.do("lock")
    lose(helper)
    helper.phone.seen.clear()
    rounds(helper)
    (row_,) = held()
    assert (row_.dossier_id, row_.code, row_.author_name) == (unsent, "device_lost", "Lò Văn Thắng")
    assert [stored(each) for each in (before, page, large)] == [True, True, True]
    kept = storage.at(app.config["CUA_LANG"].storage_dir).path(sha256(large.content))
    assert kept.read_bytes() == large.content
    assert helper.phone.do("rows") == 0
    assert helper.phone.do("round") == "blocked"
    answer = desk.post(f"/quarantine/{row_.op_id}/decision", {"decision": "adopted", "reason": "Chị Hoa xác nhận."})
    assert answer.status_code == 200, answer.get_json()
    assert {row.id for row in db.session.scalars(select(Dossier))} == {sent, unsent}
    assert db.session.get_one(Dossier, unsent).files_missing == 0


def test_f57_what_the_server_had_before_goes_on_and_gets_the_pages_it_lacked(
    helper: Helper, on: Ground, desk: Desk
) -> None:
    page = photo(4, 300)
    helper.phone.line = lambda _method, path: "/api/uploads/" not in path
    sent = helper.files(on, page)
    rounds(helper, 2)
    assert db.session.get_one(Dossier, sent).files_missing == 1
    helper.phone.do("lock")
    lose(helper)
    rounds(helper)
    assert held() == []
    assert db.session.get_one(Dossier, sent).files_missing == 0
    assert helper.phone.do("rows") == 0


@pytest.mark.parametrize("cut", [1, 2, 3, 4])
def test_f57_answers_that_are_lost_double_nothing(helper: Helper, on: Ground, cut: int) -> None:
    """The line goes after the server has acted: the phone keeps everything and hands it over again."""
    pages = [photo(5, 500), photo(6)]
    helper.files(on, *pages)
    helper.phone.do("lock")
    lose(helper)
    real, calls = helper.phone.client, 0

    class Cutting:
        def open(self, path: str, **more: Any) -> Any:
            nonlocal calls
            answer = real.open(path, **more)
            calls += "/handover/locked" in path
            lost = "/handover/locked" in path and calls == cut
            return real.get("/api/nothing-here") if lost else answer

    helper.phone.client = Cutting()  # type: ignore[assignment]  # all that is asked of it
    rounds(helper, 2)
    assert calls >= cut
    helper.phone.client = real
    rounds(helper)
    assert (count(Quarantine), count(Dossier)) == (1, 0)
    assert [stored(each) for each in pages] == [True, True]
    assert helper.phone.do("rows") == 0


def test_f57_nothing_unsent_leaves_nothing_with_the_office(helper: Helper, on: Ground) -> None:
    helper.files(on, photo(7))
    rounds(helper)
    helper.phone.do("lock")
    lose(helper)
    before = count(Operation)
    rounds(helper)
    assert (held(), count(Operation)) == ([], before)
    assert helper.phone.do("rows") == 0


def test_what_was_sealed_to_an_earlier_key_of_the_office_still_opens(helper: Helper, on: Ground, keys: Path) -> None:
    helper.files(on, photo(8))
    helper.phone.do("lock")
    sealing.rotate(keys)
    lose(helper)
    rounds(helper)
    assert len(held()) == 1
    assert helper.phone.do("rows") == 0


@pytest.fixture(name="away")
def place_for_the_keys(keys: Path, tmp_path: Path) -> Iterator[Path]:
    """Where the office's keys are while it is another office; they are brought back."""
    away = tmp_path / "away"
    yield away
    if away.exists():
        _bring_back(keys, away)


def _take_away(keys: Path, away: Path) -> None:
    keys.rename(away)
    sealing._read.cache_clear()


def _bring_back(keys: Path, away: Path) -> None:
    shutil.rmtree(keys, ignore_errors=True)
    away.rename(keys)
    sealing._read.cache_clear()


def test_another_office_opens_nothing_and_the_phone_keeps_it(
    helper: Helper, on: Ground, keys: Path, away: Path
) -> None:
    helper.files(on)
    helper.phone.do("lock")
    lose(helper)
    _take_away(keys, away)
    rounds(helper, 2)
    assert held() == []
    assert helper.phone.do("rows") > 0
    _bring_back(keys, away)
    rounds(helper, 2)
    assert len(held()) == 1
    assert helper.phone.do("rows") == 0


def test_f65_a_forgotten_pin_does_not_cost_what_was_never_sent(helper: Helper, on: Ground, desk: Desk) -> None:
    sent = helper.files(on, photo(9))
    rounds(helper)
    pages = [photo(10, 400), photo(11)]
    unsent = helper.files(on, *pages)
    helper.phone.do("lock")
    parts = helper.phone.do("rescue")
    items = [carry(desk, base64.b64decode(part)) for part in parts]
    assert [(item["status"], item["dossier_id"]) for item in items[0]] == [("applied", str(unsent))]
    assert {row.id for row in db.session.scalars(select(Dossier))} == {sent, unsent}
    assert db.session.get_one(Dossier, unsent).files_missing == 0
    assert db.session.get_one(Dossier, unsent).helper_name in (None, "")
    again = carry(desk, base64.b64decode(parts[0]))
    assert [item["status"] for item in again] == ["duplicate"]
    assert count(Dossier) == 2


def carry(desk: Desk, content: bytes) -> list[dict[str, Any]]:
    answer = desk.client.post(
        "/api/rescue", data=content, content_type="application/octet-stream", headers={"X-CSRF-Token": desk.csrf}
    )
    assert answer.status_code == 200, answer.get_json()
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


class TestProof:
    """What may be said against a part, made here by hand."""

    @pytest.fixture(name="key")
    def key_of_the_office(self, keys: Path) -> OfficeKey:
        return office_key(keys)

    @pytest.fixture(name="person")
    def person_on_a_lost_phone(self, phone: Phone) -> Phone:
        person = sign_in(phone)
        block(phone)
        return person

    def test_a_phone_that_is_not_blocked_is_told_to_use_its_session(
        self, phone: Phone, on: Ground, key: OfficeKey
    ) -> None:
        person = sign_in(phone)
        answer = give(person, vault_part(person, key, [op_record(person.submission(on))]))
        assert (answer.status_code, answer.get_json()["code"]) == (409, "device_not_blocked")

    def test_the_proof_of_another_phone_is_none(
        self, person: Phone, on: Ground, key: OfficeKey, client: FlaskClient
    ) -> None:
        act = person.submission(on)
        forged = {**proof(person), "signature": base64url(os.urandom(64))}
        answer = give(person, vault_part(person, key, [op_record(act)], device=forged))
        assert (answer.status_code, answer.get_json()["code"]) == (422, "rescue_damaged")
        assert held() == []

    def test_an_operation_that_the_phone_did_not_sign_is_not_taken(
        self, person: Phone, on: Ground, key: OfficeKey
    ) -> None:
        act = person.submission(on)
        act.signature = base64url(os.urandom(64))
        answer = give(person, vault_part(person, key, [op_record(act)]))
        assert answer.get_json()["whole"] is True
        assert held() == []

    def test_a_row_in_the_place_of_another_is_left_out_and_the_others_are_taken(
        self, person: Phone, on: Ground, key: OfficeKey
    ) -> None:
        good, moved = person.submission(on), person.submission(on)
        records = [op_record(good), (("operations", str(uuid4())), op_record(moved)[1])]
        assert give(person, vault_part(person, key, records, seal_as=[None, moved.id])).status_code == 200
        assert [row.op_id for row in held()] == [UUID(good.id)]

    def test_the_key_of_one_store_opens_none_in_anothers_name(self, person: Phone, on: Ground, key: OfficeKey) -> None:
        answer = give(person, vault_part(person, key, [op_record(person.submission(on))], escrow_of="person:other"))
        assert (answer.status_code, answer.get_json()["code"]) == (422, "rescue_damaged")

    def test_a_page_that_no_signed_text_names_is_not_taken(self, person: Phone, on: Ground, key: OfficeKey) -> None:
        act, page = person.submission(on), photo(12)
        record = {
            "attachment_id": str(page.attachment_id),
            "op_id": act.id,
            "sha256": sha256(page.content),
            "size": len(page.content),
            "type": "image/jpeg",
            "state": "queued",
        }
        rows = [op_record(act), (("files", str(page.attachment_id)), record)]
        answer = give(person, vault_part(person, key, rows))
        assert answer.get_json()["wanted"] == []
        assert len(held()) == 1

    def test_a_wish_larger_than_a_phone_makes_is_refused(self, person: Phone) -> None:
        answer = give(person, b"CLR1" + bytes(2 * 1024 * 1024))
        assert answer.status_code == 413


Record = tuple[tuple[str, str], dict[str, Any]]


def op_record(act: Any) -> Record:
    record = {**act.wire, "op_id": act.id, "state": "queued", "device_seq": act.op["device_seq"]}
    return ("operations", act.id), record


def vault_part(
    person: Phone,
    key: OfficeKey,
    records: list[Record],
    *,
    device: dict[str, Any] | None = None,
    escrow_of: str | None = None,
    seal_as: list[str | None] | None = None,
) -> bytes:
    """A part as a phone makes it; `seal_as`: for which ids rows were sealed, where it is not their own."""
    secret = os.urandom(32)
    told = f"cl escrow 1\n{escrow_of or person.principal}\n".encode() + secret
    rows = [
        row(device or proof(person)),
        row({"t": "vault", "principal": person.principal, "escrow": base64url(sealing.seal(key, told))}),
    ]
    for number, ((store, id_), record) in enumerate(records):
        place = (seal_as or [])[number] if seal_as and seal_as[number] else id_
        nonce, plain = os.urandom(12), json.dumps(record).encode()
        body = nonce + AESGCM(secret).encrypt(nonce, plain, f"cl row 1\n{store}\n{place}".encode())
        rows.append(row({"t": "sealed", "store": store, "id": id_, "c": 1}, body))
    return sealed(key, rows, format=2)


def give(person: Phone, content: bytes) -> Any:
    return person.client.post(
        "/api/sync/handover/locked?nonce=nonce-12345678", data=content, content_type="application/octet-stream"
    )
