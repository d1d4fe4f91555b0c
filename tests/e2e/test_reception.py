"""C1: two clerks press "receive" at the same moment; the office gives one number, one paper and one appointment."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import database, people
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import Server

WOMAN = people.resident("Mùa Thị Sông", 51)
OTHER = people.resident("Tòng Văn Hặc", 52)
NUMBER = re.compile(r"H98\.17-\d{6}-\d{4}")
CONFLICT = "Hồ sơ đã đổi trong lúc bạn xem"


def words_of(pdf: bytes) -> str:
    """The text of a PDF as another program reads it."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True)
    return " ".join(read.stdout.decode().split())


def press_together(one: Desk, other: Desk, code: str) -> tuple[Desk, Desk]:
    """Both look at the same dossier and press; returns who was first and who was not."""
    for desk in (one, other):
        desk.find(code)
    for desk in (one, other):
        desk.press("Tiếp nhận")
    for desk in (one, other):
        heard = desk.page.get_by_text(CONFLICT).or_(desk.page.locator(".work__head .chip", has_text="Đã tiếp nhận"))
        expect(heard).to_be_visible()
    late = [desk for desk in (one, other) if desk.page.get_by_text(CONFLICT).count()]
    assert len(late) == 1
    return (other, one) if late == [one] else (one, other)


def test_of_two_clerks_who_receive_together_one_does_and_the_other_reads_why_not(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    slip = phone.file(people.MARITAL_STATUS, people.single(WOMAN))
    second = phone.file(people.MARITAL_STATUS, people.single(OTHER))
    one, other = (sit_down(counter, worker, look=True) for worker in (people.CLERK, people.OTHER_CLERK))

    first, late = press_together(one, other, slip.code)
    late.seen()
    expect(late.page.locator(".mend")).to_contain_text(f"{first.worker.name} đã “Tiếp nhận”")
    late.page.get_by_role("button", name="Xem bản mới nhất").click()
    late.state("Đã tiếp nhận")
    late.find(second.code)
    late.move("Tiếp nhận")
    late.state("Đã tiếp nhận")
    [(_, number, _)], [(_, next_number, _)] = (database.dossiers_of(counter, each) for each in (WOMAN, OTHER))
    assert NUMBER.fullmatch(number)
    assert NUMBER.fullmatch(next_number)
    assert number != next_number

    printed = words_of(first.document("Giấy tiếp nhận hồ sơ"))
    for told in (
        number,
        slip.code,
        WOMAN.name,
        people.COMMUNE,
        "Hẹn trả kết quả",
        "3 ngày làm việc",
        first.worker.name,
    ):
        assert told in printed
    phone.open_dossier(slip)
    phone.stands("Đã tiếp nhận")
    due = phone.page.locator(".due")
    expect(due).to_contain_text("Hẹn trả")
    phone.open("/thong-bao")
    phone.page.get_by_role("link", name="Hồ sơ đã được tiếp nhận").last.click()
    expect(phone.page.locator(".account-body")).to_contain_text(number)
    phone.seen()
