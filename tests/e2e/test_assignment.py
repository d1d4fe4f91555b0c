"""Who has it: a lead gives, a clerk gives back; an open page notices; an apology lies ready; who leaves hands over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from app import config, create_app
from app.core import clock
from app.db import db, transaction
from app.dossiers import watching
from app.dossiers.models import Dossier
from tests.e2e import people
from tests.e2e.desk import Desk, receive
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.test_supplement import picture

ONE = people.resident("Lường Thị Pản", 191)
OTHER = people.resident("Vì Văn Hặc", 192)
CLERKS = {worker.name: worker for worker in (people.CLERK, people.OTHER_CLERK)}
WHY = "Người nộp là em gái tôi"


def open_room(desk: Desk, name: str) -> Page:
    """Another room of the desk, by its name in the rail."""
    desk.page.locator(".rail").get_by_role("link", name=re.compile(f"^{name}")).click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text(name)
    return desk.page


def on_a_phone(desk: Desk, name: str) -> None:
    """The same room on a small screen: nothing is cut off, axe finds nothing."""
    whole = desk.page.viewport_size
    desk.page.set_viewport_size({"width": 360, "height": 740})
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360
    desk.seen()
    picture(desk.page, name)
    assert whole
    desk.page.set_viewport_size(whole)


def in_hand(desk: Desk, name: str) -> None:
    expect(desk.page.locator(".inhand > span b")).to_have_text(name)


def given_away(server: Server, lead: Desk, code: str) -> tuple[str, str]:
    """The lead gives a new dossier to the other of the two clerks; who had it and who has it now."""
    lead.find(code)
    before = lead.page.locator(".inhand > span b").inner_text()
    [name] = set(CLERKS) - {before}
    lead.page.get_by_role("button", name="Giao cho…").click()
    question = lead.page.get_by_role("dialog")
    question.get_by_role("radio", name=re.compile(name)).check()
    lead.seen()
    picture(lead.page, "ban-giao-cho")
    question.get_by_role("button", name="Giao hồ sơ").click()
    in_hand(lead, name)
    return before, name


def typed(desk: Desk, text: str) -> None:
    """She begins to refuse it, types why, and turns to something else."""
    desk.press("Từ chối tiếp nhận")
    desk.page.get_by_role("dialog").get_by_label("Lý do").fill(text)
    desk.page.keyboard.press("Escape")


def with_reason(desk: Desk, act: str, why: str) -> None:
    """Take or give back: without a reason nothing happens."""
    desk.page.get_by_role("button", name=act).click()
    question = desk.page.get_by_role("dialog")
    question.get_by_role("button", name=act).click()
    expect(question).to_contain_text("Ghi lý do")
    question.get_by_label("Lý do").fill(why)
    question.get_by_role("button", name=act).click()
    expect(question).to_have_count(0)


def test_a_lead_gives_a_clerk_gives_back_and_an_open_page_notices(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(server)
    phone.install()
    slip = phone.file(people.MARITAL_STATUS, people.single(ONE))
    server.flask("dossiers", "check")

    lead = sit_down(server, people.APPROVER, look=True)
    before, name = given_away(server, lead, slip.code)

    hers, his = sit_down(server, CLERKS[name], look=True), sit_down(server, CLERKS[before])
    room = open_room(hers, "Việc cần làm")
    expect(room.locator(".chores__news")).to_contain_text(f"{people.APPROVER.name} giao")
    hers.seen()
    picture(room, "ban-viec-vua-chuyen")
    open_room(hers, "Hộp việc")
    expect(room.locator("tr[data-dossier]")).to_contain_text("Bạn giữ")
    hers.find(slip.code)
    picture(room, "ban-phu-trach")
    on_a_phone(hers, "ban-phu-trach-360")
    typed(hers, "Chưa đủ điều kiện")

    his.find(slip.code)
    with_reason(his, "Nhận về", "Chị Hà nhờ làm thay")
    in_hand(his, before)
    room.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(room.locator(".newer")).to_contain_text(f"{before}: Đổi người phụ trách")
    hers.seen()
    picture(room, "ban-vua-thay-doi")
    room.get_by_role("button", name="Xem bản mới").click()
    expect(room.locator(".newer__told")).to_have_count(0)
    in_hand(hers, before)
    hers.press("Từ chối tiếp nhận")
    expect(room.get_by_role("dialog").get_by_label("Lý do")).to_have_value("Chưa đủ điều kiện")

    with_reason(his, "Trả lại", WHY)
    in_hand(his, name)
    expect(his.page.locator(".hist").last).to_contain_text(f"Giao cho {name}")
    expect(his.page.locator(".hist").last).to_contain_text(WHY)


def almost_due(server: Server, code: str) -> None:
    """The dossier has lain for ten days and is due in a minute, and the server looks whom it must tell."""
    app = create_app(config.load(dict(server.env)))
    with app.app_context():
        with transaction(writes=True):
            dossier = db.session.query(Dossier).filter_by(local_code=code).one()
            # long received: where the whole time is short, only half of it brings the first reminder
            dossier.received_at = clock.now() - timedelta(days=10)
            dossier.due_at = clock.now() + timedelta(minutes=1)
        with transaction(writes=True):
            watching.remind()
        db.engine.dispose()


def test_c7_an_apology_lies_ready_with_a_day_and_asks_for_the_reason(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(server)
    phone.install()
    slip = phone.file(people.MARITAL_STATUS, people.single(OTHER))
    receive(lambda worker: sit_down(server, worker), slip.code)
    almost_due(server, slip.code)

    approver = sit_down(server, people.APPROVER, look=True)
    expect(approver.page.locator(".rail__count").first).to_be_visible()
    room = open_room(approver, "Việc cần làm")
    task = room.locator(".chores__one").filter(has_text="Hẹn lại")
    expect(task).to_contain_text("đề nghị ngày")
    approver.seen()
    picture(room, "ban-viec-can-lam")
    on_a_phone(approver, "ban-viec-can-lam-360")
    proposed = re.search(r"đề nghị ngày (\d\d)/(\d\d)/(\d{4})", task.inner_text())
    assert proposed
    task.get_by_role("button", name="Soạn xin lỗi, hẹn lại").click()
    question = room.get_by_role("dialog")
    expect(question.get_by_label("Ngày trả mới")).to_have_value("-".join(reversed(proposed.groups())))
    approver.seen()
    picture(room, "ban-xin-loi-soan-san")
    question.get_by_role("button", name="Xong, thực hiện").click()
    expect(question).to_contain_text("Mục này cần có")
    question.get_by_label("Lý do").fill("Chờ xác minh nơi cư trú")
    question.get_by_role("button", name="Xong, thực hiện").click()
    expect(question).to_have_count(0)
    open_room(approver, "Việc cần làm")
    expect(room.locator(".chores__one").filter(has_text="Hẹn lại")).to_have_count(0)


def away_and_back(admin: Desk, row: Locator, gone: Locator) -> None:
    """Somebody with one dossier is away for three days, and comes back at once."""
    row.get_by_role("button", name="Báo vắng").click()
    away = admin.page.get_by_role("dialog")
    away.get_by_label("Đến hết ngày").fill(f"{clock.today() + timedelta(days=3):%Y-%m-%d}")
    admin.seen()
    away.get_by_role("button", name="Lưu").click()
    expect(gone).to_contain_text("đã giao tạm 1 hồ sơ")
    expect(gone).to_contain_text("0 hồ sơ")
    gone.get_by_role("button", name="Đã về").click()
    expect(gone).not_to_contain_text("đã giao tạm")
    expect(gone).to_contain_text("1 hồ sơ")


def test_d4_the_administrator_sees_what_lies_open_before_somebody_leaves(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(server)
    phone.install()
    phone.file(people.MARITAL_STATUS, people.single(ONE))
    server.flask("dossiers", "check")

    admin = sit_down(server, people.ADMIN, look=True)
    room = open_room(admin, "Phân công")
    row = room.locator(".duty__person").filter(has_text="1 hồ sơ")
    leaver = row.locator("b").inner_text()
    [heir] = set(CLERKS) - {leaver}
    form = room.locator(".duty__form")
    form.get_by_label("Ai làm").select_option(label=leaver)
    form.get_by_label("Bước").select_option(label="Tiếp nhận")
    form.get_by_role("button", name="Thêm quy tắc").click()
    expect(room.locator(".duty__rules")).to_contain_text(f"{leaver} Tiếp nhận")
    admin.seen()
    picture(room, "ban-phan-cong")
    on_a_phone(admin, "ban-phan-cong-360")

    gone = room.locator(".duty__person").filter(has_text=leaver)
    away_and_back(admin, row, gone)
    gone.get_by_role("button", name="Nghỉ hẳn").click()
    question = room.get_by_role("dialog")
    expect(question.locator(".duty__plan")).to_contain_text(heir)
    admin.seen()
    picture(room, "ban-nghi-han")
    question.get_by_label("Lý do").fill("Chuyển công tác")
    question.get_by_role("button", name="Bàn giao và đóng tài khoản").click()
    expect(question).to_have_count(0)
    expect(room.locator(".duty__person").filter(has_text=leaver)).to_have_count(0)
    expect(room.locator(".duty__person").filter(has_text=heir)).to_contain_text("1 hồ sơ")
