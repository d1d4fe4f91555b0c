"""What was asked for is brought to the counter; the figures of the month count it; a planned split is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from app.core import clock
from tests.digitising import scans
from tests.e2e import people, sheets
from tests.e2e.desk import Desk, receive
from tests.e2e.phone import Phone, Slip
from tests.e2e.server import Server
from tests.e2e.test_calendar import both_sizes
from tests.e2e.test_digitising import drop
from tests.e2e.test_supplement import RECORD, ask, picture
from tests.e2e.test_units import PAPER, room

MOTHER = people.resident("Lường Thị Ngần", 380)
PAPERS = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH MỜ")]}
NAME = "Họ, chữ đệm, tên của bé"
WHY = "Chờ văn bản mới của tỉnh"


def shot(page: Page, name: str) -> None:
    """Both sizes, and the office's once more in the dark."""
    both_sizes(page, name)
    page.emulate_media(color_scheme="dark")
    picture(page, f"{name}-toi")
    page.emulate_media(color_scheme="light")


def bring(clerk: Desk, files: tuple[str, bytes], *answers: str) -> None:
    """A scan is put to the paper; the thing it answers is chosen already, or chosen here."""
    page = clerk.page
    page.get_by_role("button", name="Số hóa giấy mang tới").click()
    drop(page, files)
    expect(page.locator(".dg__sheet")).to_have_count(1, timeout=30_000)
    page.get_by_role("button", name=f"Xếp mọi trang chưa xếp vào: {RECORD}").click()
    asks = page.get_by_role("group", name="Xã đang yêu cầu bổ sung")
    expect(asks.get_by_label("Người mang giấy tới")).to_have_value(MOTHER.name)
    for each in answers:
        asks.get_by_label(f"{RECORD} trả lời mục").select_option(label=each)
    clerk.seen()
    asks.scroll_into_view_if_needed()
    shot(page, f"mang-toi-{len(answers)}")
    page.get_by_role("button", name="Xong, giữ các trang vào hồ sơ").click()
    expect(page.locator(".dg")).to_have_count(0, timeout=30_000)


def what_was_asked_for_is_brought(phone: Phone, slip: Slip, sit: Callable[[people.Worker], Desk]) -> None:
    clerk = sit(people.CLERK)
    clerk.find(slip.code)
    ask(clerk, "Yêu cầu bổ sung")
    bring(clerk, ("chung-sinh.pdf", scans.pdf(1)))
    expect(clerk.page.locator(".asked--open")).to_contain_text(f"{MOTHER.name} mang tới quầy lúc")
    phone.open_dossier(slip)
    main = phone.page.get_by_role("main")
    expect(main).to_contain_text("Cần bạn bổ sung 1 mục")
    phone.tap("Bổ sung ngay")
    expect(phone.page.locator(".asked-item")).to_have_count(1)
    expect(main).to_contain_text("đã mang tới quầy")
    phone.seen()
    picture(phone.page, "mang-toi-may")
    bring(clerk, ("can-cuoc.tif", scans.tiff(1)), NAME)
    expect(clerk.page.locator(".asked--answered")).to_contain_text("Đã bổ sung lúc")
    expect(clerk.page.locator(".ask")).to_contain_text(f"{MOTHER.name} mang giấy tờ tới quầy")
    clerk.seen()
    shot(clerk.page, "mang-toi-xong")
    phone.open_dossier(slip)
    expect(main).to_contain_text("Đã nhận đủ")
    phone.seen()
    picture(phone.page, "mang-toi-may-xong")


def the_month_counts_it(admin: Desk) -> None:
    page = admin.page
    page.get_by_role("navigation", name="Các phòng").get_by_role("link", name="Số liệu số hóa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Số hóa và dùng lại giấy tờ")
    row = page.get_by_role("row", name=people.COMMUNE)
    expect(row.get_by_role("cell").first).to_have_text("1")
    admin.seen()
    shot(page, "so-lieu")
    with page.expect_download() as got:
        page.get_by_role("button", name="Tải Excel").click()
    assert got.value.suggested_filename == f"so-hoa-{clock.today():%Y-%m}.xlsx"
    page.get_by_role("button", name="Tháng trước").click()
    expect(page.get_by_text("Tháng này chưa tiếp nhận hồ sơ nào")).to_be_visible()
    admin.seen()


def in_three(asks: Locator, kind: str) -> None:
    asks.get_by_role("button", name="Thêm một phần").click()
    for number, name in enumerate(("Một", "Hai", "Ba"), start=1):
        asks.get_by_label(f"Phần {number}: tên").fill(f"{kind} {name}")


def a_split_into_three_is_planned_and_taken_back(admin: Desk) -> None:
    page, asks = admin.page, admin.page.get_by_role("dialog")
    room(admin, "Đơn vị")
    page.get_by_role("button", name=f"Mở {people.COMMUNE}").click()
    page.get_by_role("button", name="Chia tách").click()
    in_three(asks, "Xã")
    asks.get_by_label(people.VILLAGE, exact=True).select_option(label="Phần 3: Xã Ba")
    admin.seen()
    shot(page, "chia-xa")
    # communes are the province's to found: she is told before anything is saved
    asks.get_by_label("Số văn bản").fill(PAPER)
    asks.get_by_role("button", name="Xem sẽ đổi những gì").click()
    expect(asks.get_by_role("alert")).to_contain_text("Không tìm thấy đơn vị này")
    asks.get_by_role("button", name="Thôi").click()
    page.get_by_role("button", name="Về danh sách đơn vị").click()
    page.get_by_role("button", name=f"Mở {people.VILLAGE}").click()
    page.get_by_role("button", name="Chia tách").click()
    in_three(asks, "Bản")
    asks.get_by_label("Từ ngày").fill((clock.today() + timedelta(days=20)).isoformat())
    asks.get_by_label("Số văn bản").fill(PAPER)
    asks.get_by_role("button", name="Xem sẽ đổi những gì").click()
    expect(asks).to_contain_text("Bản Một, Bản Hai, Bản Ba tiếp quản")
    asks.get_by_role("button", name="Lưu").click()
    expect(asks).to_have_count(0)
    page.get_by_role("button", name="Về danh sách đơn vị").click()
    page.get_by_role("button", name=f"Mở {people.VILLAGE}").click()
    page.get_by_role("button", name="Rút lại: Chia tách, một phần thành Bản Ba").click()
    asks.get_by_role("button", name="Rút lại").click()
    expect(asks.get_by_role("alert")).to_be_visible()
    asks.get_by_label("Vì sao rút lại").fill(WHY)
    admin.seen()
    shot(page, "rut-lai")
    asks.get_by_role("button", name="Rút lại").click()
    expect(page.locator(".admin__history").first).to_contain_text(WHY)
    expect(page.get_by_role("button", name="Rút lại")).to_have_count(0)
    expect(page.get_by_role("button", name="Chia tách")).to_be_visible()
    admin.seen()
    shot(page, "rut-lai-xong")


def test_brought_counted_and_a_plan_taken_back(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    def sit(worker: people.Worker) -> Desk:
        return sit_down(server, worker, look=True)

    phone = pick_up(server, look=True)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(MOTHER, "Lường Gia Bảo"), PAPERS)
    receive(sit, slip.code)
    what_was_asked_for_is_brought(phone, slip, sit)
    admin = sit(people.ADMIN)
    the_month_counts_it(admin)
    a_split_into_three_is_planned_and_taken_back(admin)
