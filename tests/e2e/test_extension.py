"""C7: a dossier will be late. The approver names another day before that; the phone says it with an apology."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import expect

from app.core import clock
from tests.e2e import people, sheets
from tests.e2e.desk import Desk, receive
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.test_supplement import picture

MOTHER = people.resident("Lò Thị Pâng", 73)
PAPERS = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH")]}
LOOKS_BECAUSE = "Xem lại thời hạn vì phải xác minh"
WHY = "Phải xác minh thêm nơi cư trú của mẹ"


def says_why_she_looks(approver: Desk, code: str) -> None:
    """It is the appraiser's dossier: she is asked why before anything is shown, and her own words open it."""
    page = approver.page
    page.remove_locator_handler(approver.why)
    page.get_by_role("searchbox").fill(code)
    expect(page.locator("tr[data-dossier]")).to_have_count(1)
    page.locator("tr[data-dossier]").click()
    expect(approver.why).to_contain_text("người dân đọc được")
    expect(page.locator(".work__head")).to_have_count(0)
    approver.seen()
    picture(page, "ban-hoi-vi-sao")
    approver.why.get_by_label("Lý do khác").fill(LOOKS_BECAUSE)
    approver.why.get_by_role("button", name="Ghi lý do và mở").click()
    approver.opened(code)


def reads_who_looked_also_without_a_network(phone: Phone) -> None:
    """The owner finds the approver's look with its reason, and finds it again offline."""
    main = phone.page.get_by_role("main")
    phone.tap("Xem ai đã mở")
    expect(main).to_contain_text(f"{people.APPROVER.name}, lãnh đạo")
    expect(main).to_contain_text("để giải quyết hồ sơ")
    expect(main).to_contain_text(LOOKS_BECAUSE)
    phone.seen()
    picture(phone.page, "ai-da-xem")
    phone.lose_network()
    phone.page.reload()
    expect(main).to_contain_text(LOOKS_BECAUSE)
    phone.tap("Xem lại")
    expect(main).to_contain_text("Chưa hỏi được máy chủ")


def test_c7_the_approver_gives_another_day_and_the_phone_says_why(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(MOTHER, "Lò Bảo An"), PAPERS)
    receive(lambda worker: sit_down(counter, worker), slip.code)

    approver = sit_down(counter, people.APPROVER, look=True)
    says_why_she_looks(approver, slip.code)
    approver.press("Xin lỗi, hẹn lại ngày trả")
    question = approver.page.get_by_role("dialog")
    send = question.get_by_role("button", name="Xong, thực hiện")
    question.get_by_label("Lý do").fill(WHY)
    question.get_by_label("Ngày trả mới").fill(f"{clock.today() - timedelta(days=1):%Y-%m-%d}")
    send.click()
    expect(question).to_contain_text("Ngày trả mới phải sau hạn cũ")
    approver.seen()
    picture(approver.page, "ban-hen-lai")
    wanted = clock.today() + timedelta(days=14)
    question.get_by_label("Ngày trả mới").fill(f"{wanted:%Y-%m-%d}")
    with approver.page.expect_response(re.compile("/moves$")) as answer:
        send.click()
    due = datetime.fromisoformat(answer.value.json()["dossier"]["due"]["due_at"]).astimezone(clock.VN)
    assert wanted <= due.date() < wanted + timedelta(days=14), "that day, or the first worked one after it"
    expect(question).to_have_count(0)
    picture(approver.page, "ban-da-hen-lai")
    approver.document("Phiếu xin lỗi và hẹn lại ngày trả kết quả")

    phone.open_dossier(slip)
    main = phone.page.get_by_role("main")
    expect(main).to_contain_text(f"{due:%d/%m/%Y}")
    expect(main).to_contain_text("Xin lỗi, hẹn lại ngày trả")
    phone.seen()
    picture(phone.page, "ho-so-hen-lai")

    reads_who_looked_also_without_a_network(phone)
