"""What cameras do to phones: they end the browser behind them, and make pictures too large for it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import qrcode
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.e2e import database, people, sheets
from tests.e2e.phone import Phone
from tests.e2e.server import Server

WOMAN = people.resident("Hoàng Thị Mây Ngàn", 72)
PAPER = "paper_earlier_residence_proof"
CARD = "099194000072||Hoàng Thị Mây Ngàn|12081994|Nữ|Bản Nà Hin, Nậm Sương, Nậm Rốm|10052021"
FORTY_EIGHT_MEGAPIXELS = (8000, 6000)


def come_to_papers(phone: Phone) -> None:
    """Answer everything before the papers."""
    phone.open(f"/thu-tuc/{people.MARITAL_STATUS}")
    phone.begin(people.MARITAL_STATUS)
    while phone.step != "papers":
        phone.fill_section(people.MARITAL_STATUS, people.single(WOMAN), {})
        phone.next()


def test_f26_a_browser_that_the_camera_ended_opens_at_the_same_paper_and_says_what_may_be_missing(
    counter: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(counter)
    phone.install()
    come_to_papers(phone)
    phone.answer("reissue", "Không")
    phone.photograph(PAPER, [sheets.photo("TRANG MỘT")])
    phone.kept()
    where = phone.page.url
    with phone.page.expect_file_chooser():
        phone.question(PAPER).get_by_text("Thêm trang 2").click()
    phone.die()

    # the phone starts the app anew at its own start, not where it was
    phone = pick_up(counter)
    phone.open()
    phone.page.locator(".mine .item").click()
    phone.page.wait_for_url(where)
    expect(phone.question(PAPER)).to_contain_text(re.compile("Bạn đang chụp .* thì máy đóng trang"))
    expect(phone.question(PAPER).locator(".shot__n")).to_have_count(1)
    expect(phone.question("reissue").get_by_role("radio", name="Không")).to_be_checked()
    phone.photograph_next(PAPER, 2, sheets.photo("TRANG HAI"))
    expect(phone.question(PAPER)).not_to_contain_text("thì máy đóng trang")
    phone.page.goto(where.replace("/papers", "/requester"))
    expect(phone.question("req_name").get_by_role("textbox")).to_have_value(WOMAN.name)


def huge_card() -> bytes:
    """A photo of 48 megapixels of an ID card that lies in it as cards do: its code takes a tenth of the width."""
    code = qrcode.QRCode(border=4, box_size=14)
    code.add_data(CARD)
    code.make(fit=True)
    square = code.make_image().get_image().convert("RGB")
    width, height = FORTY_EIGHT_MEGAPIXELS
    sheet = Image.effect_noise((width // 8, height // 8), 20).resize(FORTY_EIGHT_MEGAPIXELS).convert("RGB")
    sheet.paste(square, (width // 2, height // 2))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=92)
    return out.getvalue()


def test_f27_a_photo_of_48_megapixels_becomes_a_light_page_on_which_a_card_can_be_read(
    counter: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(counter)
    phone.install()
    come_to_papers(phone)
    phone.photograph(PAPER, [huge_card()])
    phone.fill(people.MARITAL_STATUS, people.single(WOMAN))
    slip = phone.send()
    phone.expect_sent()
    (page,) = database.pages_of(counter, slip.code)
    assert len(page) <= 400_000
    kept = Image.open(io.BytesIO(page))
    assert kept.size == (1600, 1200)
    assert [each.text for each in zxingcpp.read_barcodes(kept)] == [CARD]
