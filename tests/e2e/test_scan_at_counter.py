"""Scan and in: filled at home, shown at the counter by a phone without a network, in the inbox at once, never twice."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Playwright, expect

from tests.e2e import browser, database, people, sheets
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone, Slip
from tests.e2e.server import Server
from tests.e2e.test_supplement import picture

WOMAN = people.resident("Giàng Thị Dợ", 193)
OTHER = people.resident("Vàng Thị Mỷ", 194)
MARITAL = people.MARITAL_STATUS
PAPER = "paper_earlier_residence_proof"


def file_without_network(phone: Phone, who: people.Resident) -> Slip:
    """At home everything is on the phone; then there is no signal, and she fills in and sends."""
    phone.install()
    phone.open(f"/thu-tuc/{MARITAL}")
    phone.lose_network()
    phone.begin(MARITAL)
    phone.fill(MARITAL, people.single(who), {PAPER: [sheets.photo("NƠI Ở CŨ")]})
    slip = phone.send()
    phone.slip_says("Đã lưu trên máy")
    return slip


def show(phone: Phone) -> list[bytes]:
    """Step through the frames by hand; a picture of each, as a camera sees it."""
    phone.tap("Đưa quầy quét")
    phone.title("Đưa quầy quét")
    at = phone.page.locator(".frames__at")
    expect(at).to_have_text(re.compile(r"Khung \d+/\d+"))
    phone.tap("Dừng lại")
    total = int(at.inner_text().split("/")[1])
    assert total > 1
    pictures = {}
    for _ in range(total):
        pictures[at.inner_text()] = phone.page.locator(".frames .qr").screenshot()
        before = at.inner_text()
        phone.tap("Khung sau")
        expect(at).not_to_have_text(before)
    assert len(pictures) == total
    phone.tap("Chạy tiếp")
    return list(pictures.values())


def film(shots: list[bytes], into: Path) -> Path:
    """What the counter's camera sees while the frames go by, some of them misread."""
    with into.open("wb") as out:
        for number, shot in enumerate(shots):
            code = Image.open(io.BytesIO(shot)).convert("RGB").resize((420, 420))
            for half in range(8):
                frame = Image.new("RGB", (640, 480), "#40382c")
                if number % 3 != 1 or half > 1:
                    frame.paste(code, (110 + half, 30))
                frame.save(out, "JPEG", quality=90)
    return into


def into_the_room(clerk: Desk) -> None:
    """The clerk's room for scanning."""
    clerk.page.get_by_role("link", name="Quét là vào").click()
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("Quét là vào")
    clerk.seen()


def drop(clerk: Desk, shots: list[bytes]) -> None:
    """Hand the room pictures of frames, in any order."""
    clerk.page.get_by_text("Không dùng camera").click()
    files = [{"name": f"{n}.png", "mimeType": "image/png", "buffer": shot} for n, shot in enumerate(shots)]
    clerk.page.locator(".scan__other input[type=file]").set_input_files(files)  # type: ignore[arg-type]  # payloads


