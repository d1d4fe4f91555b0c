"""R4: the line dies between the sending and its answer; whoever presses again, and however often, files once."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.e2e import database, people, sheets
from tests.e2e.phone import Phone
from tests.e2e.server import Server

MAN = people.resident("Vì Văn Thông", 41)


LOST = "after_commit_before_response"
PUSH = "/api/sync/push"


def ask_faults(server: Server, method: str, schedule: dict[str, Any] | None = None) -> dict[str, int]:
    """Speak with the fault layer; it answers what it has done since its schedule began."""
    body = None if schedule is None else json.dumps(schedule).encode()
    asked = urllib.request.Request(f"{server.url}/__faults", data=body, method=method)
    with urllib.request.urlopen(asked) as answer:
        done: dict[str, int] = json.load(answer)["done"]
        return done


@contextmanager
def answers_lost(server: Server, path: str) -> Iterator[None]:
    """Everything asked under a path is done, and nobody hears of it, for the length of the block."""
    ask_faults(server, "POST", {"names": [LOST], "rate": 1, "paths": [path]})
    try:
        yield
    finally:
        ask_faults(server, "DELETE")


def test_a_sending_whose_answers_are_lost_leaves_exactly_one_dossier(
    counter: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(counter)
    phone.install()
    phone.open(f"/thu-tuc/{people.MARITAL_STATUS}")
    phone.begin(people.MARITAL_STATUS)
    photos = {"paper_earlier_residence_proof": [sheets.photo("XÁC NHẬN NƠI Ở CŨ")]}
    phone.fill(people.MARITAL_STATUS, people.single(MAN), photos)
    with answers_lost(counter, PUSH):
        slip = phone.send()
        phone.slip_says("Đã lưu trên máy")
        phone.open("/gui-di")
        for _ in range(3):
            with phone.page.expect_event("requestfailed", lambda asked: asked.url.endswith(PUSH)):
                phone.tap("Gửi ngay")
        assert ask_faults(counter, "GET")[LOST] >= 4
        assert len(database.dossiers_of(counter, MAN)) == 1
    phone.tap("Gửi ngay")
    phone.title("Đã gửi hết")
    phone.open(f"/phieu/{slip.dossier_id}")
    phone.expect_sent()
    assert database.dossiers_of(counter, MAN) == [(slip.code, None, 0)]
    assert database.papers_of(counter, slip.code) == [("earlier_residence_proof", 1)]
