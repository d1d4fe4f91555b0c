"""R4: the line dies between the sending and its answer; whoever presses again, and however often, files once."""

from __future__ import annotations

from collections.abc import Callable

from tests.e2e import database, mischief, people, sheets
from tests.e2e.phone import Phone
from tests.e2e.server import Server

MAN = people.resident("Vì Văn Thông", 41)


PUSH = "/api/sync/push"


def test_f01_a_sending_whose_answers_are_lost_leaves_exactly_one_dossier(
    counter: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(counter)
    phone.install()
    phone.open(f"/thu-tuc/{people.MARITAL_STATUS}")
    phone.begin(people.MARITAL_STATUS)
    photos = {"paper_earlier_residence_proof": [sheets.photo("XÁC NHẬN NƠI Ở CŨ")]}
    phone.fill(people.MARITAL_STATUS, people.single(MAN), photos)
    with mischief.on(counter, mischief.LOST_ANSWER, PUSH):
        slip = phone.send()
        phone.slip_says("Đã lưu trên máy")
        phone.open("/gui-di")
        for _ in range(3):
            with phone.page.expect_event("requestfailed", lambda asked: asked.url.endswith(PUSH)):
                phone.tap("Gửi ngay")
        assert mischief.done(counter)[mischief.LOST_ANSWER] >= 4
        assert len(database.dossiers_of(counter, MAN)) == 1
    phone.tap("Gửi ngay")
    phone.title("Đã gửi hết")
    phone.open(f"/phieu/{slip.dossier_id}")
    phone.expect_sent()
    assert database.dossiers_of(counter, MAN) == [(slip.code, None, 0)]
    assert database.papers_of(counter, slip.code) == [("earlier_residence_proof", 1)]
