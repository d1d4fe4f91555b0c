"""An administrator adds a colleague, takes many in from a spreadsheet, and closes an account: all in the browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, FilePayload, Page, expect

from app.admin.sheet import MEDIA
from tests.admin.test_staff_sheet import book
from tests.e2e import browser, people
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_calendar import both_sizes


def choose(page: Page, content: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("dialog").get_by_role("button", name="Chọn tệp Excel").click()
    chooser.value.set_files(FilePayload(name="can-bo.xlsx", mimeType=MEDIA, buffer=content))


OWN = "mùa gặt tháng mười"


def chooses(page: Page) -> None:
    """The password was given: a room that was asked for opens only after an own one was typed twice."""
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name="Chọn mật khẩu của riêng bạn")).to_be_visible()
    page.reload()
    first, again = main.get_by_label("Mật khẩu mới", exact=True), main.get_by_label("Nhập lại mật khẩu mới")
    first.fill(OWN)
    again.fill("mùa gặt tháng mưởi")
    go = main.get_by_role("button", name="Đổi mật khẩu và vào làm việc")
    go.click()
    expect(main).to_contain_text("Hai lần nhập chưa giống nhau")
    both_sizes(page, "mat-khau-lan-dau")
    again.fill(OWN)
    go.click()


def signs_in(computers: Browser, url: str, username: str, password: str) -> str:
    """Sign in at a fresh computer with a given password; returns what the top of the office says of her."""
    context = computers.new_context(**browser.OFFICE, **browser.HERE)
    page = context.new_page()
    page.goto(f"{url}/ban/tai-khoan")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    chooses(page)
    expect(page.locator(".office__me b")).not_to_be_empty()
    expect(page).to_have_url(f"{url}/ban/tai-khoan")
    name = page.locator(".office__me b").inner_text()
    context.close()
    return name


def add_one(admin: Desk) -> str:
    """Add a colleague by hand; returns the password that is shown this once."""
    page, asks = admin.page, admin.page.get_by_role("dialog")
    page.get_by_role("button", name="Thêm người").click()
    asks.get_by_label("Họ và tên").fill("Lò Thị Mới Vào")
    asks.get_by_label("Tên đăng nhập").fill("thi.moi.vao")
    asks.get_by_label("Đơn vị").select_option(label=people.COMMUNE)
    asks.get_by_label("Vai trò").select_option(label="Cán bộ một cửa")
    admin.seen()
    both_sizes(page, "nguoi-dung-them")
    asks.get_by_role("button", name="Thêm và lấy mật khẩu").click()
    expect(asks).to_contain_text("Mật khẩu của Lò Thị Mới Vào")
    admin.seen()
    both_sizes(page, "nguoi-dung-mat-khau")
    password = asks.locator("code").inner_text()
    asks.get_by_role("button", name="Xong, đã ghi lại").click()
    return password


def take_sheet_in(admin: Desk) -> str:
    """A sheet with faults is refused by row and column, the mended one taken in; returns the printed password."""
    page, asks = admin.page, admin.page.get_by_role("dialog")
    page.get_by_role("button", name="Nhập từ Excel").click()
    bad = ("Cầm Văn Sai", "Văn Sai", "", people.COMMUNE, "Giám đốc")
    good = ("Cầm Văn Đúng", "van.dung", "0912345678", people.COMMUNE, "Cán bộ thẩm định")
    choose(page, book(good, bad))
    expect(asks).to_contain_text("Dòng 3, cột Vai trò")
    expect(asks.get_by_role("button", name="Nhập 2 dòng")).to_have_count(0)
    admin.seen()
    both_sizes(page, "nhap-excel-sai")
    choose(page, book(good))
    expect(asks).to_contain_text("1 người mới")
    admin.seen()
    both_sizes(page, "nhap-excel-dung")
    asks.get_by_role("button", name="Nhập 1 dòng").click()
    slips = page.locator(".taken")
    expect(slips).to_contain_text("van.dung")
    admin.seen()
    both_sizes(page, "nhap-excel-xong")
    password = slips.locator("code").inner_text()
    slips.get_by_role("button", name="Xong, đã ghi lại").click()
    return password


def close_account(admin: Desk) -> None:
    """Find somebody without diacritics and close the account with a reason."""
    page, asks = admin.page, admin.page.get_by_role("dialog")
    page.get_by_role("searchbox", name="Tìm theo tên").fill("moi vao")
    expect(page.locator("[data-person]")).to_have_count(1)
    page.get_by_role("button", name="Lò Thị Mới Vào").click()
    expect(asks).to_contain_text("Vai trò hiện nay")
    asks.get_by_text("Đóng tài khoản", exact=True).click()
    admin.seen()
    both_sizes(page, "nguoi-dung-mot-nguoi")
    asks.get_by_label("Lý do đóng").fill("Chuyển công tác")
    asks.get_by_role("button", name="Chắc chắn, làm ngay: Đóng tài khoản").click()
    expect(asks).to_contain_text("Đã đóng")
    expect(asks.locator(".admin__history").last).to_contain_text("Chuyển công tác")
    asks.get_by_role("button", name="Đóng", exact=True).last.click()
    expect(page.locator("[data-person]")).to_have_count(0)


def test_colleagues_are_added_one_by_one_and_from_a_sheet_and_leave(
    counter: Server, sit_down: Callable[..., Desk], computers: Browser
) -> None:
    admin = sit_down(counter, people.ADMIN, look=True)
    page = admin.page
    page.goto(f"{counter.url}/ban/quan-tri/nguoi-dung")
    expect(page.locator(f'[data-person="{people.CLERK.username}"]')).to_contain_text("Cán bộ một cửa")
    admin.seen()
    both_sizes(page, "nguoi-dung")
    assert signs_in(computers, counter.url, "thi.moi.vao", add_one(admin)) == "Lò Thị Mới Vào"
    assert signs_in(computers, counter.url, "van.dung", take_sheet_in(admin)) == "Cầm Văn Đúng"
    close_account(admin)
