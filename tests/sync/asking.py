"""Asking for more and answering: what tests of supplement requests begin with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.core import clock
from app.core.ids import uuid7
from tests.attachments import pictures
from tests.dossiers.office import Desk
from tests.sync.world import Act, Ground, Page, Phone

PHOTO = {"kind": "paper", "key": "original", "reason": "Ảnh mờ, không đọc được", "guidance": "Chụp nơi đủ sáng"}
NAME = {"kind": "answer", "key": "req_name", "reason": "Khác với căn cước"}
PAGES = {"kind": "answer", "key": "documents[r1].doc_pages", "reason": "Bản chính có hai trang"}


def page(seed: int, number: int = 1) -> Page:
    return Page(uuid7(), pictures.jpeg(seed), number=number)


def sent(phone: Phone, on: Ground, *pages: Page, **more: Any) -> Act:
    """A dossier that is whole with the office."""
    act = phone.submission(on, pages=pages, **more)
    [verdict] = phone.push(act)
    assert verdict["status"] == "applied", verdict
    for each in pages:
        assert phone.send(each.attachment_id, each.content).status_code == 200
    return act


def ask(desk: Desk, dossier_id: object, *items: dict[str, Any], move: str = "ask_supplement", **more: Any) -> Any:
    by = (clock.today() + timedelta(days=10)).isoformat()
    return desk.move(dossier_id, move, data={"items": list(items), "respond_by": by}, **more)


def asked(desk: Desk, dossier_id: object, *items: dict[str, Any]) -> str:
    answer = ask(desk, dossier_id, *items)
    assert answer.status_code == 200, answer.text
    found: str = answer.get_json()["dossier"]["supplements"][-1]["supplement_id"]
    return found


def answered(
    phone: Phone,
    dossier_id: object,
    supplement_id: str,
    *pages: Page,
    payload: dict[str, Any] | None = None,
    **more: Any,
) -> Act:
    """What was asked for, as a phone sends it."""
    given: dict[str, Any] = {"supplement_id": supplement_id, "answers": {}, "notes": {}, **(payload or {})}
    if pages:
        given["answers"] = {**given["answers"], "paper_original": [str(each.attachment_id) for each in pages]}
    lines = [each.line() for each in pages]
    return phone.act("dossier.supplement", given, dossier_id=str(dossier_id), manifest=lines, **more)


def shown(phone: Phone, dossier_id: object) -> dict[str, Any]:
    found: dict[str, Any] = phone.call("GET", f"/api/dossiers/{dossier_id}").get_json()
    return found


def receive(desk: Desk, dossier_id: object) -> dict[str, Any]:
    version = desk.dossier(dossier_id)["dossier"]["version"]
    body = {"op_id": str(uuid7()), "seen": version, "paper": "original", "compared": True}
    assert desk.post(f"/dossiers/{dossier_id}/originals", body).status_code == 200
    answer = desk.move(dossier_id, "receive")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()["dossier"]
    return found
