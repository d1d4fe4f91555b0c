"""A file comes in pieces over a bad line, and is kept once, whole, for the one whose it is."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.attachments import content, operations, queries, storage, tasks
from app.attachments.models import Attachment
from app.core import clock
from app.core.ids import uuid7
from app.db import db, transaction
from app.jobs import TASKS
from tests.attachments import pictures
from tests.sync.world import Phone, make_phone, sha256


@pytest.fixture
def phone(client: FlaskClient) -> Phone:
    return make_phone(client)


@pytest.fixture
def other_phone(client: FlaskClient) -> Phone:
    return make_phone(client)


@pytest.fixture
def told(app: Flask) -> Iterator[list[tuple[UUID, str, str | None]]]:
    """What is called when bytes have arrived."""
    seen: list[tuple[UUID, str, str | None]] = []

    def note(attachment: Attachment) -> None:
        seen.append((attachment.id, attachment.state, attachment.code))

    operations.ON_ARRIVED.append(note)
    yield seen
    operations.ON_ARRIVED.remove(note)


def test_a_file_in_one_piece_is_stored_with_the_same_answer(phone: Phone) -> None:
    photo, name = pictures.jpeg(), uuid7()
    answer = phone.send(name, photo)
    assert answer.status_code == 200
    assert answer.json == {
        "attachment_id": str(name),
        "offset": len(photo),
        "size": len(photo),
        "sha256": sha256(photo),
        "state": "stored",
        "code": None,
    }
    assert storage.current().path(sha256(photo)).read_bytes() == photo
    assert storage.current().part_size(name) == 0


def test_f16_a_file_goes_on_from_the_last_byte_that_arrived(phone: Phone) -> None:
    photo, name = pictures.jpeg(2), uuid7()
    first = phone.send_piece(name, photo, 0, 1000)
    assert (first.json["offset"], first.json["state"]) == (1000, "partial")
    asked = phone.offset(name)
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-State"]) == ("1000", "partial")
    assert phone.send_piece(name, photo, 1000, len(photo)).json["state"] == "stored"


def test_f17_a_piece_that_comes_again_is_told_the_true_offset(phone: Phone) -> None:
    photo, name = pictures.jpeg(3), uuid7()
    phone.send_piece(name, photo, 0, 1000)
    again = phone.send_piece(name, photo, 0, 1000)
    assert (again.status_code, again.json["code"], again.json["offset"]) == (409, "offset_differs", 1000)
    ahead = phone.send_piece(name, photo, 2000, 3000)
    assert (ahead.status_code, ahead.json["offset"]) == (409, 1000)


def test_f17_the_last_piece_that_comes_again_is_told_that_the_file_is_stored(phone: Phone) -> None:
    photo, name = pictures.jpeg(4), uuid7()
    phone.send_piece(name, photo, 0, 1000)
    phone.send_piece(name, photo, 1000, len(photo))
    again = phone.send_piece(name, photo, 1000, len(photo))
    assert (again.status_code, again.json["state"]) == (200, "stored")
    assert phone.send(name, photo).json["state"] == "stored"


def test_finish_says_stored_every_time_and_how_far_when_it_is_not(phone: Phone) -> None:
    photo, name = pictures.jpeg(5), uuid7()
    phone.send_piece(name, photo, 0, 700)
    assert phone.finish(name).json["offset"] == 700
    assert phone.finish(name).json["state"] == "partial"
    phone.send_piece(name, photo, 700, len(photo))
    assert [phone.finish(name).json["state"] for _ in range(3)] == ["stored"] * 3


def test_f18_finish_completes_a_file_whose_server_died_before_it_was_checked(phone: Phone) -> None:
    photo, name = pictures.jpeg(6), uuid7()
    phone.send_piece(name, photo, 0, 1000)
    with storage.current().part_path(name).open("ab") as part:
        part.write(photo[1000:])
    asked = phone.offset(name)
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-State"]) == (str(len(photo)), "partial")
    assert phone.finish(name).json["state"] == "stored"


def test_f18_finish_completes_a_file_whose_server_died_between_the_disk_and_the_database(phone: Phone) -> None:
    photo, name = pictures.jpeg(7), uuid7()
    phone.send_piece(name, photo, 0, 1000)
    part = storage.current().part_path(name)
    with part.open("ab") as out:
        out.write(photo[1000:])
    storage.current().put(part, sha256(photo))
    assert phone.finish(name).json["state"] == "stored"
    assert storage.current().path(sha256(photo)).read_bytes() == photo


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "0"}])
def test_f20_an_empty_piece_is_never_counted_as_sent(phone: Phone, headers: dict[str, str]) -> None:
    photo, name = pictures.jpeg(8), uuid7()
    empty = phone.send_piece(name, photo, 0, 0, **headers)
    assert (empty.status_code, empty.json["code"]) == (400, "empty_body")
    assert phone.offset(name).headers["Upload-State"] == "partial"


def test_f20_a_body_cut_short_is_refused_and_what_arrived_is_kept(phone: Phone) -> None:
    photo, name = pictures.jpeg(9), uuid7()
    headers = {
        "Authorization": f"Bearer {phone.token}",
        "Upload-Offset": "0",
        "Upload-Length": str(len(photo)),
        "Upload-Sha256": sha256(photo),
        "Upload-Type": "image/jpeg",
    }
    cut = phone.client.open(
        f"/api/uploads/{name}",
        method="PATCH",
        headers=headers,
        content_type="application/offset+octet-stream",
        environ_overrides={"wsgi.input": io.BytesIO(photo[:900]), "CONTENT_LENGTH": str(len(photo))},
    )
    assert cut.status_code == 400
    assert cut.get_json()["code"] == "short_body"
    assert cut.get_json()["offset"] == 900
    assert phone.send_piece(name, photo, 900, len(photo)).json["state"] == "stored"


def test_more_bytes_than_announced_are_refused_before_any_is_written(phone: Phone) -> None:
    photo, name = pictures.jpeg(10), uuid7()
    too_long = phone.send_piece(name, photo, 0, len(photo), **{"Upload-Length": str(len(photo) - 1)})
    assert (too_long.status_code, too_long.json["code"]) == (400, "body_too_long")
    assert storage.current().part_size(name) == 0


def test_f21_wrong_bytes_are_forgotten_and_the_file_starts_again(phone: Phone) -> None:
    photo, name = pictures.jpeg(11), uuid7()
    damaged = photo[:-1] + bytes([photo[-1] ^ 1])
    right = {"Upload-Sha256": sha256(photo)}
    wrong = phone.send_piece(name, damaged, 0, len(damaged), **right)
    assert (wrong.status_code, wrong.json["code"], wrong.json["offset"]) == (460, "hash_mismatch", 0)
    assert phone.offset(name).headers["Upload-Offset"] == "0"
    assert phone.send(name, photo).json["state"] == "stored"


def test_f19_while_one_sends_another_is_told_to_wait(phone: Phone) -> None:
    photo, name = pictures.jpeg(12), uuid7()
    phone.send_piece(name, photo, 0, 1000)
    with storage.current().hold_part(name):
        busy = phone.send_piece(name, photo, 1000, len(photo))
    assert (busy.status_code, busy.json["code"]) == (423, "upload_busy")
    assert phone.send_piece(name, photo, 1000, len(photo)).json["state"] == "stored"


def test_a_full_disk_keeps_what_it_took_and_asks_to_come_back(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    photo, name = pictures.jpeg(27, size=(400, 400)), uuid7()
    real, left = os.write, [20_000]

    def write(handle: int, piece: bytes) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, "no space left")
        taken = real(handle, piece[: left[0]])
        left[0] -= taken
        return taken

    with monkeypatch.context() as patch:
        patch.setattr("app.attachments.uploads.os.write", write)
        full = phone.send(name, photo)
    assert (full.status_code, full.get_json()["offset"]) == (503, 20_000)
    assert int(full.headers["Retry-After"]) > 0
    assert phone.send_piece(name, photo, 20_000, len(photo)).get_json()["state"] == "stored"


def test_f30_a_file_of_somebody_else_is_not_there(phone: Phone, other_phone: Phone) -> None:
    photo, name = pictures.jpeg(13), uuid7()
    phone.send_piece(name, photo, 0, 1000)
    assert other_phone.offset(name).status_code == 404
    assert other_phone.finish(name).status_code == 404
    assert other_phone.send_piece(name, photo, 1000, len(photo)).status_code == 404
    assert other_phone.call("DELETE", f"/api/uploads/{name}").status_code == 204
    assert phone.offset(name).headers["Upload-Offset"] == "1000"
    assert phone.offset(uuid7()).status_code == 404


def test_f30_a_stranger_sends_nothing(client: FlaskClient) -> None:
    photo = pictures.jpeg()
    headers = {
        "Upload-Offset": "0",
        "Upload-Length": "9999",
        "Upload-Sha256": sha256(photo),
        "Upload-Type": "image/jpeg",
    }
    raw = "application/offset+octet-stream"
    assert client.patch(f"/api/uploads/{uuid7()}", data=photo, headers=headers, content_type=raw).status_code == 401
    assert client.get(f"/api/uploads/{uuid7()}").status_code == 401
    assert client.post(f"/api/uploads/{uuid7()}/finish").status_code == 401


def test_an_id_never_stands_for_two_contents(phone: Phone) -> None:
    name = uuid7()
    phone.send(name, pictures.jpeg(14))
    other = phone.send(name, pictures.jpeg(15))
    assert (other.status_code, other.json["code"]) == (422, "upload_differs")


def test_f22_the_same_photo_twice_is_kept_once_and_removing_one_keeps_the_other(phone: Phone) -> None:
    photo, one, two = pictures.jpeg(16), uuid7(), uuid7()
    assert phone.send(one, photo).json["state"] == phone.send(two, photo).json["state"] == "stored"
    assert phone.call("DELETE", f"/api/uploads/{one}").status_code == 204
    tasks.sweep()
    assert phone.finish(two).json["state"] == "stored"
    assert storage.current().path(sha256(photo)).read_bytes() == photo
    assert phone.call("DELETE", f"/api/uploads/{two}").status_code == 204
    tasks.sweep()
    assert not storage.current().path(sha256(photo)).exists()


def test_f29_a_photo_taken_out_of_the_draft_while_it_was_sent_frees_its_bytes(phone: Phone) -> None:
    photo, name = pictures.jpeg(17), uuid7()
    phone.send_piece(name, photo, 0, 1000)
    assert phone.call("DELETE", f"/api/uploads/{name}").status_code == 204
    assert storage.current().part_size(name) == 0
    assert phone.offset(name).status_code == 404


def test_a_file_that_a_dossier_names_is_not_removed(phone: Phone) -> None:
    name = uuid7()
    phone.send(name, pictures.jpeg(18))
    with transaction(writes=True):
        operations.bind(queries.for_binding([name]).values())
    refused = phone.call("DELETE", f"/api/uploads/{name}")
    assert (refused.status_code, refused.json["code"]) == (409, "in_a_dossier")


@pytest.mark.parametrize(
    ("raw", "code"),
    [(pictures.eicar(), "malware"), (b"#!/bin/sh\n", "type_refused"), (b"\xff\xd8\xff\x00", "picture_unreadable")],
)
def test_a_content_that_is_not_taken_is_refused_calmly(
    phone: Phone, told: list[tuple[UUID, str, str | None]], raw: bytes, code: str
) -> None:
    name = uuid7()
    answer = phone.send(name, raw)
    assert (answer.status_code, answer.json["state"], answer.json["code"]) == (200, "refused", code)
    assert phone.finish(name).json == answer.json
    assert told == [(name, "refused", code)]
    assert not storage.current().path(sha256(raw)).exists()
    assert storage.current().part_size(name) == 0


def test_arrival_is_told_once(phone: Phone, told: list[tuple[UUID, str, str | None]]) -> None:
    photo, name = pictures.jpeg(19), uuid7()
    for _ in range(3):
        phone.send(name, photo)
        phone.finish(name)
    assert told == [(name, "stored", None)]


def test_a_file_larger_than_the_office_takes_is_refused_before_it_is_sent(phone: Phone) -> None:
    answer = phone.send_piece(uuid7(), pictures.jpeg(20), 0, 100, **{"Upload-Length": str(26 * 1024 * 1024)})
    assert (answer.status_code, answer.json["code"]) == (413, "file_too_large")


@pytest.mark.parametrize(
    "headers", [{"Upload-Offset": "-1"}, {"Upload-Offset": "x"}, {"Upload-Length": "0"}, {"Upload-Sha256": "abc"}]
)
def test_senseless_headers_are_named(phone: Phone, headers: dict[str, str]) -> None:
    answer = phone.send_piece(uuid7(), pictures.jpeg(21), 0, 100, **headers)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert answer.json["errors"][0]["path"] == next(iter(headers))


def test_nobody_fills_the_disk_with_files_of_no_dossier(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "UNBOUND_FILES", 2)
    photo = pictures.jpeg(22)
    first, second = uuid7(), uuid7()
    assert phone.send(first, photo).status_code == phone.send(second, photo).status_code == 200
    full = phone.send(uuid7(), photo)
    assert (full.status_code, full.json["code"]) == (429, "too_many_uploads")
    with transaction(writes=True):
        operations.bind(queries.for_binding([first]).values())
    assert phone.send(uuid7(), photo).status_code == 200


def test_f25_what_nobody_claims_is_gone_after_thirty_days_and_not_before(phone: Phone) -> None:
    photo, claimed, unclaimed, half = pictures.jpeg(23), uuid7(), uuid7(), uuid7()
    phone.send(claimed, photo)
    phone.send(unclaimed, pictures.jpeg(24))
    phone.send_piece(half, photo, 0, 500)
    with transaction(writes=True):
        operations.bind(queries.for_binding([claimed]).values())
    started = clock.now()
    with clock.at(started + timedelta(days=29)):
        tasks.sweep()
        assert queries.taken(unclaimed)
        assert storage.current().part_size(half) == 500
    with clock.at(started + timedelta(days=31)):
        tasks.sweep()
    assert not queries.taken(unclaimed)
    assert not queries.taken(half)
    assert storage.current().part_size(half) == 0
    assert not storage.current().path(sha256(pictures.jpeg(24))).exists()
    assert storage.current().path(sha256(photo)).read_bytes() == photo


def test_new_pictures_are_prepared_by_themselves_and_an_unusable_one_is_told(
    phone: Phone, told: list[tuple[UUID, str, str | None]]
) -> None:
    good, torn = uuid7(), uuid7()
    phone.send(good, pictures.jpeg(25))
    phone.send(torn, pictures.jpeg(26, size=(400, 400))[:-9000])
    told.clear()
    TASKS["attachments.prepare"].run()
    TASKS["attachments.prepare"].run()
    assert told == [(torn, "stored", "picture_unreadable")]
    db.session.expire_all()
    row = queries.get(good)
    assert row is not None
    assert row.prepared_at is not None
    assert row.type == content.JPEG
    assert storage.current().view_path(row.sha256, "thumb").exists()
