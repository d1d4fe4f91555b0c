"""C7: the office's books. What they say is what happened, on the screen, on paper and in a file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.e2e import desk, people, sheets
from tests.e2e.desk import Desk, receive
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.test_supplement import picture

MOTHER = people.resident("Lường Thị Khuyên", 181)
SECOND = people.resident("Tòng Thị Mai", 182)
PAPERS = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH")]}
RESULT = sheets.pdf("GIẤY KHAI SINH")


def taken(page: Page, button: str, folder: Path) -> Path:
    """Press what gives a file, and keep it."""
    with page.expect_download() as coming:
        page.get_by_role("button", name=button, exact=True).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def printed(clerk: Desk, folder: Path) -> None:
    """The register printed under its number, read, and there to be printed again."""
    page = clerk.page
    page.get_by_role("button", name="In sổ").click()
    opened = page.get_by_role("dialog")
    expect(opened).to_contain_text("Sổ theo dõi hồ sơ 01/STD")
    expect(opened.locator("iframe.view__pdf")).to_be_visible()
    paper = taken(page, "Tải về", folder)
    said = subprocess.run(["pdftotext", "-raw", str(paper), "-"], check=True, capture_output=True, text=True).stdout
    assert " ".join(said.split()).count(MOTHER.name) == 1
    assert "SỔ THEO DÕI HỒ SƠ" in said
    picture(page, "ban-so-in")
    opened.get_by_role("button", name="Đóng").first.click()
    expect(page.get_by_role("button", name="Mở lại: 01/STD")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    clerk.seen()
    picture(page, "ban-so-sach-360")


def as_a_list(clerk: Desk, folder: Path) -> None:
    """The inbox's list as a file."""
    page = clerk.page
    page.goto(f"{clerk.url}/ban?v=all")
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(page.locator("tr[data-dossier]")).to_have_count(2)
    listed = taken(page, "Tải danh sách này: CSV", folder)
    assert len(listed.read_text("utf-8-sig").splitlines()) == 3
    picture(page, "ban-danh-sach")


def test_a_clerk_opens_the_register_filters_it_and_takes_it_as_a_spreadsheet(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    phone = pick_up(server)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(MOTHER, "Lường Bảo Ngọc"), PAPERS)
    receive(lambda worker: sit_down(server, worker), slip.code)
    other = phone.file(people.BIRTH, people.birth(SECOND, "Tòng Gia Hân"), PAPERS)
    receive(lambda worker: sit_down(server, worker), other.code)

    clerk = sit_down(server, people.CLERK, look=True)
    page = clerk.page
    page.get_by_role("link", name="Sổ sách").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sổ sách")
    rows = page.locator("tr[data-dossier]")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(MOTHER.name)
    clerk.seen()
    picture(page, "ban-so-sach")
    page.get_by_label("Trạng thái").select_option(label="Đã trả kết quả")
    expect(page.get_by_text("Không có hồ sơ nào")).to_be_visible()
    page.get_by_label("Trạng thái").select_option(label="Đang giải quyết")
    expect(rows).to_have_count(2)
    page.get_by_label("Thủ tục").select_option(label="Đăng ký khai sinh")

    path = taken(page, "Tải XLSX", tmp_path)
    assert re.fullmatch(r"so-theo-doi-\d{4}-\d\d-\d\d-den-\d{4}-\d\d-\d\d\.xlsx", path.name)
    table = [[cell.value for cell in row] for row in load_workbook(BytesIO(path.read_bytes()))["Danh sách"].iter_rows()]
    at = table[0].index("Tên cá nhân, tổ chức")
    assert [row[at] for row in table[1:]] == [MOTHER.name, SECOND.name]
    expect(page.get_by_role("heading", name="Tệp đã xuất")).to_be_visible()
    text = taken(page, "Tải CSV", tmp_path).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert MOTHER.name in text.decode("utf-8-sig")

    printed(clerk, tmp_path)
    as_a_list(clerk, tmp_path)


