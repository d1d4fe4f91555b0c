"""A draft is shown to who filed online: she says without a network what is wrong, and agrees with the mended one."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import people, sheets
from tests.e2e.desk import OPINION, Desk, receive
from tests.e2e.phone import Phone, Slip
from tests.e2e.server import Server
from tests.e2e.test_supplement import picture

MOTHER = people.resident("Hà Thị Mới", 77)
PAPERS = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH")]}
WRONG = "Tên đệm của bé là Thị, bản nháp ghi thiếu"


def shows_draft(sit: Callable[[people.Worker], Desk], code: str, *, again: bool = False) -> Desk:
    """The appraiser proposes and the approver lets the owner look."""
    appraiser = sit(people.APPRAISER)
    appraiser.find(code)
    if not again:
        appraiser.move("Nhận thẩm định")
        appraiser.state("Đang thẩm định")
    else:
        appraiser.page.locator("details.d-draft summary").click()
    appraiser.bring_result(sheets.pdf("GIẤY KHAI SINH, bản nháp" + (" đã sửa" if again else "")))
    appraiser.move("Trình duyệt", Kết_quả="Giải quyết", Ý_kiến_thẩm_định=OPINION)
    appraiser.state("Chờ phê duyệt")
    approver = sit(people.APPROVER)
    approver.find(code)
    approver.move("Phê duyệt, gửi bản nháp")
    approver.state("Chờ xác nhận")
    return approver


def says_what_is_wrong(phone: Phone, slip: Slip) -> None:
    """She looks at the draft, and says without a network what is wrong; a reload loses nothing."""
    phone.open_dossier(slip)
    main = phone.page.get_by_role("main")
    expect(main).to_contain_text("Mời bạn xem bản nháp")
    expect(main).to_contain_text("coi là bạn đồng ý")
    phone.seen()
    picture(phone.page, "may-ban-nhap")
    phone.tap("Xem bản nháp")
    expect(phone.page.get_by_role("dialog").locator("iframe")).to_be_visible()
    phone.page.keyboard.press("Escape")
    phone.lose_network()
    phone.tap("Có chỗ sai")
    question = phone.page.get_by_role("dialog")
    question.get_by_role("button", name="Gửi chỗ sai").click()
    expect(question.get_by_role("alert")).to_contain_text("Viết rõ chỗ sai")
    question.get_by_role("textbox").fill(WRONG)
    # the page dies while she writes: what she wrote is kept as every draft is
    expect(question.get_by_role("status")).to_have_text("Đã lưu trên máy")
    phone.page.reload()
    expect(main).to_contain_text("Chỗ sai bạn viết dở đã lưu trên máy")
    phone.tap("Có chỗ sai")
    expect(question.get_by_role("textbox")).to_have_value(WRONG)
    phone.seen()
    picture(phone.page, "may-bao-sai")
    question.get_by_role("button", name="Gửi chỗ sai").click()
    expect(main).to_contain_text("Đã ghi câu trả lời của bạn")
    phone.page.reload()
    expect(main).to_contain_text("Đã ghi câu trả lời của bạn")


def test_the_draft_is_contested_without_a_network_and_agreed_with_once_it_is_mended(
    server_env: dict[str, str], server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    people.receive_online(server_env)

    def sit(worker: people.Worker) -> Desk:
        return sit_down(server, worker, look=True)

    phone = pick_up(server, look=True)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(MOTHER, "Hà Lan Anh"), PAPERS)
    receive(sit, slip.code)
    approver = shows_draft(sit, slip.code)
    steps = approver.page.locator("details.steps")
    steps.locator("summary").click()
    expect(steps.locator("li")).to_have_count(6)
    expect(steps.locator("li[aria-current=step]")).to_contain_text("Người nộp xem bản nháp")
    picture(approver.page, "ban-cac-buoc")
    approver.seen()

    says_what_is_wrong(phone, slip)
    phone.find_network()

    appraiser = sit(people.APPRAISER)
    appraiser.find(slip.code)
    appraiser.state("Đang thẩm định")
    expect(appraiser.page.locator(".ask")).to_contain_text(WRONG)
    shows_draft(sit, slip.code, again=True)
    phone.open_dossier(slip)
    phone.tap("Đúng, tôi đồng ý")
    main = phone.page.get_by_role("main")
    expect(main).to_contain_text("Chờ ký, đóng dấu")
    phone.seen()
