"""The pages of a dossier: record first, bytes after, complete with the last one, shown only to whom they belong."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.attachments import storage, tasks
from app.core import clock
from app.core.access import Role
from app.core.ids import uuid7
from app.db import db, transaction
from app.dossiers.models import Dossier, DossierFile
from app.identity import audit
from app.jobs import TASKS
from tests.attachments import pictures
from tests.dossiers.office import Office, make_office, sit_down
from tests.sync.world import Act, Ground, Page, Phone, make_phone, sha256, sign_in


def page(number: int, content: bytes | None = None, *, required: bool = False) -> Page:
    return Page(uuid7(), content or pictures.jpeg(100 + number, gps=True), number=number, required=required)


def copy_of(phone: Phone, act: Act) -> dict[str, Any]:
    body: dict[str, Any] = phone.call("GET", f"/api/dossiers/{act.dossier_id}").get_json()
    return body


def test_f24_a_dossier_is_sent_only_when_its_last_byte_is_held(phone: Phone, on: Ground) -> None:
    pages = [page(1), page(2)]
    act = phone.submission(on, pages=pages)
    (result,) = phone.push(act)
    assert (result["dossier"]["awaiting_files"], result["dossier"]["flags"]) == (2, ["awaiting_files"])
    assert result["dossier"]["receive_before"] is None
    assert result["acknowledged"]["attachments"] == []

    phone.send(pages[0].attachment_id, pages[0].content)
    assert copy_of(phone, act)["awaiting_files"] == 1
    (again,) = phone.push(act)
    assert again["acknowledged"]["attachments"] == [sha256(pages[0].content)]

    phone.send(pages[1].attachment_id, pages[1].content)
    whole = copy_of(phone, act)
    assert (whole["awaiting_files"], whole["flags"]) == (0, [])
    assert whole["receive_before"] is not None
    assert [event["move"] for event in whole["events"]] == ["submit", "files_complete"]
    assert all(each["stored"] and each["usable"] for each in whole["attachments"])


def test_f24_of_two_pages_alike_the_first_is_not_taken_for_both(phone: Phone, on: Ground) -> None:
    alike = page(1).content
    pages = [page(1, content=alike), page(2, content=alike)]
    act = phone.submission(on, pages=pages)
    phone.push(act)
    phone.send(pages[0].attachment_id, alike)
    (again,) = phone.push(act)
    assert (again["dossier"]["awaiting_files"], again["acknowledged"]["attachments"]) == (1, [])
    phone.send(pages[1].attachment_id, alike)
    (whole,) = phone.push(act)
    assert (whole["dossier"]["awaiting_files"], whole["acknowledged"]["attachments"]) == (0, [sha256(alike)])


def test_the_feed_tells_of_every_page_that_arrived(phone: Phone, on: Ground) -> None:
    pages = [page(1), page(2)]
    phone.push(phone.submission(on, pages=pages))
    cursor = phone.changes().get_json()["cursor"]
    for left, each in ((1, pages[0]), (0, pages[1])):
        phone.send(each.attachment_id, each.content)
        told = phone.changes(cursor).get_json()
        assert [change["body"]["awaiting_files"] for change in told["changes"]] == [left]
        cursor = told["cursor"]


def test_bytes_may_go_ahead_of_the_dossier(phone: Phone, on: Ground) -> None:
    ahead, later = page(1), page(2)
    phone.send(ahead.attachment_id, ahead.content)
    (result,) = phone.push(phone.submission(on, pages=[ahead, later]))
    assert result["dossier"]["awaiting_files"] == 1
    assert result["acknowledged"]["attachments"] == [sha256(ahead.content)]


def test_the_pages_of_a_dossier_outlive_what_nobody_claims(phone: Phone, on: Ground) -> None:
    ahead, after = page(1), page(2)
    phone.send(ahead.attachment_id, ahead.content)
    phone.push(phone.submission(on, pages=[ahead, after]))
    phone.send(after.attachment_id, after.content)
    with clock.at(clock.now() + timedelta(days=400)):
        tasks.sweep()
    for each in (ahead, after):
        assert storage.current().path(sha256(each.content)).read_bytes() == each.content


def test_bytes_that_were_overlooked_are_found(phone: Phone, on: Ground) -> None:
    photo = page(1)
    act = phone.submission(on, pages=[photo])
    phone.push(act)
    phone.send(photo.attachment_id, photo.content)
    with transaction(writes=True):
        db.session.query(DossierFile).one().stored_at = None
        dossier = db.session.get_one(Dossier, act.dossier_id)
        dossier.files_missing, dossier.complete_at = 1, None
    assert copy_of(phone, act)["awaiting_files"] == 1
    with transaction(writes=True):
        TASKS["sync.find_overlooked"].run()
        TASKS["sync.find_overlooked"].run()
    assert copy_of(phone, act)["awaiting_files"] == 0


def test_f22_one_photo_in_two_dossiers_completes_both(phone: Phone, on: Ground) -> None:
    shared = page(1)
    one, two = phone.submission(on, pages=[shared]), phone.submission(on, pages=[shared])
    phone.push(one, two)
    phone.send(shared.attachment_id, shared.content)
    assert copy_of(phone, one)["awaiting_files"] == copy_of(phone, two)["awaiting_files"] == 0


def test_f22_two_pages_with_the_same_bytes_are_two_pages(phone: Phone, on: Ground) -> None:
    content = pictures.jpeg(150)
    pages = [page(1, content), page(2, content)]
    act = phone.submission(on, pages=pages)
    phone.push(act)
    phone.send(pages[0].attachment_id, content)
    assert copy_of(phone, act)["awaiting_files"] == 1
    phone.send(pages[1].attachment_id, content)
    assert copy_of(phone, act)["awaiting_files"] == 0


def test_f23_two_pages_that_the_camera_calls_the_same_are_both_kept(phone: Phone, on: Ground) -> None:
    pages = [page(1, pictures.jpeg(151)), page(2, pictures.jpeg(152))]
    op = phone.submission(on, pages=pages).op
    act = phone.seal({**op, "manifest": [{**line, "name": "image.jpg"} for line in op["manifest"]]})
    phone.push(act)
    for each in pages:
        phone.send(each.attachment_id, each.content)
    held = copy_of(phone, act)["attachments"]
    assert [(each["name"], each["sha256"], each["stored"]) for each in held] == [
        ("image.jpg", sha256(each.content), True) for each in pages
    ]


def test_a_page_that_is_not_what_it_claims_is_shown_as_unusable_and_the_rest_goes_on(phone: Phone, on: Ground) -> None:
    bad, good = page(1, pictures.eicar(), required=True), page(2)
    act = phone.submission(on, pages=[bad, good])
    phone.push(act)
    assert phone.send(bad.attachment_id, bad.content).get_json()["state"] == "refused"
    phone.send(good.attachment_id, good.content)
    body = copy_of(phone, act)
    assert body["awaiting_files"] == 0
    assert [(each["page"], each["usable"]) for each in body["attachments"]] == [(1, False), (2, True)]
    assert "quarantined" in body["flags"]
    assert phone.call("GET", f"/api/attachments/{bad.attachment_id}").status_code == 404
    assert phone.push(act)[0]["acknowledged"]["attachments"] == [sha256(good.content)]


def test_a_torn_picture_is_found_out_later_and_told(phone: Phone, on: Ground) -> None:
    torn = page(1, pictures.jpeg(151, size=(400, 400))[:-9000], required=True)
    act = phone.submission(on, pages=[torn])
    phone.push(act)
    assert phone.send(torn.attachment_id, torn.content).get_json()["state"] == "stored"
    assert phone.call("GET", f"/api/attachments/{torn.attachment_id}").status_code == 404
    tasks.prepare()
    body = copy_of(phone, act)
    assert (body["attachments"][0]["usable"], body["flags"]) == (False, ["quarantined"])


def test_a_manifest_with_other_bytes_under_a_known_id_is_refused(phone: Phone, on: Ground) -> None:
    sent = page(1)
    phone.send(sent.attachment_id, sent.content)
    (result,) = phone.push(phone.submission(on, pages=[Page(sent.attachment_id, pictures.jpeg(152))]))
    assert (result["status"], result["code"]) == ("rejected", "manifest_refused")
    assert result["errors"] == [{"path": "manifest[0]", "code": "upload_differs", "params": {}}]


def test_f30_a_page_of_somebody_else_cannot_be_put_into_ones_own_dossier(
    phone: Phone, on: Ground, client: FlaskClient
) -> None:
    theirs, thief = page(1), make_phone(client)
    phone.send(theirs.attachment_id, theirs.content)
    (result,) = thief.push(thief.submission(on, pages=[theirs]))
    assert (result["status"], result["code"]) == ("rejected", "manifest_refused")


@pytest.mark.parametrize("twice", ["id", "place"])
def test_a_manifest_that_says_a_thing_twice_is_refused(phone: Phone, on: Ground, twice: str) -> None:
    first = page(1)
    second = Page(first.attachment_id, first.content, number=2) if twice == "id" else page(1)
    (result,) = phone.push(phone.submission(on, pages=[first, second]))
    assert result["errors"] == [{"path": "manifest[1]", "code": "duplicate", "params": {}}]


class TestLooking:
    @pytest.fixture
    def shown(self, phone: Phone, on: Ground) -> tuple[Act, Page]:
        photo = page(1)
        act = phone.submission(on, pages=[photo])
        phone.push(act)
        phone.send(photo.attachment_id, photo.content)
        return act, photo

    def test_f28_the_owner_sees_the_picture_without_the_place_it_was_taken_at(
        self, phone: Phone, shown: tuple[Act, Page]
    ) -> None:
        answer = phone.call("GET", f"/api/attachments/{shown[1].attachment_id}")
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        with Image.open(io.BytesIO(answer.data)) as picture:
            assert not picture.getexif().get_ifd(pictures.GPS)
        assert "no-store" in answer.headers["Cache-Control"]

    def test_a_small_one_for_lists(self, phone: Phone, shown: tuple[Act, Page]) -> None:
        answer = phone.call("GET", f"/api/attachments/{shown[1].attachment_id}?size=thumb")
        with Image.open(io.BytesIO(answer.data)) as picture:
            assert max(picture.size) <= 320

    def test_a_pdf_is_shown_as_it_is_and_has_no_small_one(self, phone: Phone, on: Ground) -> None:
        paper = page(1, pictures.pdf())
        phone.push(phone.submission(on, pages=[paper]))
        phone.send(paper.attachment_id, paper.content)
        answer = phone.call("GET", f"/api/attachments/{paper.attachment_id}")
        assert (answer.mimetype, answer.data) == ("application/pdf", pictures.pdf())
        assert phone.call("GET", f"/api/attachments/{paper.attachment_id}?size=thumb").status_code == 404

    def test_another_phone_sees_nothing(self, shown: tuple[Act, Page], client: FlaskClient) -> None:
        answer = make_phone(client).call("GET", f"/api/attachments/{shown[1].attachment_id}")
        assert (answer.status_code, answer.get_json()["code"]) == (404, "attachment")
        assert client.get(f"/api/attachments/{shown[1].attachment_id}").status_code == 401

    def test_after_signing_in_the_person_sees_it_and_the_phone_alone_does_not(
        self, phone: Phone, shown: tuple[Act, Page]
    ) -> None:
        person = sign_in(phone)
        assert person.call("GET", f"/api/attachments/{shown[1].attachment_id}").status_code == 200
        assert phone.call("GET", f"/api/attachments/{shown[1].attachment_id}").status_code == 404

    def test_the_office_sees_it_and_every_look_is_recorded(
        self, app: Flask, office: Office, shown: tuple[Act, Page]
    ) -> None:
        clerk = sit_down(app.test_client(), "clerk")
        for _ in range(2):
            assert clerk.client.get(f"/api/attachments/{shown[1].attachment_id}").status_code == 200
        looks = audit.looks_at("attachment", shown[1].attachment_id)
        assert [look.person_id for look in looks] == [office.people["clerk"].id] * 2
        assert shown[0].op["payload"]["local_code"] in looks[0].why

    def test_another_office_does_not_see_it(self, app: Flask, office: Office, shown: tuple[Act, Page]) -> None:
        make_office(name="Xã Hòa Bắc", e_identifier="H17.50.3", prefix="bac_")
        stranger = sit_down(app.test_client(), "bac_clerk")
        assert stranger.client.get(f"/api/attachments/{shown[1].attachment_id}").status_code == 404
        assert audit.looks_at("attachment", shown[1].attachment_id) == []

    def test_the_owners_own_look_is_not_recorded(self, phone: Phone, shown: tuple[Act, Page]) -> None:
        phone.call("GET", f"/api/attachments/{shown[1].attachment_id}")
        assert audit.looks_at("attachment", shown[1].attachment_id) == []

    def test_a_leader_without_the_right_to_read_dossiers_does_not_see_it(
        self, app: Flask, office: Office, shown: tuple[Act, Page]
    ) -> None:
        office.hire("sep", "Hồ Thị Lãnh", Role.LEADER)
        db.session.flush()
        leader = sit_down(app.test_client(), "sep")
        assert leader.client.get(f"/api/attachments/{shown[1].attachment_id}").status_code == 404


def test_f24_the_desk_counts_what_is_missing(phone: Phone, on: Ground) -> None:
    act = phone.submission(on, pages=[page(1)])
    phone.push(act)
    db.session.expire_all()
    dossier = db.session.get_one(Dossier, act.dossier_id)
    assert (dossier.files_missing, dossier.complete_at) == (1, None)
