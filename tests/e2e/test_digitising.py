"""A scan of three pages is sorted to its paper at the counter, and the next dossier of the same woman uses it again."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.digitising import scans
from tests.e2e import database, people
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_calendar import both_sizes
from tests.e2e.test_counter_mode import begin, type_in
from tests.e2e.test_supplement import picture
from tests.e2e.text_messages import Gateway

WOMAN = people.resident("Lường Thị Xôm", 310)
PAPER = "Quyết định ly hôn hoặc trích lục khai tử của vợ, chồng cũ"


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    """Let go of files over the table."""
    given = [{"name": name, "bytes": list(content)} for name, content in files]
    carried = page.evaluate_handle(
        """files => {
          const carried = new DataTransfer()
          for (const { name, bytes } of files) carried.items.add(new File([new Uint8Array(bytes)], name))
          return carried
        }""",
        given,
    )
    page.locator(".dg__drop").dispatch_event("drop", {"dataTransfer": carried})


def file(clerk: Desk, text_messages: Gateway, phone: str) -> None:
    """She agrees by a code on her phone, and it is filed."""
    clerk.page.get_by_role("button", name="Mời người dân xem lại").click()
    clerk.page.get_by_role("button", name="Người dân nói: Không").click()
    clerk.page.get_by_label("Số điện thoại của người dân").fill(phone)
    clerk.page.get_by_role("button", name="Gửi mã").click()
    clerk.page.get_by_label("Mã 6 số").fill(text_messages.code(phone))
    clerk.page.get_by_role("button", name="Xác nhận", exact=True).click()
    clerk.page.get_by_role("button", name="Nộp và tiếp nhận").click()
    expect(clerk.page.locator(".counter__done")).to_be_visible()


def sort_the_pages(clerk: Desk) -> None:
    """Three pages of a scan become four: one turned, one split, one cropped by the keyboard; all to one paper."""
    page, sheets = clerk.page, clerk.page.locator(".dg__sheet")
    drop(page, ("khóa.pdf", scans.encrypted_pdf()), ("quét.pdf", scans.pdf(3)))
    expect(sheets).to_have_count(3, timeout=30_000)
    expect(page.get_by_role("alert")).to_contain_text("khóa.pdf: tệp PDF có mật khẩu")
    page.get_by_role("button", name="Bỏ qua").click()
    expect(page.locator(".dg__pic canvas")).to_have_count(3)
    # what is done to pages needs no network
    clerk.context.set_offline(offline=True)
    page.get_by_role("button", name="Xoay phải: 1, Trang 1, quét.pdf").click()
    page.get_by_role("button", name="Tách đôi: 3, Trang 3, quét.pdf").click()
    expect(sheets).to_have_count(4)
    page.get_by_role("button", name="Cắt: 2, Trang 2, quét.pdf").press("Enter")
    cropping = page.get_by_role("dialog")
    cropping.get_by_label(re.compile("^Bớt phía dưới")).press("ArrowRight")
    cropping.get_by_role("button", name="Cắt theo khung").press("Enter")
    page.get_by_label("Giấy của: 1, Trang 1, quét.pdf").select_option(label=PAPER)
    page.get_by_role("button", name=f"Xếp mọi trang chưa xếp vào: {PAPER}").click()
    page.get_by_label(f"{PAPER}: đã đối chiếu bản chính").check()
    drop(page, ("thêm.tif", scans.tiff(1)))
    expect(page.get_by_text("1 tệp chưa gửi được vì mất mạng")).to_be_visible()
    finish = page.get_by_role("button", name="Xong, giữ các trang vào hồ sơ")
    finish.click()
    expect(page.get_by_text("Mất mạng. Những gì đã xếp")).to_be_visible()
    picture(page, "so-hoa-mat-mang")
    clerk.context.set_offline(offline=False)
    expect(sheets).to_have_count(5, timeout=30_000)
    page.get_by_role("button", name=re.compile("^Bỏ: 5,")).click()
    expect(sheets).to_have_count(4)
    expect(page.locator(".dg__pic canvas")).to_have_count(4)
    clerk.seen()
    picture(page, "so-hoa")
    finish.click()
    expect(page.locator(".dg")).to_have_count(0, timeout=30_000)


def use_again(clerk: Desk) -> None:
    """She asks for it, and what the office holds is linked."""
    page = clerk.page
    page.get_by_role("button", name="Số hóa giấy tờ").click()
    page.get_by_label("Người dân đề nghị dùng lại").check()
    page.get_by_role("button", name="Tìm giấy đã có").click()
    expect(page.locator(".dg__offers")).to_contain_text(f"Đối chiếu bản chính: {people.CLERK.name}")
    clerk.seen()
    picture(page, "so-hoa-da-co")
    page.get_by_role("button", name=f"Dùng lại: {PAPER}").click()
    expect(page.get_by_text("Đã đưa vào hồ sơ, không chụp lại")).to_be_visible()
    page.get_by_role("button", name="Về tờ khai").click()


def what_is_held_answers_what_is_asked_for(clerk: Desk) -> None:
    """The paper is asked for once more; it is held, and she asks that it be used again."""
    page = clerk.page
    clerk.press("Yêu cầu bổ sung")
    asks = page.get_by_role("dialog")
    paper = asks.locator(".more__item").filter(has_text=PAPER)
    paper.get_by_role("checkbox").check()
    paper.get_by_label("Lý do", exact=True).select_option(label="Ảnh mờ, không đọc được chữ")
    asks.get_by_role("button", name="Gửi yêu cầu bổ sung").click()
    expect(asks).to_have_count(0)
    page.get_by_role("button", name="Số hóa giấy mang tới").click()
    expect(page.get_by_role("heading", name="Số hóa giấy tờ")).to_be_visible()
    clerk.seen()
    picture(page, "so-hoa-mang-toi")
    page.get_by_label("Người dân đề nghị dùng lại").check()
    page.get_by_role("button", name="Tìm giấy đã có").click()
    answers = page.locator(".dg__offers").get_by_label(f"{PAPER} trả lời mục")
    expect(answers.locator("option:checked")).to_have_text(PAPER)
    clerk.seen()
    page.locator(".dg__offers").scroll_into_view_if_needed()
    both_sizes(page, "so-hoa-da-co-tra-loi")
    page.get_by_role("button", name=f"Dùng lại: {PAPER}").click()
    expect(page.get_by_text("Đã đưa vào hồ sơ, không chụp lại")).to_be_visible()
    page.get_by_role("button", name="Về hồ sơ").click()
    expect(page.locator(".asked--answered")).to_contain_text("Dùng lại từ hồ sơ")
    clerk.seen()
    page.locator(".asked--answered").scroll_into_view_if_needed()
    both_sizes(page, "so-hoa-da-tra-loi")


def test_766_a_scan_is_sorted_at_the_counter_and_the_next_dossier_uses_it_again(
    counter: Server, sit_down: Callable[..., Desk], text_messages: Gateway
) -> None:
    clerk = sit_down(counter, people.CLERK, look=True)
    begin(clerk)
    type_in(clerk, people.single(WOMAN))
    clerk.page.get_by_role("button", name="Số hóa giấy tờ").click()
    sort_the_pages(clerk)
    file(clerk, text_messages, "0912000310")
    clerk.page.get_by_role("button", name="Khai cho người tiếp theo").click()
    begin(clerk)
    type_in(clerk, people.single(WOMAN))
    use_again(clerk)
    file(clerk, text_messages, "0912000311")
    codes = sorted(code for code, *_ in database.dossiers_of(counter, WOMAN))
    one, other = (
        database.rows(
            counter,
            "SELECT f.page, f.sha256, f.paper FROM dossier_file f JOIN dossier d ON d.id = f.dossier_id "
            "WHERE d.local_code = :code ORDER BY f.page",
            code=code,
        )
        for code in codes
    )
    assert one == other
    assert len(one) == 4
    said = database.rows(counter, "SELECT count(*) FROM dossier_event WHERE move IN ('digitised', 'reused')")
    assert said[0][0] >= 2
    clerk.page.get_by_role("link", name="Mở hồ sơ, in giấy tiếp nhận").click()
    expect(clerk.page.locator("main")).to_contain_text("Dùng lại giấy tờ đã có tại đơn vị")
    what_is_held_answers_what_is_asked_for(clerk)
