"""C8, A3, a day without appointment: another office is asked; one person does two steps by decision; done at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import yaml
from playwright.sync_api import expect

from app import config, create_app
from app.core import clock
from app.core.access import Role
from app.db import db, transaction
from app.identity import passwords, staff
from app.identity import queries as identity
from app.units import operations as units
from app.units import queries as unit_queries
from tests.e2e import people, sheets
from tests.e2e.desk import OPINION, Desk, receive
from tests.e2e.people import Worker
from tests.e2e.phone import Phone
from tests.e2e.server import ROOT, Server
from tests.e2e.test_supplement import picture

MOTHER = people.resident("Quàng Thị Bích", 78)
PAPERS = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH")]}
LAST_HOUR, FRIDAY = 15, 5
OTHER = Worker("ben.kia", "Tòng Văn Kia", Role.APPRAISER)
NEIGHBOUR = "Xã Bên Kia Suối"
QUESTION = "Bà Bích có đăng ký kết hôn tại xã trước năm 2025 không?"


def neighbour(env: Mapping[str, str]) -> None:
    """Another commune with somebody who answers."""
    app = create_app(config.load(env))
    with app.app_context():
        with transaction(writes=True):
            first = unit_queries.by_slug(people.COMMUNE_SLUG)
            other = units.add(kind="commune", name=NEIGHBOUR, parent=unit_queries.get(first.parent_id or first.id))
            person = staff.add_person(
                name=OTHER.name, username=OTHER.username, password_hash=passwords.hashed(people.PASSWORD, cost=1)
            )
            staff.grant(person.id, other.id, OTHER.role)
        db.engine.dispose()


def also(env: Mapping[str, str], worker: Worker, role: Role) -> None:
    """Somebody of the commune has a second role."""
    app = create_app(config.load(env))
    with app.app_context():
        with transaction(writes=True):
            account = identity.account_named(worker.username)
            assert account is not None
            staff.grant(account.person_id, unit_queries.by_slug(people.COMMUNE_SLUG).id, role)
        db.engine.dispose()


def taken_up(sit: Callable[[Worker], Desk], code: str) -> Desk:
    receive(sit, code)
    appraiser = sit(people.APPRAISER)
    appraiser.find(code)
    appraiser.move("Nhận thẩm định")
    appraiser.state("Đang thẩm định")
    return appraiser


def propose(appraiser: Desk) -> None:
    appraiser.bring_result(sheets.pdf("KẾT QUẢ"))
    appraiser.move("Trình duyệt", Kết_quả="Giải quyết", Ý_kiến_thẩm_định=OPINION)
    appraiser.state("Chờ phê duyệt")


def test_c8_another_office_is_asked_sees_what_is_shared_and_answers(
    server_env: dict[str, str], server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    def sit(worker: Worker) -> Desk:
        return sit_down(server, worker, look=True)

    phone = pick_up(server)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(MOTHER, "Quàng Bảo Anh"), PAPERS)
    neighbour(server_env)
    appraiser = taken_up(sit, slip.code)
    appraiser.page.locator(".ask").get_by_role("button", name="Hỏi ý kiến đơn vị khác").click()
    question = appraiser.page.get_by_role("dialog")
    question.get_by_label("Hỏi đơn vị nào").select_option(label=NEIGHBOUR)
    question.get_by_label("Câu hỏi", exact=True).fill(QUESTION)
    question.get_by_label("Cần trả lời trước hết ngày").fill(f"{clock.today() + timedelta(days=3):%Y-%m-%d}")
    question.get_by_role("checkbox", name="Giấy chứng sinh").check()
    appraiser.seen()
    picture(appraiser.page, "ban-hoi-y-kien")
    question.get_by_role("button", name="Gửi câu hỏi").click()
    expect(question).to_have_count(0)
    expect(appraiser.page.locator(".ask")).to_contain_text("Đang chờ trả lời")

    other = sit(OTHER)
    other.page.get_by_role("link", name="Hỏi ý kiến").click()
    other.page.get_by_role("link", name=people.COMMUNE).click()
    asked = other.page.get_by_role("main")
    expect(asked).to_contain_text(QUESTION)
    expect(asked.locator(".view__bar")).to_contain_text("Giấy chứng sinh")
    expect(other.page.locator("body")).not_to_contain_text(MOTHER.name)
    other.seen()
    asked.get_by_label("Kết luận").select_option(label="Không đồng ý")
    asked.get_by_label("Trả lời của đơn vị").last.fill("Sổ hộ tịch không có tên bà Bích.")
    picture(other.page, "ban-tra-loi-y-kien")
    asked.get_by_role("button", name="Gửi trả lời").click()
    expect(asked).to_contain_text("Câu hỏi đã đóng")
    other.seen()
    appraiser.page.reload()
    expect(appraiser.page.locator(".ask")).to_contain_text("Sổ hộ tịch không có tên bà Bích.")
    picture(appraiser.page, "ban-da-tra-loi")


def test_a3_one_person_does_two_steps_only_by_a_decision_on_record(
    server_env: dict[str, str], server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    also(server_env, people.APPRAISER, Role.APPROVER)

    def sit(worker: Worker) -> Desk:
        return sit_down(server, worker, look=True)

    phone = pick_up(server)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(MOTHER, "Quàng Bảo Nam"), PAPERS)
    appraiser = taken_up(sit, slip.code)
    propose(appraiser)
    acts = appraiser.page.locator(".acts")
    expect(acts.locator("[data-move=decide]")).to_have_attribute("aria-disabled", "true")
    expect(acts).to_contain_text("Người thẩm định không phê duyệt chính hồ sơ đó.")
    picture(appraiser.page, "ban-khong-tu-duyet")

    admin = sit(people.ADMIN)
    admin.page.get_by_role("link", name="Một người hai bước").click()
    expect(admin.page.get_by_role("main")).to_contain_text("Chưa có quyết định nào")
    admin.page.get_by_role("button", name="Ghi một quyết định").click()
    form = admin.page.get_by_role("dialog")
    form.get_by_role("button", name="Ghi vào sổ").click()
    expect(form.get_by_role("alert").first).to_be_visible()
    today = f"{clock.today():%Y-%m-%d}"
    form.get_by_label("Số quyết định").fill("12/QĐ-UBND")
    form.get_by_label("Ngày ký").fill(today)
    form.get_by_label("Người ký, chức vụ").fill("Lường Xuân Trường, Chủ tịch UBND xã")
    form.get_by_label("Cho phép một người vừa").select_option(label="thẩm định vừa phê duyệt")
    form.get_by_label("Nội dung quyết định").fill("Điều 1. Cho phép một công chức thẩm định và phê duyệt.")
    form.get_by_label("Có hiệu lực từ ngày").fill(today)
    admin.seen()
    picture(admin.page, "ban-ghi-quyet-dinh")
    form.get_by_role("button", name="Ghi vào sổ").click()
    expect(admin.page.get_by_role("main")).to_contain_text("Đang có hiệu lực")
    admin.seen()
    picture(admin.page, "ban-quyet-dinh")

    appraiser.page.reload()
    appraiser.opened(slip.code)
    appraiser.move("Phê duyệt")
    appraiser.state("Chờ ký, đóng dấu")


def nothing_more_today(now: datetime) -> bool:
    """Whether it is past the hour, or a day on which the office is closed, by the calendar's file."""
    year = yaml.safe_load((ROOT / "catalogue" / "calendar" / f"{now.year}.yaml").read_text())
    named = {str(each["date"]) for each in year["days"]}
    return now.hour >= LAST_HOUR or now.isoweekday() > FRIDAY or now.date().isoformat() in named


