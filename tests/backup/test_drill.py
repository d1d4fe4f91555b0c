"""The drill: a night's backup, a day's work, a restore, and phones that give back what was lost (F68)."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.attachments import storage
from app.attachments.models import Attachment
from app.backup import instance as backups
from app.core import clock
from app.core.access import Role
from app.core.ids import uuid7
from app.db import db, transaction
from app.documents import operations as documents
from app.dossiers.models import Dossier, DossierEvent, Operation
from app.identity import operations as identity
from app.identity import staff
from app.mandates.models import Mandate
from tests.attachments import pictures
from tests.conftest import Client
from tests.dossiers.office import Office, make_office
from tests.sync.test_helpers import consent
from tests.sync.world import Act, Ground, Page, Phone, ground, make_phone, sha256, sign_in


@pytest.fixture(name="office")
def office_of_the_drill(committed_app: Flask) -> Office:
    committed_app.test_client_class = Client
    with committed_app.app_context(), transaction(writes=True):
        office = make_office()
        db.session.expunge_all()
    return office


@pytest.fixture(name="on")
def ground_of_the_drill(committed_app: Flask, office: Office) -> Ground:
    with committed_app.app_context(), transaction(writes=False):
        return ground(office.unit.id)


def page(seed: int) -> Page:
    return Page(uuid7(), pictures.jpeg(seed), required=False)


def know(phone: Phone) -> None:
    """The phone makes itself known again by its key, as it does by itself after a 401."""
    numbers = phone.key.public_key().public_numbers()
    from tests.sync.world import base64url

    jwk = {"kty": "EC", "crv": "P-256", "x": base64url(numbers.x.to_bytes(32)), "y": base64url(numbers.y.to_bytes(32))}
    with transaction(writes=True):
        phone.token = identity.register_device(device_id=phone.device_id, public_key=jwk, label="").token


def offer(phone: Phone, *acts: Act, epoch: str) -> list[str]:
    answer = phone.push_raw([{**act.wire, "acknowledged_in": epoch} for act in acts])
    assert answer.status_code == 200, answer.get_json()
    return [str(each["status"]) for each in answer.get_json()["results"]]


def restore(app: Flask, made: Path) -> None:
    done = app.test_cli_runner().invoke(args=["restore", str(made), "--replace"])
    assert done.exit_code == 0, done.output


def kept(folder: Path, sent: Page) -> bytes:
    return storage.at(folder).path(sha256(sent.content)).read_bytes()


def came_back(*acts: Act) -> set[str]:
    return {act.id for act in acts if "came_back" in held(act.dossier_id).flags}


def rows(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def held(dossier_id: UUID) -> Dossier:
    return db.session.get_one(Dossier, dossier_id, populate_existing=True)


def test_f68_phones_give_back_what_the_backup_lost_and_nothing_is_doubled(
    committed_app: Flask, office: Office, on: Ground, tmp_path: Path
) -> None:
    config = committed_app.config["CUA_LANG"]
    client = committed_app.test_client()
    with committed_app.app_context():
        resident = make_phone(client)
        early = page(1)
        before = resident.submission(on, pages=[early])
        assert resident.push(before)[0]["status"] == "applied"
        assert resident.send(early.attachment_id, early.content).status_code == 200
        made = backups.make(config, tmp_path / "backups")
        epoch = str(client.get("/api/server").get_json()["epoch"])

        # the day after: another phone, a withdrawal, pages; all of it acknowledged
        late = page(2)
        second, third = resident.submission(on, pages=[late]), resident.submission(on)
        other = make_phone(client)
        fourth = other.submission(on)
        gone = resident.act("dossier.withdraw", {"reason": "Nộp nhầm"}, dossier_id=str(third.dossier_id), seen=1)
        assert [each["status"] for each in resident.push(second, third, gone)] == ["applied"] * 3
        assert other.push(fourth)[0]["status"] == "applied"
        assert resident.send(late.attachment_id, late.content).status_code == 200
        db.session.remove()

        restore(committed_app, made)
        assert {str(row) for row in db.session.scalars(select(Dossier.id))} == {str(before.dossier_id)}
        db.session.remove()
        assert other.push_raw([fourth.wire]).status_code == 401
        know(other)
        assert offer(other, fourth, epoch=epoch) == ["applied"]
        # what waits for the submission is held, and applied when it comes
        assert offer(resident, gone, epoch=epoch) == ["held"]
        statuses = offer(resident, before, second, third, gone, epoch=epoch)
        assert statuses == ["duplicate", "applied", "applied", "applied"]
        assert offer(resident, second, gone, third, before, epoch=epoch) == ["duplicate"] * 4
        assert resident.send(late.attachment_id, late.content).get_json()["state"] == "stored"
        states = {act.id: held(act.dossier_id).state for act in (before, second, third, fourth)}
        assert states == {before.id: "submitted", second.id: "submitted", third.id: "withdrawn", fourth.id: "submitted"}
        assert held(second.dossier_id).files_missing == 0
        assert kept(config.storage_dir, late) == late.content
        assert [rows(model) for model in (Dossier, Operation, Attachment)] == [4, 5, 2]
        assert came_back(before, second, third, fourth) == {second.id, third.id, fourth.id}


def test_f68_consents_come_back_before_the_dossiers_made_under_them(
    committed_app: Flask, office: Office, on: Ground, tmp_path: Path
) -> None:
    config = committed_app.config["CUA_LANG"]
    with committed_app.app_context():
        helper = sign_in(make_phone(committed_app.test_client()), name="Lò Văn Thắng")
        person = helper.actor.person_id
        assert person is not None
        with transaction(writes=True):
            staff.grant(person, office.unit.id, Role.VOLUNTEER)
        helper = sign_in(helper, person, name="Lò Văn Thắng")
        made = backups.make(config, tmp_path / "backups")
        granted = consent(helper, office)
        act = helper.submission(on, mandate_id=granted.op["payload"]["mandate_id"])
        assert [each["status"] for each in helper.push(granted, act)] == ["applied", "applied"]
        db.session.remove()
        restore(committed_app, made)
        assert offer(helper, act, epoch=str(uuid7())) == ["held"]
        assert offer(helper, granted, act, epoch=str(uuid7())) == ["applied", "applied"]
        assert offer(helper, act, granted, epoch=str(uuid7())) == ["duplicate", "duplicate"]
        assert db.session.scalar(select(func.count()).select_from(Mandate)) == 1
        assert held(act.dossier_id).helper_name == "Lò Văn Thắng"


@pytest.mark.parametrize("seed", range(3))
def test_f68_in_whatever_order_phones_come_back_the_end_is_the_same(
    committed_app: Flask, office: Office, on: Ground, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    config = committed_app.config["CUA_LANG"]
    with committed_app.app_context():
        phones = [make_phone(committed_app.test_client()) for _ in range(3)]
        sent: list[tuple[Phone, Act]] = []
        made: Path | None = None
        for step in range(12):
            phone = dice.choice(phones)
            mine = [act for who, act in sent if who is phone and act.op["kind"] == "dossier.submit"]
            withdrawn = {act.op["dossier_id"] for _, act in sent if act.op["kind"] == "dossier.withdraw"}
            left = [act for act in mine if act.op["dossier_id"] not in withdrawn]
            if left and dice.random() < 0.4:
                about = dice.choice(left).op["dossier_id"]
                act = phone.act("dossier.withdraw", {"reason": "Thôi"}, dossier_id=about, seen=1)
            else:
                act = phone.submission(on)
            assert phone.push(act)[0]["status"] == "applied"
            sent.append((phone, act))
            if step == 4:
                made = backups.make(config, tmp_path / "backups")
        assert made is not None
        wanted = picture()
        db.session.remove()
        restore(committed_app, made)
        assert picture() != wanted
        open_ = list(sent)
        while open_:
            who, act = dice.choice(open_)
            (status,) = offer(who, act, epoch=str(uuid7()))
            assert status in {"applied", "duplicate", "held"}
            if status != "held":
                open_.remove((who, act))
        assert picture() == wanted


def picture() -> dict[str, Any]:
    """Every dossier with its state and the moves that made it, and every operation."""
    db.session.expire_all()
    events: dict[str, list[str]] = {}
    for row in db.session.scalars(select(DossierEvent).order_by(DossierEvent.version)):
        events.setdefault(str(row.dossier_id), []).append(row.move)
    states = {str(row.id): row.state for row in db.session.scalars(select(Dossier))}
    return {"states": states, "events": events, "operations": set(db.session.scalars(select(Operation.op_id)))}


def test_no_number_that_may_stand_on_paper_already_is_given_again(committed_app: Flask, tmp_path: Path) -> None:
    config = committed_app.config["CUA_LANG"]
    scope = f"dossier:H17.50.2:{clock.today():%y%m%d}"
    with committed_app.app_context():
        with transaction(writes=True):
            documents.next_number("dossier:H17.50.2:260101")
            documents.next_number("receipt:1:2026")
        made = backups.make(config, tmp_path / "backups")
        with transaction(writes=True):
            given = {documents.next_number(scope) for _ in range(5)} | {documents.next_number("receipt:1:2026")}
        db.session.remove()
        restore(committed_app, made)
        with transaction(writes=True):
            again = {documents.next_number(scope), documents.next_number("receipt:1:2026")}
    assert not given & again


def test_a_session_that_the_backup_saw_unused_takes_nothing_over_on_the_restored_server(
    committed_app: Flask, office: Office, on: Ground, tmp_path: Path
) -> None:
    config = committed_app.config["CUA_LANG"]
    client = committed_app.test_client()
    with committed_app.app_context():
        shared, used = make_phone(client), sign_in(make_phone(client))
        just_signed_in = sign_in(shared, heard=False)
        made = backups.make(config, tmp_path / "backups")
        assert just_signed_in.call("GET", "/api/me").status_code == 200
        db.session.remove()

        restore(committed_app, made)
        # somebody else has the phone in hand by now, and has signed in nowhere
        others = shared.submission(on)
        assert shared.push(others)[0]["status"] == "applied"
        answer = just_signed_in.call("GET", "/api/me")
        assert (answer.status_code, answer.get_json()["code"]) == (401, "session_ended")
        assert shared.call("GET", f"/api/dossiers/{others.dossier_id}").status_code == 200
        assert used.call("GET", "/api/me").status_code == 200
