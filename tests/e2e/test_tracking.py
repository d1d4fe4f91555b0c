"""R12: following a dossier without signing in: enough to know where it is, nothing to know whose it is."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import desk, people
from tests.e2e.phone import Phone
from tests.e2e.server import Server

WOMAN = people.resident("Hoàng Thị Bích Phượng", 61)
NOT_FOUND = "Không tìm thấy hồ sơ nào khớp với cả mã và bốn số cuối. Xem lại cả hai."
NOWHERE = "7KX4-M9RQ-E"


def ask(phone: Phone, code: str, last4: str) -> None:
    """Type the code and the last four, and look."""
    phone.page.get_by_label("Mã hoặc số hồ sơ").fill(code)
    phone.page.get_by_label("Bốn số cuối").fill(last4)
    with phone.page.expect_response("**/api/tracking"):
        phone.tap("Xem hồ sơ")


def test_the_right_pair_shows_the_step_and_the_day_and_no_name_and_a_wrong_one_nothing(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., desk.Desk]
) -> None:
    own = pick_up(counter, "hers")
    own.install()
    slip = own.file(people.MARITAL_STATUS, people.single(WOMAN))
    desk.receive(lambda worker: sit_down(counter, worker), slip.code)
    phone = pick_up(counter, "somebody's", look=True)
    phone.open("/tra-cuu")
    phone.title("Tra cứu hồ sơ")
    said = []
    for code, last4 in ((slip.code, "0000"), (NOWHERE, WOMAN.last4)):
        ask(phone, code, last4)
        alert = phone.page.get_by_role("alert")
        expect(alert).to_have_text(NOT_FOUND)
        said.append(alert.inner_text())
    assert said[0] == said[1]
    phone.seen()

    ask(phone, slip.code, WOMAN.last4)
    found = phone.page.locator(".track-found")
    expect(found).to_contain_text("Đã tiếp nhận")
    expect(found).to_contain_text("Hẹn trả")
    expect(found.locator(".way li[aria-current=step]")).to_contain_text("Thẩm định: đang ở đây")
    phone.seen()
    whole = phone.page.content()
    assert WOMAN.name not in whole
    assert WOMAN.id_number not in whole


def test_who_guesses_waits_longer_each_time_whether_the_code_exists_or_not(
    server: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(server)
    phone.open("/tra-cuu")
    for number in range(8):
        ask(phone, NOWHERE, f"{number:04d}")
        expect(phone.page.get_by_role("alert")).to_have_text(NOT_FOUND)
    ask(phone, NOWHERE, "9999")
    expect(phone.page.get_by_role("alert")).to_contain_text("Bạn đã thử nhiều lần. Đợi")
