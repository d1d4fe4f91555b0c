"""Letters that no longer hold: who, when and why is on the log, the paper says so, its number is never given again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.core import ids
from app.db import db
from app.documents import store
from app.documents.models import Document
from app.dossiers.models import Dossier, DossierEvent
from tests.conftest import HeldClock
from tests.dossiers.office import Desk
from tests.registers import files
from tests.registers.conftest import Walk

Desks = Callable[[str], Desk]
WHY = "In nhầm địa chỉ của người nộp"


def void(at: Desk, dossier: Dossier, kind: str = "form_01", **more: Any) -> TestResponse:
    shown = at.dossier(dossier.id)["dossier"]
    paper = next(each for each in shown["documents"] if each["kind"] == kind)
    body = {"op_id": str(ids.uuid7()), "seen": shown["version"], "reason": WHY, **more}
    return at.post(f"/dossiers/{dossier.id}/documents/{paper['document_id']}/void", body)


def papers(at: Desk, dossier: Dossier, kind: str) -> list[dict[str, Any]]:
    return [each for each in at.dossier(dossier.id)["dossier"]["documents"] if each["kind"] == kind]


def test_a_form_01_printed_in_error_is_void_on_screen_on_paper_and_on_the_log(
    desks: Desks, walk: Walk, clock: HeldClock, tmp_path: Path
) -> None:
    dossier = walk("receive")
    clerk = desks("clerk")
    clock.forward(minutes=30)
    answer = void(clerk, dossier, again=True)
    assert answer.status_code == 200, answer.text
    old, new = papers(clerk, dossier, "form_01")
    assert old["void"] == {
        "what": "letter",
        "at": "2026-11-25T03:30:00Z",
        "by": "Đinh Thị Ngọc Ánh",
        "reason": WHY,
        "instead": "02/TNHS",
    }
    assert (old["number"], new["number"], new["void"]) == ("01/TNHS", "02/TNHS", None)
    kept = db.session.get_one(Document, ids_of(old))
    given = clerk.read(f"/dossiers/{dossier.id}/documents/{old['document_id']}").data
    said = files.text_of(given, tmp_path)
    for words in ("ĐÃ HỦY", "10:30 ngày 25/11/2026", "Đinh Thị Ngọc Ánh", WHY, "Thay bằng: 02/TNHS", "01/TNHS"):
        assert words in said, words
    assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in said, "what it said can still be read"
    assert files.scanned(given, tmp_path) == f"http://localhost/t/{dossier.local_code}"
    assert "ĐÃ HỦY" not in files.text_of(store.get(kept.sha256), tmp_path), "what was printed is kept as it was"
    fresh = clerk.read(f"/dossiers/{dossier.id}/documents/{new['document_id']}").data
    assert "ĐÃ HỦY" not in files.text_of(fresh, tmp_path)
    event = db.session.query(DossierEvent).filter_by(dossier_id=dossier.id, move="void_letter").one()
    assert (event.actor_name, event.reason) == ("Đinh Thị Ngọc Ánh", WHY)
    assert event.data == {
        "document_id": old["document_id"],
        "kind": "form_01",
        "number": "01/TNHS",
        "instead": "02/TNHS",
    }
    assert papers(clerk, walk("receive"), "form_01")[0]["number"] == "03/TNHS", "no number is given twice"


def ids_of(paper: dict[str, Any]) -> Any:
    from uuid import UUID

    return UUID(paper["document_id"])


def test_a_letter_fetched_again_has_the_same_content(desks: Desks, walk: Walk, clock: HeldClock) -> None:
    dossier = walk("receive")
    [paper] = papers(desks("clerk"), dossier, "form_01")
    path = f"/dossiers/{dossier.id}/documents/{paper['document_id']}"
    before = desks("clerk").read(path).data
    clock.forward(days=3)
    desks("clerk").dossier(dossier.id)
    assert desks("clerk").read(path).data == before


def test_form_04_voids_the_due_day_it_replaces_and_the_form_04_before_it(
    desks: Desks, walk: Walk, tmp_path: Path
) -> None:
    dossier = walk("take_up")
    for day in ("2026-12-11", "2026-12-18"):
        done = desks("approver").move(dossier.id, "extend", data={"due_on": day}, reason="Phải xác minh thêm")
        assert done.status_code == 200, done.text
    clerk = desks("clerk")
    [first] = papers(clerk, dossier, "form_01")
    assert (first["void"]["what"], first["void"]["instead"]) == ("due", "01/XLHS")
    said = files.text_of(clerk.read(f"/dossiers/{dossier.id}/documents/{first['document_id']}").data, tmp_path)
    assert "ĐÃ HỦY NGÀY HẸN TRẢ" in said
    assert "Thay bằng: 01/XLHS" in said
    apologies = papers(clerk, dossier, "form_04")
    assert [each["void"] and each["void"]["instead"] for each in apologies] == ["02/XLHS", None]


@pytest.mark.parametrize(
    ("who", "kind", "more", "status", "code"),
    [
        ("appraiser", "form_01", {}, 403, "forbidden"),
        ("clerk", "form_01", {"reason": "x"}, 422, "reason_needed"),
        ("clerk", "form_01", {"seen": 1}, 409, "stale_version"),
    ],
)
def test_a_letter_is_voided_by_whom_it_is_theirs_with_a_reason_on_what_is_there(
    desks: Desks, walk: Walk, who: str, kind: str, more: dict[str, Any], status: int, code: str
) -> None:
    dossier = walk("receive")
    answer = void(desks(who), dossier, kind, **more)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert papers(desks("clerk"), dossier, kind)[0]["void"] is None


def test_nothing_is_voided_twice_and_a_result_is_not_voided_here(desks: Desks, walk: Walk) -> None:
    dossier = walk("sign")
    clerk = desks("clerk")
    assert void(clerk, dossier, "result").get_json()["code"] == "not_voidable"
    assert void(clerk, dossier, again=True).get_json()["code"] == "not_voidable", "it no longer runs"
    body = {"op_id": str(ids.uuid7())}
    assert void(clerk, dossier, **body).status_code == 200
    assert void(clerk, dossier).get_json()["code"] == "void_already"
    assert db.session.query(DossierEvent).filter_by(dossier_id=dossier.id, move="void_letter").count() == 1