def test_the_control_slip_of_a_dossier_that_went_through_all_five_steps(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    def seat(worker: people.Worker) -> Desk:
        return sit_down(counter, worker)

    phone = pick_up(counter)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(MOTHER, "Lường Bảo Ngọc"), PAPERS)
    receive(seat, slip.code)
    desk.carry_to_seal(seat, slip.code, RESULT)
    desk.seal(seat, slip.code)
    desk.hand_over(seat, slip.code, ["Giấy chứng sinh", "Số định danh cá nhân hoặc hộ chiếu"])

    clerk = sit_down(counter, people.CLERK, look=True)
    clerk.find(slip.code)
    page = clerk.page
    page.get_by_role("button", name="Phiếu kiểm soát quá trình").click()
    rows = page.get_by_role("dialog").locator("tbody tr")
    expect(rows).to_have_count(5)
    for row, who in enumerate([people.CLERK, people.APPRAISER, people.APPROVER, people.SEAL_CLERK, people.CLERK]):
        expect(rows.nth(row)).to_contain_text(who.name)
    clerk.seen()
    picture(page, "ban-phieu-kiem-soat")
    page.get_by_role("button", name="In phiếu").click()
    expect(page.get_by_role("dialog")).to_contain_text("Phiếu kiểm soát quá trình giải quyết hồ sơ")
    path = taken(page, "Tải về", tmp_path)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", str(path), str(tmp_path / "page")], check=True)
    code = subprocess.run(
        ["zbarimg", "-q", "--raw", str(tmp_path / "page.png")], check=True, capture_output=True, text=True
    )
    assert code.stdout.strip().endswith(f"/t/{slip.code}")


def test_a_letter_printed_in_error_is_void_at_the_desk_and_on_the_phone(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(SECOND, "Tòng Gia Hân"), PAPERS)
    receive(lambda worker: sit_down(counter, worker), slip.code)
    clerk = sit_down(counter, people.CLERK, look=True)
    clerk.find(slip.code)
    page = clerk.page
    page.get_by_role("button", name=re.compile("^Hủy: Giấy tiếp nhận")).click()
    question = page.get_by_role("dialog")
    clerk.seen()
    picture(page, "ban-huy-giay")
    question.get_by_role("button", name="Hủy giấy").click()
    expect(question).to_contain_text("Ghi lý do")
    question.get_by_label("Lý do hủy").fill("In nhầm địa chỉ")
    question.get_by_role("button", name="Hủy giấy").click()
    expect(question).to_have_count(0)
    mark = page.locator(".book__void")
    expect(mark).to_contain_text("Đã hủy")
    expect(mark).to_contain_text("In nhầm địa chỉ")
    expect(page.locator(".hist")).to_contain_text(["Hủy giấy đã in"])
    clerk.seen()
    picture(page, "ban-da-huy")
    phone.open_dossier(slip)
    expect(phone.page.get_by_role("main")).to_contain_text("Giấy này đã hủy. Xem giấy số")
    phone.seen()


def test_an_administrator_changes_the_title_of_a_form_from_today_on(
    server: Server, sit_down: Callable[..., Desk]
) -> None:
    admin = sit_down(server, people.ADMIN, look=True)
    page = admin.page
    page.get_by_role("link", name="Mẫu giấy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mẫu giấy")
    expect(page.get_by_text("Mẫu CT04")).to_be_visible()
    admin.seen()
    picture(page, "ban-mau-giay")
    page.get_by_role("button", name="Đổi Mẫu số 01").click()
    question = page.get_by_role("dialog")
    question.get_by_label("Mẫu số", exact=True).fill("{mark}")
    question.get_by_label("Căn cứ").fill("QĐ 12/QĐ-UBND")
    question.get_by_role("button", name="Lưu thay đổi").click()
    expect(question).to_contain_text("số thứ tự trong năm: chữ n")
    question.get_by_label("Mẫu số", exact=True).fill("{n:03}/{year}/{mark}")
    picture(page, "ban-doi-mau")
    question.get_by_role("button", name="Lưu thay đổi").click()
    expect(question).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Số đầu năm: 001/\d{4}/TNHS"))
    expect(page.get_by_text("Đơn vị tự đặt")).to_be_visible()
    admin.seen()