def test_a_phone_without_a_network_is_scanned_and_later_sends_nothing_twice(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(server, look=True)
    slip = file_without_network(phone, WOMAN)
    picture(phone.page, "quet-phieu")
    shots = show(phone)
    picture(phone.page, "quet-dua-quay")
    assert database.dossiers_of(server, WOMAN) == []
    clerk = sit_down(server, people.CLERK, look=True)
    into_the_room(clerk)
    picture(clerk.page, "quet-ban-dau")
    drop(clerk, shots[1:])
    expect(clerk.page.locator(".scan__progress")).to_contain_text(f"Đã đọc {len(shots) - 1} trên {len(shots)} khung")
    picture(clerk.page, "quet-ban-thieu")
    lose_the_counters_line(clerk, shots[0])
    item = clerk.page.locator(".scan__item")
    expect(item).to_contain_text("Đã vào")
    expect(item).to_contain_text("có 0 trên 1")
    expect(item).to_contain_text(slip.code)
    clerk.seen()
    picture(clerk.page, "quet-ban-xong")
    assert database.dossiers_of(server, WOMAN) == [(slip.code, None, 1)]
    read_back(phone, item.locator(".scan__code").inner_text())

    # scanned once more, and then the phone finds a network by itself
    clerk.page.reload()
    drop(clerk, [*shots, *shots])
    expect(clerk.page.locator(".scan__item")).to_have_count(1)
    expect(clerk.page.locator(".scan__item")).to_contain_text("Đã có từ trước")
    phone.find_network()
    phone.open(f"/phieu/{slip.dossier_id}")
    phone.expect_sent()
    assert database.dossiers_of(server, WOMAN) == [(slip.code, None, 0)]
    clerk.page.get_by_role("link", name="Mở hồ sơ").click()
    clerk.opened(slip.code)
    phone.open(f"/ho-so/{slip.dossier_id}/quay")
    expect(phone.page.get_by_text("Nơi nộp đã có hồ sơ này")).to_be_visible()
    picture(phone.page, "quet-da-co")


def lose_the_counters_line(clerk: Desk, last: bytes) -> None:
    """The counter's own network is cut when the last frame is read: nothing has to be scanned again."""
    clerk.context.set_offline(offline=True)
    clerk.page.locator(".scan__other input[type=file]").set_input_files(
        {"name": "0.png", "mimeType": "image/png", "buffer": last}
    )
    expect(clerk.page.get_by_text("Mã còn giữ ở đây, không cần quét lại")).to_be_visible()
    picture(clerk.page, "quet-ban-mat-mang")
    clerk.context.set_offline(offline=False)
    clerk.page.get_by_role("button", name="Gửi lại").click()


def read_back(phone: Phone, code: str) -> None:
    """The resident types what the officer reads to her: first wrongly."""
    box = phone.page.get_by_label(re.compile("6 chữ, số"))
    box.fill("000000" if code != "000000" else "111111")
    phone.tap("Ghi lại")
    expect(phone.page.get_by_text("Mã này không phải của hồ sơ này")).to_be_visible()
    box.fill(code.lower())
    phone.tap("Ghi lại")
    expect(phone.page.get_by_role("heading", name=re.compile(r"Đã quét tại quầy lúc \d\d:\d\d"))).to_be_visible()
    phone.seen()
    picture(phone.page, "quet-da-ghi")
    phone.tap("Xem phiếu ghi nhớ")
    expect(phone.page.locator("main")).to_contain_text("Đã quét tại quầy lúc")
    # it is a note and no acknowledgement: the phone forgets nothing
    phone.slip_says("Đã lưu trên máy")


def test_the_counters_camera_reads_the_frames_as_they_go_by(
    server: Server, pick_up: Callable[..., Phone], playwright: Playwright, tmp_path: Path
) -> None:
    phone = pick_up(server)
    slip = file_without_network(phone, OTHER)
    shots = show(phone)
    seen = sheets.camera(film(shots, tmp_path / "counter.mjpeg"))
    context = browser.open_browser(playwright, tmp_path / "office", *seen, **browser.OFFICE)
    try:
        clerk = Desk(context, server.url, people.CLERK)
        clerk.sign_in()
        into_the_room(clerk)
        clerk.page.get_by_role("button", name="Mở camera").click()
        item = clerk.page.locator(".scan__item")
        expect(item).to_contain_text("Đã vào", timeout=60_000)
        picture(clerk.page, "quet-camera")
        square = item.get_by_role("img").screenshot()
        [read] = zxingcpp.read_barcodes(Image.open(io.BytesIO(square)))
        assert read.text == f"CLA1:{item.locator('.scan__code').inner_text()}"
        # the phone goes on showing its frames, and nothing more comes of it
        clerk.page.wait_for_timeout(3000)
        expect(item).to_have_count(1)
    finally:
        context.close()
    assert database.dossiers_of(server, OTHER) == [(slip.code, None, 1)]
