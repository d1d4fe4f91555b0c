"""From the poster on the village hall to the result in the resident's hand, each part real."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.catalogue.poster import address
from tests.e2e import desk, people, sheets
from tests.e2e.phone import Phone
from tests.e2e.server import Server

MOTHER = people.resident("Quàng Thị Ngọc Diễm Hương", 1)
CHILD = "Lường Quàng Bảo An"
RESULT = sheets.pdf("GIẤY KHAI SINH")
PAPERS = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH"), sheets.photo("Mặt sau")]}


def test_a_birth_goes_from_the_poster_through_five_steps_to_the_result_on_the_phone(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., desk.Desk]
) -> None:
    def seat(worker: people.Worker) -> desk.Desk:
        return sit_down(counter, worker, look=True)

    poster = address(counter.url, people.COMMUNE_SLUG, people.BIRTH)
    phone = pick_up(counter, sees=poster, look=True)
    phone.install()
    phone.scan(poster)
    phone.title("Đăng ký khai sinh")
    phone.lose_network()
    phone.begin(people.BIRTH)
    phone.fill(people.BIRTH, people.birth(MOTHER, CHILD), PAPERS)
    slip = phone.send()
    phone.slip_says("Đã lưu trên máy")
    phone.find_network()
    phone.expect_sent()

    desk.receive(seat, slip.code)
    phone.open_dossier(slip)
    phone.title(re.compile(CHILD))
    phone.stands("Đã tiếp nhận")
    desk.carry_to_seal(seat, slip.code, RESULT)
    desk.seal(seat, slip.code)
    phone.open_dossier(slip)
    phone.stands("Có kết quả")
    assert phone.open_result() == RESULT
    desk.hand_over(seat, slip.code, ["Giấy chứng sinh", "Số định danh cá nhân hoặc hộ chiếu"])
    phone.open_dossier(slip)
    phone.stands("Đã trả kết quả")
