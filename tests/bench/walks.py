"""The walks on which pictures are taken: residents, a volunteer and the office, all in the demo commune."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from tests.bench.album import PHONE as PHONE_SIZE
from tests.bench.album import WIDE, Album
from tests.e2e import people, sheets
from tests.e2e.browser import OFFICE, PHONE, open_browser
from tests.e2e.helping import set_pin
from tests.e2e.phone import Phone, Slip
from tests.e2e.server import Server

MOTHER = people.resident("Bùi Thị Hạnh Nguyên", 41)
CHILD = "Lê Bùi Minh An"
TRAM, HOA = "0300000101", "0300000112"
"""Residents of the demo: one with a result that is ready, one with something to pay."""
ROWS = "tr[data-dossier]"


@dataclass(frozen=True)
class Stage:
    """The demo as it runs, and where the pictures go."""

    playwright: Playwright
    server: Server
    profiles: Path
    album: Album
    phrases: dict[str, str]
    """The pass-phrase of each username."""

    def phone(self, name: str) -> Phone:
        """A new phone with everything installed."""
        context = open_browser(self.playwright, self.profiles / name, **PHONE)
        phone = Phone(context, self.server.url)
        phone.install()
        return phone

    def take(self, phone: Phone, name: str, path: str | None = None, *, wait: str = "h1") -> None:
        """Go to an address, wait for something, take its picture."""
        if path is not None:
            phone.open(path)
        phone.page.locator(wait).first.wait_for(state="attached")
        phone.page.wait_for_timeout(500)
        self.album.take(phone.page, name)


def stranger(stage: Stage) -> None:
    """Somebody without an account: from the home page to a slip that waits for a network."""
    phone = stage.phone("stranger")
    stage.take(phone, "first", "/", wait=".door")
    phone.page.locator('input[type="search"]').fill("giay khai sinh cho con")
    stage.take(phone, "search", wait=".item")
    stage.take(phone, "procedures", "/thu-tuc")
    stage.take(phone, "life-event", "/viec/sinh_con")
    stage.take(phone, "track", "/tra-cuu")
    # as a poster leads there: the demo has two communes, and whoever comes without one is asked
    stage.take(phone, "procedure", f"/moc-giang/{people.BIRTH}")
    phone.lose_network()
    phone.begin(people.BIRTH)
    _fill(stage, phone)
    slip = phone.send()
    stage.take(phone, "slip", wait=".slip__code")
    stage.take(phone, "outbox", "/gui-di")
    stage.take(phone, "home-waiting", "/", wait=".mine .item")
    phone.find_network()
    _arrived(stage, phone, slip)
    phone.context.close()


def _fill(stage: Stage, phone: Phone) -> None:
    """Section by section; a picture of the first, of one left with holes, and of each with photos."""
    answers, papers = people.birth(MOTHER, CHILD), {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH")]}
    number = 0
    while phone.step != "kiem-tra":
        expect(phone.page.locator(".steps")).to_be_visible()
        if number == 1:
            phone.tap(re.compile("^Tiếp tục"))
            stage.take(phone, "fill-errors")
        phone.fill_section(people.BIRTH, answers, papers)
        if number == 0:
            phone.kept()
            stage.take(phone, "fill")
        if phone.page.locator(".shot").count():
            stage.take(phone, "photos")
        phone.next()
        number += 1
    stage.take(phone, "check")
    phone.tap("Tiếp tục đến bước gửi")
    phone.title("Gửi hồ sơ")
    stage.take(phone, "send")
    phone.page.go_back()
    phone.title("Xem lại trước khi gửi")


def _arrived(stage: Stage, phone: Phone, slip: Slip) -> None:
    phone.open(f"/phieu/{slip.dossier_id}")
    phone.expect_sent()
    stage.take(phone, "slip-sent", wait=".slip__code")


def resident(stage: Stage, number: str, name: str, also: Callable[[Stage, Phone], None]) -> None:
    """Somebody of the demo signs in on a new phone by the code of a text message."""
    phone = stage.phone(name)
    phone.open("/toi")
    page = phone.page
    page.get_by_label("Số điện thoại").fill(number)
    phone.tap("Gửi mã cho tôi")
    page.get_by_label("Mã sáu số trong tin nhắn").wait_for()
    sent = stage.server.flask("sms", "inbox", "--phone", number)
    page.get_by_label("Mã sáu số trong tin nhắn").fill(re.findall(r"#([0-9]{6})", sent)[-1])
    phone.tap("Đăng nhập")
    page.get_by_label("Mã sáu số trong tin nhắn").wait_for(state="detached")
    also(stage, phone)
    phone.context.close()


def ready_result(stage: Stage, phone: Phone) -> None:
    """Home, dossiers, the one that is ready, messages, her own page."""
    stage.take(phone, "home", "/", wait=".mine .item")
    stage.take(phone, "dossiers", "/ho-so", wait=".item")
    phone.page.locator(".item", has_text="Bảo Trâm").filter(has_text="kết quả").first.click()
    stage.take(phone, "dossier-ready", wait=".title .chip")
    stage.take(phone, "messages", "/thong-bao", wait=".item")
    phone.page.locator(".item").first.click()
    stage.take(phone, "message")
    stage.take(phone, "me", "/toi")


def open_charge(stage: Stage, phone: Phone) -> None:
    """The dossier that waits for money, with the code for the bank."""
    phone.open("/ho-so")
    phone.page.locator(".item").first.click()
    stage.take(phone, "dossier-charge", wait=".title .chip")
    phone.page.locator(".pay").first.evaluate("box => scrollTo(0, box.getBoundingClientRect().top + scrollY - 90)")
    stage.album.take(phone.page, "pay", sizes=(PHONE_SIZE,))


def volunteer(stage: Stage) -> None:
    """Her evening: whom she helped, whom she helps now, the consent that she reads out."""
    phone = stage.phone("volunteer")
    phone.open("/toi")
    page = phone.page
    page.get_by_text("Tình nguyện viên, cán bộ: đăng nhập bằng mật khẩu").click()
    page.get_by_label("Tên đăng nhập").fill("van.thang")
    page.get_by_label("Mật khẩu").fill(stage.phrases["van.thang"])
    page.locator("details[open]").get_by_role("button", name="Đăng nhập").first.click()
    page.get_by_role("dialog", name="Đặt mã khóa cho máy này").wait_for()
    stage.album.take(page, "pin-set", sizes=(PHONE_SIZE,))
    set_pin(phone, label="Anh Thắng")
    page.get_by_text("Hà Văn Thắng").first.wait_for()
    _locks(stage, phone)
    stage.take(phone, "me-volunteer")
    stage.take(phone, "help", "/giup")
    phone.tap("Giúp một người")
    page.get_by_label("Họ và tên người cần giúp").fill("Quàng Thị Lả")
    page.get_by_label("Bốn số cuối số căn cước").fill("0104")
    stage.take(phone, "help-who")
    phone.tap("Tiếp tục, đọc cho người ấy nghe")
    stage.take(phone, "consent")
    page.get_by_label("Đã đọc to cả trang cho người ấy nghe").check()
    for box in page.get_by_role("group").get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Nói đồng ý trước người chứng kiến").check()
    page.get_by_label("Họ tên người chứng kiến").fill("Lò Văn Pản")
    page.get_by_label("Là ai với người được giúp?").fill("Hàng xóm")
    phone.tap("Tôi đồng ý")
    page.wait_for_url(re.compile("/thu-tuc$"))
    stage.take(phone, "helping-procedures")
    phone.context.close()


def _locks(stage: Stage, phone: Phone) -> None:
    """The lock screen, who else may come, and a forgotten PIN."""
    phone.tap("Khóa ngay")
    for name, there, back in (
        ("lock", "Mở khóa", ""),
        ("lock-people", "Tôi là người khác", "Quay lại"),
        ("lock-forgot", "Quên mã khóa", "Quay lại"),
    ):
        if back:
            phone.tap(there)
        stage.album.take(phone.page, name, sizes=(PHONE_SIZE,))
        if back:
            phone.tap(back)
    phone.unlock(phone.pin)


def office(stage: Stage) -> None:
    """The desk: inbox and dossier, a question, money, calls, the catalogue."""
    clerk = _sit_down(stage, "ngoc.anh")
    rows = clerk.locator(ROWS)
    rows.first.wait_for()
    stage.album.take(clerk, "desk-inbox")
    rows.filter(has_text="Bảo Trâm").filter(has_text="khai sinh").first.click()
    clerk.locator(".work__head").wait_for()
    clerk.wait_for_timeout(1500)
    stage.album.take(clerk, "desk")
    clerk.locator('.acts [data-move="refuse"]').click()
    clerk.get_by_role("dialog").wait_for()
    stage.album.take(clerk, "desk-move", sizes=(WIDE,))
    for name, path in (("fees", "/ban/thu-phi"), ("calls", "/ban/can-goi")):
        clerk.goto(stage.server.url + path)
        clerk.wait_for_timeout(1500)
        stage.album.take(clerk, name)
    clerk.context.close()
    approver = _sit_down(stage, "hong.hanh")
    approver.locator(ROWS).first.click()
    approver.locator(".work__head").wait_for()
    approver.wait_for_timeout(1500)
    stage.album.take(approver, "desk-approver")
    approver.context.close()
    admin = _sit_down(stage, "huu.tri")
    admin.goto(f"{stage.server.url}/ban/danh-muc")
    admin.wait_for_timeout(1500)
    stage.album.take(admin, "catalogue-review")
    admin.context.close()


def _sit_down(stage: Stage, username: str) -> Page:
    context = open_browser(stage.playwright, stage.profiles / username, **(OFFICE | {"device_scale_factor": 2}))
    page = context.new_page()
    page.goto(f"{stage.server.url}/ban")
    page.get_by_label("Tên đăng nhập").wait_for()
    if username == "ngoc.anh":
        stage.album.take(page, "desk-sign-in")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(stage.phrases[username])
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.locator(".office__me").wait_for()
    return page
