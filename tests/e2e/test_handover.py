"""Results handed over at the counter: found, ticked, checked, signed for, given in one act, over a cut network too."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app import config, create_app
from app.core import clock, ids
from app.core.access import SYSTEM
from app.db import db, transaction
from app.dossiers import facts, log
from app.dossiers.models import Dossier, DossierPaper
from app.units import queries as units
from tests.dossiers.office import COPIES, Office, make_dossier
from tests.e2e import database, people
from tests.e2e.axe import assert_accessible
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.test_counter_mode import sign
from tests.e2e.test_supplement import picture

OWNER = people.resident("Giàng Thị Dợ", 300)
SON = people.resident("Giàng A Lử", 301)


def lay_ready(server: Server) -> None:
    """What she sent by phone is done, and a second result of hers, of which one original is still to be compared."""
    app = create_app(config.load(server.env))
    with app.app_context():
        with transaction(writes=True):
            unit = units.by_slug(people.COMMUNE_SLUG)
            office = cast("Office", SimpleNamespace(unit=unit, people={}))
            owner: dict[str, Any] = {"name": OWNER.name, "id_number": OWNER.id_number}
            make_dossier(office, code=COPIES, owner=owner, principal="device:nobody")
            hers = select(Dossier).where(Dossier.owner_id_number == OWNER.id_number)
            for each in db.session.scalars(hers).all():
                each.received_at = each.due_at = clock.now()
                log.append(each, move="sign", to_state="ready", actor=SYSTEM, op_id=ids.uuid7())
                if each.procedure_code != COPIES:
                    compare_all(each)
        db.engine.dispose()


def compare_all(dossier: Dossier) -> None:
    """Every original was looked at."""
    for owed in facts.originals(dossier, facts.procedure(dossier)):
        row = DossierPaper(dossier_id=dossier.id, paper=owed.key, compared_at=clock.now(), compared_by="Ánh")
        db.session.add(row)


def find(clerk: Desk) -> Page:
    """From the room's list to the person who has come, by the number of her identity paper."""
    page = clerk.page
    page.get_by_role("link", name="Trao kết quả").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trao kết quả")
    expect(page.locator(".handover__count")).to_contain_text("kết quả đang chờ trao")
    clerk.seen()
    picture(page, "trao-ket-qua-danh-sach")
    page.get_by_role("textbox", name="Tìm người nhận").fill(OWNER.id_number)
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name=f"Hồ sơ của {OWNER.name}")).to_be_visible()
    return page


def sign_opposite(page: Page, context: BrowserContext) -> None:
    """He would rather sign on a screen of his own, where he reads what he takes."""
    page.get_by_role("radio", name="Ký ở màn hình người dân").check()
    address = page.locator(".handover__beside a.btn").get_attribute("href")
    assert address
    beside = context.pages[0]
    beside.goto(address)
    expect(beside.get_by_role("heading", level=1)).to_have_text("Bạn nhận kết quả")
    expect(beside.locator(".beside__lines")).to_contain_text(SON.name)
    sign(beside)
    assert_accessible(beside)
    picture(beside, "trao-ket-qua-ben-nguoi-dan")
    beside.get_by_role("button", name="Tôi đã xem và đồng ý").click()
    expect(page.get_by_text("Người nhận đã ký ở màn hình bên kia")).to_be_visible()
    picture(page, "trao-ket-qua-ben-kia-da-ky")


def tick_both(clerk: Desk) -> None:
    """The original that is still owed is compared, both results are ticked, and what is missing is said."""
    page = clerk.page
    rows = page.locator(".handover__rows li")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="bản chính phải đối chiếu")).to_have_count(1)
    page.get_by_role("button", name="Đã đối chiếu").first.click()
    expect(rows.locator("input:not(:disabled)")).to_have_count(2)
    page.get_by_role("checkbox", name="Chọn tất cả").check()
    page.get_by_role("radio", name="Gửi bưu điện").check()
    expect(page.get_by_label("Số bưu gửi")).to_be_visible()
    picture(page, "trao-ket-qua-buu-dien")
    page.get_by_role("radio", name="Tại quầy").check()
    page.get_by_role("button", name="Trao 2 kết quả").click()
    expect(page.get_by_text("Xem giấy tờ rồi đánh dấu ở đây.")).to_be_in_viewport()
    picture(page, "trao-ket-qua-con-thieu")


def write_down(clerk: Desk) -> None:
    """Who takes them, that the paper was looked at, and a signature at the desk."""
    page = clerk.page
    page.get_by_role("radio", name="Người thân nhận thay").check()
    page.get_by_label("Họ tên người nhận").fill(SON.name)
    page.get_by_label("Là gì của chủ hồ sơ").fill("con ruột")
    page.get_by_label("Số căn cước hoặc giấy tờ người nhận đang cầm").fill(SON.id_number)
    page.get_by_role("checkbox", name="Tôi đã xem giấy tờ").check()
    sign(page)
    clerk.seen()
    picture(page, "trao-ket-qua-da-ky")


def lose_the_line(clerk: Desk) -> None:
    """The line is cut as it is pressed: it says so, and what was typed stays, also over a reload."""
    page = clerk.page
    clerk.context.set_offline(offline=True)
    page.get_by_role("button", name="Trao 2 kết quả").click()
    expect(page.get_by_text("Máy quầy mất mạng").first).to_be_visible()
    clerk.context.set_offline(offline=False)
    page.reload()
    expect(page.get_by_label("Họ tên người nhận")).to_have_value(SON.name)
    expect(page.get_by_role("img", name="Đã có chữ ký")).to_be_visible()


def read_the_record(clerk: Desk) -> None:
    """The dossier at the desk says who has it, and shows the signature."""
    page = clerk.page
    page.locator(".handover__done").get_by_role("link").first.click()
    expect(page.get_by_role("region", name="Trao kết quả")).to_contain_text(SON.name)
    page.get_by_role("button", name="Xem chữ ký").click()
    expect(page.get_by_role("img", name="Chữ ký người nhận")).to_be_visible()
    clerk.seen()
    picture(page, "trao-ket-qua-ho-so")


def test_a_son_fetches_two_results_signs_on_glass_and_she_reads_it_on_her_phone(
    server: Server,
    pick_up: Callable[..., Phone],
    open_phone: Callable[..., BrowserContext],
    sit_down: Callable[..., Desk],
) -> None:
    phone = pick_up(server, look=True)
    phone.install()
    slip = phone.file(people.MARITAL_STATUS, people.single(OWNER))
    lay_ready(server)
    clerk = sit_down(server, people.CLERK, look=True)
    page = find(clerk)
    tick_both(clerk)
    write_down(clerk)
    lose_the_line(clerk)
    sign_opposite(page, open_phone("tablet"))
    page.get_by_role("button", name="Trao 2 kết quả").click()
    expect(page.get_by_role("heading", name="Đã trao 2 kết quả")).to_be_focused()
    clerk.seen()
    picture(page, "trao-ket-qua-xong")
    assert database.rows(server, "SELECT receiver, capacity, signed FROM handover") == [(SON.name, "relative", "glass")]
    read_the_record(clerk)
    phone.open_dossier(slip)
    phone.stands("Đã trả kết quả")
    told = phone.page.locator("section", has_text="Kết quả đã trao cho ai")
    expect(told).to_contain_text(SON.name)
    expect(told).to_contain_text("người thân nhận thay, con ruột")
    picture(phone.page, "trao-ket-qua-dien-thoai")
