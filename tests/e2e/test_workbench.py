"""The workbench in the browser: keys, filters, moves of many over a cut network, notes; C6, a dossier sent twice."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e import people, sheets
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.test_supplement import picture

MOTHER = people.resident("Hoàng Thị Sênh", 195)
PAPERS = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH")]}
NOTE = "Mẹ cháu hẹn chiều thứ Sáu mang bản chính đến."
WHY = "Bà con gửi hai lần vì tưởng lần trước chưa đi"


def found(clerk: Desk, words: str, rows: int) -> Locator:
    """The rows that a search finds."""
    clerk.page.get_by_role("searchbox").fill(words)
    listed = clerk.page.locator("tr[data-dossier]")
    expect(listed).to_have_count(rows)
    return listed


def leave_the_box(page: Page) -> None:
    """Out of whatever is typed in, so that keys are keys."""
    page.evaluate("document.activeElement.blur()")


def by_keys(clerk: Desk) -> None:
    """The list of keys, and the keys themselves: they act in the list and never while somebody types."""
    page = clerk.page
    page.get_by_role("searchbox").press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("searchbox").fill(MOTHER.name)
    leave_the_box(page)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Phím tắt")
    expect(keys).to_contain_text("Đánh dấu mọi hồ sơ đang hiện")
    clerk.seen()
    picture(page, "ban-phim-tat")
    page.keyboard.press("Escape")
    expect(page.locator("tr[data-dossier]")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(page.locator("tr[data-dossier] a:focus")).to_have_count(1)
    page.keyboard.press("x")
    expect(page.locator(".keys--many")).to_contain_text("Đã đánh dấu 1 hồ sơ")
    page.keyboard.press("a")
    expect(page.locator(".keys--many")).to_contain_text("Đã đánh dấu 2 hồ sơ")
    picture(page, "ban-danh-dau")


def receive_both_over_a_cut_network(clerk: Desk) -> None:
    """The answer to the second is lost; going on with the rest does nothing twice."""
    page, asked = clerk.page, []

    def cut_the_second(route: Route) -> None:
        asked.append((route.request.post_data_json or {})["op_id"])
        if len(asked) == 2:
            route.fetch()
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/moves", cut_the_second)
    page.keyboard.press("m")
    question = page.get_by_role("dialog")
    question.get_by_role("radio", name=re.compile("^Tiếp nhận")).check()
    expect(question).to_contain_text("Sẽ làm (2)")
    clerk.seen()
    picture(page, "ban-nhieu-ho-so")
    question.get_by_role("button", name="Làm cho 2 hồ sơ").click()
    expect(question).to_contain_text("Đã làm xong 1/2 hồ sơ")
    expect(question).to_contain_text("Chưa rõ, cần làm lại")
    clerk.seen()
    picture(page, "ban-nhieu-ho-so-mat-mang")
    question.get_by_role("button", name="Làm tiếp các hồ sơ còn lại").click()
    expect(question).to_contain_text("Đã làm xong 2/2 hồ sơ")
    assert len(asked) == 3
    assert asked[1] == asked[2], "the same act is repeated, not another one made"
    picture(page, "ban-nhieu-ho-so-xong")
    page.unroute("**/moves")
    question.get_by_role("button", name="Đóng", exact=True).last.click()
    expect(page.locator(".keys--many")).to_have_count(0)


def keep_a_filter(clerk: Desk) -> None:
    """A filter under a name stands above the list with its count."""
    page = clerk.page
    page.keyboard.press("f")
    question = page.get_by_role("dialog", name="Bộ lọc")
    question.get_by_label("Cách nộp").select_option(label="Chuẩn bị trên máy")
    question.get_by_label("Tên bộ lọc").fill("Làm trên máy")
    question.get_by_role("button", name="Lưu bộ lọc").click()
    expect(question.locator(".myfilters")).to_contain_text("Làm trên máy")
    clerk.seen()
    picture(page, "ban-bo-loc")
    question.get_by_role("button", name="Lọc danh sách").click()
    expect(page.locator(".narrow")).to_contain_text("Làm trên máy")
    picture(page, "ban-da-loc")
    page.locator(".narrow").get_by_role("button", name="Bỏ lọc").click()


def note_and_label(clerk: Desk) -> None:
    """What is typed outlives a cut network and a reload; written down once, it stands there for colleagues."""
    page = clerk.page
    leave_the_box(page)
    page.keyboard.press("w")
    box = page.get_by_label("Ghi chú mới")
    expect(box).to_be_focused()
    page.keyboard.type(NOTE)
    clerk.context.set_offline(True)
    page.get_by_role("button", name="Ghi lại").click()
    expect(page.locator(".ask")).to_contain_text("Mất mạng nên chưa ghi được")
    picture(page, "ban-ghi-chu-mat-mang")
    clerk.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("Ghi chú mới")).to_have_value(NOTE)
    page.get_by_role("button", name="Ghi lại").click()
    expect(page.locator(".notes li")).to_have_count(1)
    expect(page.get_by_label("Ghi chú mới")).to_have_value("")
    page.get_by_role("checkbox", name="Gửi hai lần").check()
    expect(page.get_by_role("checkbox", name="Gửi hai lần")).to_be_checked()
    page.get_by_role("checkbox", name="Ai đã xem").check()
    expect(page.locator(".hist__look").first).to_contain_text("xem hồ sơ")
    clerk.seen()
    picture(page, "ban-ghi-chu-nhan")


def merge_the_two(clerk: Desk) -> None:
    """Side by side, then one of them, with a reason that came from a kept text."""
    page = clerk.page
    page.get_by_role("button", name="So sánh hai hồ sơ").click()
    question = page.get_by_role("dialog")
    expect(question.locator(".compare")).to_contain_text(MOTHER.name)
    box = question.get_by_label("Vì sao?")
    box.fill(WHY)
    box.press("F2")
    question.get_by_role("button", name="Lưu câu đang gõ làm mẫu của tôi").click()
    expect(question.locator(".snips__one")).to_contain_text(WHY[:30])
    clerk.seen()
    picture(page, "ban-so-sanh")
    box.fill("")
    question.locator(".snips__one").first.click()
    expect(box).to_have_value(WHY)
    question.get_by_role("button", name="Là một, gộp lại").click()
    expect(question).to_have_count(0)
    expect(page.locator(".hist")).to_contain_text(["Một hồ sơ khác được gộp vào"])
    clerk.seen()
    picture(page, "ban-da-gop")


def test_c6_a_dossier_sent_twice_becomes_one_and_the_phone_reads_where_it_goes_on(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    answers = people.birth(MOTHER, "Hoàng Gia An")
    slips = [phone.file(people.BIRTH, answers, PAPERS) for _ in range(2)]

    clerk = sit_down(counter, people.CLERK, look=True)
    found(clerk, MOTHER.name, 2)
    by_keys(clerk)
    receive_both_over_a_cut_network(clerk)
    clerk.find(slips[1].code)
    note_and_label(clerk)
    clerk.find(slips[1].code)
    expect(clerk.page.locator("tr.is .tag")).to_have_text("Gửi hai lần")
    merge_the_two(clerk)
    keep_a_filter(clerk)

    phone.open_dossier(slips[1])
    main = phone.page.get_by_role("main")
    expect(main).to_contain_text("Gộp vào hồ sơ khác")
    expect(main).to_contain_text(f"{WHY}. Giải quyết tiếp ở hồ sơ")
    picture(phone.page, "ho-so-da-gop")
