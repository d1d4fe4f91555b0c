"""Scanned files become pages, one picture each; what cannot be taken is named and harms nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from app.attachments.models import Attachment
from app.core import ids
from app.core.access import Role
from app.db import db
from app.digitising import splitting
from app.digitising.models import DigitisedFile, DigitisedPage
from tests.attachments import pictures
from tests.digitising import scans
from tests.digitising.scans import cut, drop
from tests.dossiers.office import TEAM, Desk, Office, sit_down
from tests.sync.world import sha256


@pytest.fixture(name="desk")
def clerk_at_her_desk(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "clerk")


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def picture(desk: Desk, attachment_id: str) -> Image.Image:
    """A page as the desk is shown it."""
    answer = desk.client.get(f"/api/attachments/{attachment_id}?size=full")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    return Image.open(io.BytesIO(answer.data))


def top_is_dark(shown: Image.Image) -> bool:
    grey = shown.convert("L")
    return bool(grey.getpixel((grey.width // 2, grey.height // 20)) < 100)  # type: ignore[operator]  # one number


def test_a_pdf_of_three_pages_is_three_pictures_and_its_own_hash_stays_on_record(desk: Desk) -> None:
    content, file_id = scans.pdf(3), ids.uuid7()
    told = drop(desk, content, "giấy tờ.pdf", file_id).get_json()
    assert (told["name"], told["sha256"], told["type"]) == ("giấy tờ.pdf", sha256(content), "application/pdf")
    assert [page["number"] for page in told["pages"]] == [1, 2, 3]
    assert all(max(page["width"], page["height"]) <= 2200 for page in told["pages"])
    assert top_is_dark(picture(desk, told["pages"][0]["attachment_id"]))
    row = db.session.get_one(DigitisedFile, file_id)
    assert (row.official_name, row.pages, row.size) == (TEAM["clerk"][0], 3, len(content))
    # the answer was lost on its way: the same again is the same, and nothing is made twice
    assert drop(desk, content, "giấy tờ.pdf", file_id).get_json() == told
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 3


def test_a_tiff_of_two_pages_is_two_pictures(desk: Desk) -> None:
    told = drop(desk, scans.tiff(2), "may-quet.tif").get_json()
    assert (told["type"], len(told["pages"])) == ("image/tiff", 2)
    assert top_is_dark(picture(desk, told["pages"][1]["attachment_id"]))


def test_a_photo_is_upright_and_says_no_more_where_it_was_taken(desk: Desk) -> None:
    [page] = drop(desk, scans.turned_jpeg(), "IMG_1.jpg").get_json()["pages"]
    assert (page["width"], page["height"]) == (100, 200)
    assert not picture(desk, page["attachment_id"]).getexif()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (scans.encrypted_pdf, "file_encrypted"),
        (scans.bomb_tiff, "file_too_heavy"),
        (scans.bomb_pdf, "file_broken"),
        (lambda: scans.pdf(2)[:300], "file_broken"),
        (lambda: scans.turned_jpeg()[:400], "file_broken"),
        (lambda: b"MZ\x90 a program" * 20, "file_kind"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_kind"),
        (lambda: scans.pdf(4), "file_too_many_pages"),
        (pictures.eicar, "file_malware"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_and_the_next_one_is_taken(
    desk: Desk, content: Callable[[], bytes], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splitting, "MOST_PAGES", 3)
    answer = drop(desk, content(), "tệp xấu.pdf")
    if code == "file_broken" and answer.status_code == 200:
        # a reader that skips a picture it has no memory for shows an empty page, which harms nothing
        assert content is scans.bomb_pdf
    else:
        assert refused(answer) == (422, code)
        assert "tệp xấu.pdf" in answer.get_json()["say"]["vi"]
        assert db.session.scalar(select(func.count()).select_from(DigitisedPage)) == 0
    assert drop(desk, scans.tiff(1), "tốt.tif").status_code == 200


def test_a_page_is_turned_cut_and_split_into_pages_of_its_own(desk: Desk) -> None:
    [page] = drop(desk, scans.pdf(1)).get_json()["pages"]
    page_id = ids.uuid7()
    turned = cut(desk, page["attachment_id"], page_id=page_id, turns=2).get_json()
    assert not top_is_dark(picture(desk, turned["attachment_id"]))
    assert cut(desk, page["attachment_id"], page_id=page_id, turns=2).get_json() == turned
    assert refused(cut(desk, page["attachment_id"], page_id=page_id, turns=1)) == (409, "file_taken")
    upper, lower = (
        cut(desk, page["attachment_id"], top=top, bottom=bottom).get_json() for top, bottom in ((0, 500), (500, 1000))
    )
    assert top_is_dark(picture(desk, upper["attachment_id"]))
    assert not top_is_dark(picture(desk, lower["attachment_id"]))
    assert upper["height"] + lower["height"] in {page["height"], page["height"] + 1}
    side = cut(desk, page["attachment_id"], turns=1).get_json()
    assert (side["width"], side["height"]) == (page["height"], page["width"])
    row = db.session.get_one(DigitisedPage, UUID(upper["attachment_id"]))
    assert (row.source_id, row.number, row.bottom) == (UUID(page["attachment_id"]), 1, 500)
    assert refused(cut(desk, page["attachment_id"], left=500, right=520)) == (422, "cut_too_small")


def test_another_official_has_no_part_in_what_somebody_digitised(app: Flask, office: Office, desk: Desk) -> None:
    file_id = ids.uuid7()
    [page] = drop(desk, scans.pdf(1), file_id=file_id).get_json()["pages"]
    office.hire("second", "Lò Văn Hai", Role.CLERK)
    other = sit_down(app.test_client(), "second")
    assert refused(cut(other, page["attachment_id"], turns=1)) == (404, "page_not_found")
    assert refused(drop(other, scans.pdf(1), file_id=file_id)) == (409, "file_taken")
    assert other.client.get(f"/api/attachments/{page['attachment_id']}?size=full").status_code == 404
