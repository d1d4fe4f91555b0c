"""C2: the office refuses to receive, with its reason. A2: the approver sends back; the appraiser reads why."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import people, sheets
from tests.e2e.desk import OPINION, Desk, receive
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.test_reception import words_of
from tests.e2e.test_supplement import picture

MOTHER = people.resident("Lò Thị Xuyến", 350)
OTHER = people.resident("Cầm Thị Ngoan", 351)
NOT_OURS = "Bà thường trú ở xã khác, nơi đó cấp giấy này."
LOOK_AGAIN = "Ngày sinh trong dự thảo khác giấy chứng sinh."


def refused(clerk: Desk, code: str) -> bytes:
    """Only with a reason; form 03 in return."""
    clerk.find(code)
    clerk.press("Từ chối tiếp nhận")
    question = clerk.page.get_by_role("dialog")
    question.get_by_role("button", name="Xong, thực hiện").click()
    expect(question).to_be_visible()
    clerk.seen()
    picture(clerk.page, "ban-tu-choi")
    question.get_by_label("Lý do").fill(NOT_OURS)
    question.get_by_role("button", name="Xong, thực hiện").click()
    clerk.state("Từ chối nhận")
    return clerk.document("Phiếu từ chối")


def counted(clerk: Desk) -> None:
    """It stands among what is over, and what is over is counted."""
    page = clerk.page
    page.goto(f"{clerk.url}/ban?v=done")
    expect(page.locator("tr[data-dossier]").filter(has_text=OTHER.name)).to_contain_text("Từ chối nhận")
    clerk.seen()


def test_c2_a_refusal_has_its_reason_its_paper_and_its_place_among_what_is_over(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    slip = phone.file(people.MARITAL_STATUS, people.single(OTHER))
    clerk = sit_down(counter, people.CLERK, look=True)
    said = words_of(refused(clerk, slip.code))
    assert NOT_OURS in said
    assert OTHER.name in said
    counted(clerk)

    phone.open_dossier(slip)
    main = phone.page.get_by_role("main")
    expect(main).to_contain_text(NOT_OURS)
    phone.seen()
    picture(phone.page, "ho-so-tu-choi")


def test_a2_what_is_sent_back_keeps_its_due_moment_and_says_why(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    def seat(worker: people.Worker) -> Desk:
        return sit_down(counter, worker, look=True)

    phone = pick_up(counter)
    phone.install()
    papers = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH")]}
    slip = phone.file(people.BIRTH, people.birth(MOTHER, "Lò Gia Bảo"), papers)
    receive(seat, slip.code)
    phone.open_dossier(slip)
    due = phone.page.locator(".due__date").inner_text()
    appraiser = seat(people.APPRAISER)
    appraiser.find(slip.code)
    appraiser.move("Nhận thẩm định")
    appraiser.state("Đang thẩm định")
    appraiser.bring_result(sheets.pdf("KẾT QUẢ"))
    appraiser.move("Trình duyệt", Kết_quả="Giải quyết", Ý_kiến_thẩm_định=OPINION)
    appraiser.state("Chờ phê duyệt")

    approver = seat(people.APPROVER)
    approver.find(slip.code)
    approver.move("Trả lại thẩm định", Lý_do=LOOK_AGAIN)
    approver.state("Đang thẩm định")
    appraiser.page.goto(f"{counter.url}/ban")
    appraiser.find(slip.code)
    expect(appraiser.page.locator(".hist__why").filter(has_text=LOOK_AGAIN).first).to_be_visible()
    appraiser.seen()
    picture(appraiser.page, "ban-tra-lai-tham-dinh")
    phone.open_dossier(slip)
    expect(phone.page.locator(".due__date")).to_have_text(due)