def test_what_comes_in_time_is_settled_at_once_by_those_who_may(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    def sit(worker: Worker) -> Desk:
        return sit_down(server, worker, look=True)

    phone = pick_up(server)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(MOTHER, "Quàng Bảo Vy"), PAPERS)
    clerk = sit(people.CLERK)
    clerk.page.get_by_role("link", name="Làm ngay").click()
    clerk.seen()
    row = clerk.page.locator(f"tr[data-express='{slip.dossier_id}']")
    nothing = clerk.page.get_by_text("Không có hồ sơ nào xong được trong hôm nay")
    expect(row.or_(nothing)).to_be_visible()
    if nothing.is_visible():
        # what comes after the cut-off, or on a rest day, is of the next worked day: then the list must say so
        assert nothing_more_today(clock.now().astimezone(clock.VN))
        return
    row.click()
    picture(clerk.page, "ban-lam-ngay")
    clerk.page.get_by_role("button", name="Làm liền các bước của tôi").click()
    expect(clerk.page.get_by_role("main")).to_contain_text("đứng đầu danh sách của họ")
    clerk.seen()
    picture(clerk.page, "ban-lam-ngay-xong")
    appraiser = sit(people.APPRAISER)
    expect(appraiser.page.locator("tr[data-dossier]").first).to_contain_text("Làm ngay")
    appraiser.page.get_by_role("link", name="Làm ngay").click()
    appraiser.page.locator(f"tr[data-express='{slip.dossier_id}']").click()
    appraiser.page.get_by_role("button", name="Làm liền các bước của tôi").click()
    expect(appraiser.page.get_by_role("main")).to_contain_text("Trình duyệt: chưa làm được")
    appraiser.bring_result(sheets.pdf("KẾT QUẢ"))
    appraiser.page.get_by_role("button", name="Làm tiếp").click()
    question = appraiser.page.get_by_role("dialog")
    question.get_by_label("Kết quả").select_option(label="Giải quyết")
    question.get_by_label("Ý kiến thẩm định").fill(OPINION)
    appraiser.seen()
    question.get_by_role("button", name="Xong, thực hiện").click()
    expect(appraiser.page.get_by_role("main")).to_contain_text("Xong phần của bạn")
    picture(appraiser.page, "ban-lam-ngay-trinh")
