"""The chain's end told for real: a push service, the browser's own encryption, a notification that is tapped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.e2e import database, desk, firefox, people, push_service, sheets
from tests.e2e.firefox import Firefox
from tests.e2e.people import Resident
from tests.e2e.phone import Phone, Slip
from tests.e2e.server import Server

WOMAN = people.resident("Bạc Thị Duyên Hải", 91)
RESULT = sheets.pdf("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN")
SHOWN = """
async () => {
  for (;;) {
    const shown = Services.wm.getMostRecentWindow("alert:alert")?.document;
    const title = shown?.getElementById("alertTitleLabel")?.getAttribute("value");
    if (title) return [title, shown.getElementById("alertTextLabel").textContent];
    await new Promise((again) => setTimeout(again, 50));
  }
}
"""
TAP = """
async () => Services.wm.getMostRecentWindow("alert:alert").document.getElementById("alertBox").click()
"""


def take_over(browser: Firefox, slip: Slip, who: Resident) -> None:
    """Another phone reads the slip and has the dossier from then on."""
    browser.open(slip.address)
    browser.type("Bốn số cuối", who.last4)
    browser.tap("Nhận về máy này")
    browser.reads("Chờ ký, đóng dấu")


def let_it_ring(browser: Firefox, url: str) -> None:
    """Say yes to the app's own question."""
    browser.open(f"{url}/toi")
    browser.reads("Màn hình khóa không hiện tên hay việc của ai.")
    browser.tap("Cho máy rung báo")
    browser.reads("Máy này sẽ rung khi có tin.")


def test_a_ready_result_rings_a_browser_that_shows_no_page_and_a_tap_opens_the_message(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., desk.Desk], tmp_path: Path
) -> None:
    def seat(worker: people.Worker) -> desk.Desk:
        return sit_down(counter, worker)

    phone = pick_up(counter)
    phone.install()
    slip = phone.file(people.MARITAL_STATUS, people.single(WOMAN))
    desk.receive(seat, slip.code)
    desk.carry_to_seal(seat, slip.code, RESULT)
    with push_service.running() as service, firefox.running(tmp_path / "firefox", service.url) as browser:
        take_over(browser, slip, WOMAN)
        let_it_ring(browser, counter.url)
        browser.open("about:blank")
        desk.seal(seat, slip.code)
        before = browser.windows()
        with browser.behind_the_page():
            assert browser.run(SHOWN) == ["Cửa Làng", "Hồ sơ của bạn có tin mới. Chạm để xem."]
            browser.run(TAP)
        [opened] = browser.new_windows(before)
        browser.switch(opened)
        browser.reads("Đã có kết quả")
        assert browser.url.startswith(f"{counter.url}/thong-bao/")
        browser.tap("Mở hồ sơ")
        browser.tap("Mở kết quả")
        browser.find("//dialog//a[@download][contains(., 'Tải về máy')]")
    asked = "SELECT status FROM push_attempt JOIN message ON message.id = message_id WHERE opened_at IS NOT NULL"
    assert database.rows(counter, asked) == [(201,)]
    assert [each["Content-Encoding"] for each in service.sent] == ["aes128gcm"]
