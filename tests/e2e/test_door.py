"""The office's door: a second step by an app, a fresh code before what binds, a screen that locks and goes on."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pyotp
from playwright.sync_api import Browser, Page, expect

from app import config, create_app
from app.core import clock
from app.db import db, transaction
from app.identity.models import Session
from tests.e2e import browser, people, sheets
from tests.e2e.axe import assert_accessible
from tests.e2e.desk import Desk, receive
from tests.e2e.people import PASSWORD
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.test_supplement import picture

MOTHER = people.resident("Lò Thị Pâng", 174)
PAPERS = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH")]}
WHY = "Phải xác minh thêm nơi cư trú của mẹ, công an xã hẹn trả lời tuần sau"


def age_proofs(env: Mapping[str, str]) -> None:
    """Every second proof was given an hour ago."""
    app = create_app(config.load(env))
    with app.app_context():
        with transaction(writes=True):
            db.session.query(Session).filter(Session.proven_at.is_not(None)).update(
                {"proven_at": clock.now() - timedelta(hours=1)}
            )
        db.engine.dispose()


def knock(page: Page, url: str, worker: people.Worker) -> None:
    """Name and password at the office's door."""
    page.goto(f"{url}/ban")
    page.get_by_label("Tên đăng nhập").fill(worker.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def code_of(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).generate_otp(int(time.time()) // 30 + steps)


def scanned(page: Page, path: Path) -> str:
    """What a phone's camera reads from the code on the screen."""
    page.locator(".qr").screenshot(path=path)
    done = subprocess.run(["zbarimg", "--quiet", "--raw", str(path)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def set_up(seat: Desk, path: Path) -> tuple[str, list[str]]:
    """Scan, confirm and put the paper codes away; returns the secret and those codes."""
    page = seat.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Cài xác thực hai bước")
    page.get_by_role("button", name="Bắt đầu cài").click()
    typed = page.locator(".enrol__key").inner_text().replace(" ", "")
    uri = scanned(page, path)
    assert f"secret={typed}" in uri
    assert uri.startswith("otpauth://totp/C%E1%BB%ADa%20L%C3%A0ng:quoc.viet?")
    seat.seen()
    picture(page, "hai-buoc-cai")
    page.get_by_label("Mã 6 số").fill(code_of(typed, -9))
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_role("alert")).to_contain_text(re.compile("chậm khoảng [45] phút"))
    page.get_by_label("Mã 6 số").fill(code_of(typed))
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.locator(".papers__codes li")).to_have_count(10)
    papers = page.locator(".papers__codes li").all_inner_texts()
    seat.seen()
    picture(page, "hai-buoc-ma-giay")
    page.get_by_role("button", name="Vào làm việc").click()
    expect(page.get_by_role("alert")).to_have_text("Đánh dấu là đã cất các mã.")
    page.get_by_label("Tôi đã cất các mã này").check()
    page.get_by_role("button", name="Vào làm việc").click()
    expect(page.locator(".office__me")).to_contain_text(people.APPROVER.name)
    return typed, papers


def extend(seat: Desk, code: str, typed: str, env: Mapping[str, str]) -> None:
    """Name another day: the old proof does not do, a new one does, and what was typed stays."""
    page = seat.page
    seat.find(code)
    age_proofs(env)
    seat.press("Xin lỗi, hẹn lại ngày trả")
    question = page.get_by_role("dialog", name="Xin lỗi, hẹn lại ngày trả")
    question.get_by_label("Lý do").fill(WHY)
    question.get_by_label("Ngày trả mới").fill(f"{clock.today() + timedelta(days=14):%Y-%m-%d}")
    question.get_by_role("button", name="Xong, thực hiện").click()
    proof = page.get_by_role("dialog", name="Xác nhận đúng là bạn")
    seat.seen()
    picture(page, "hai-buoc-xac-nhan")
    proof.get_by_label("Mã 6 số").fill("12345")
    proof.get_by_role("button", name="Xác nhận").click()
    expect(proof.get_by_role("alert")).to_be_visible()
    proof.get_by_role("button", name="Thôi").click()
    expect(question.get_by_label("Lý do")).to_have_value(WHY)
    expect(question.get_by_role("alert")).to_contain_text("cần xác nhận lại")
    question.get_by_role("button", name="Xong, thực hiện").click()
    proof.get_by_label("Mã 6 số").fill(code_of(typed, 1))
    proof.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".work")).to_contain_text(WHY)


def lock_and_come_back(seat: Desk, code: str, paper: str) -> None:
    """Lock the screen, and open it with the password and a code of the paper."""
    page = seat.page
    page.get_by_role("button", name="Khóa").click()
    expect(page.get_by_role("heading", level=1, name="Màn hình đã khóa")).to_be_visible()
    expect(page.locator(".work")).to_be_hidden()
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Mở khóa").click()
    page.get_by_role("button", name="Không có điện thoại? Dùng mã khôi phục").click()
    page.get_by_label("Mã khôi phục", exact=True).fill(paper)
    picture(page, "hai-buoc-ma-khoi-phuc")
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.locator(".work__head")).to_contain_text(code)
    page.get_by_role("link", name="Tài khoản").click()
    expect(page.locator(".own").first).to_contain_text("Còn 9 mã khôi phục chưa dùng")
    seat.seen()
    picture(page, "tai-khoan-ban")


def take_away(admin: Desk) -> None:
    """The administrator resets the lost app."""
    admin.page.get_by_role("link", name="Hai bước", exact=True).click()
    row = admin.page.locator(".item", has_text=people.APPROVER.name)
    expect(row).to_contain_text("Còn 9 mã khôi phục")
    row.get_by_role("button", name=f"Đặt lại: {people.APPROVER.name}").click()
    asked = admin.page.get_by_role("dialog")
    asked.get_by_label("Lý do").fill("Mất điện thoại, đã gặp mặt")
    picture(admin.page, "hai-buoc-dat-lai")
    asked.get_by_role("button", name="Đặt lại").click()
    expect(row).to_contain_text(f"{people.ADMIN.name} đặt lại lúc")
    admin.seen()
    picture(admin.page, "hai-buoc-can-bo")


def test_an_approver_sets_up_an_app_and_approves_only_with_a_fresh_code(
    server: Server,
    pick_up: Callable[..., Phone],
    sit_down: Callable[..., Desk],
    computers: Browser,
    tmp_path: Path,
) -> None:
    phone = pick_up(server)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(MOTHER, "Lò Bảo An"), PAPERS)
    receive(lambda worker: sit_down(server, worker), slip.code)
    server.flask("policy", "set", "--role", "approver", "--second-factor", "--reason", "QĐ 12/QĐ-UBND")
    context = computers.new_context(**browser.OFFICE, **browser.HERE)
    seat = Desk(context, server.url, people.APPROVER, look=True)
    page = seat.page
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))

    knock(page, server.url, people.APPROVER)
    typed, papers = set_up(seat, tmp_path / "qr.png")
    extend(seat, slip.code, typed, server.env)
    lock_and_come_back(seat, slip.code, papers[0])
    take_away(sit_down(server, people.ADMIN, look=True))
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Màn hình đã khóa")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Mở khóa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cài xác thực hai bước")
    assert any("/api/catalogue/bundle" in url for url in asked)
    assert not [url for url in asked if "/api/catalogue/forms/" in url], (
        "the desk keeps no forms for a day without signal"
    )
    context.close()


def rest_too_long(page: Page) -> None:
    """Nobody touches the desk: it warns, then locks; a wrong password does not open it, the right one does."""
    question = page.get_by_role("dialog", name="Từ chối tiếp nhận")
    page.clock.fast_forward("09:20")
    expect(page.locator(".lock__soon")).to_contain_text(re.compile(r"sẽ khóa sau \d+ giây"))
    picture(page, "sap-khoa")
    page.keyboard.press("Shift")
    page.clock.fast_forward("00:02")
    expect(page.locator(".lock__soon")).to_have_count(0)
    page.clock.fast_forward("10:01")
    lock = page.get_by_role("heading", level=1, name="Màn hình đã khóa")
    expect(lock).to_be_visible()
    expect(page.locator(".work")).to_be_hidden()
    assert_accessible(page)
    picture(page, "da-khoa")
    page.get_by_label("Mật khẩu").fill("sai mật khẩu rồi")
    page.get_by_role("button", name="Mở khóa").click()
    expect(page.get_by_role("alert")).to_contain_text("mật khẩu không đúng")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Mở khóa").click()
    expect(lock).to_have_count(0)
    expect(question.get_by_label("Lý do")).to_have_value(WHY)


def end_it_elsewhere(other: Desk) -> None:
    """End one's session on the other computer."""
    other.page.get_by_role("link", name="Tài khoản").click()
    other.seen()
    other.page.get_by_role("button", name=re.compile("^Kết thúc: Máy tính ở cơ quan")).click()
    expect(other.page.get_by_role("button", name=re.compile("^Kết thúc"))).to_have_count(0)
    picture(other.page, "phien-cua-toi")


def test_a_session_that_ends_locks_the_screen_and_the_same_person_goes_on_where_she_was(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(server)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(MOTHER, "Lò Bảo An"), PAPERS)
    server.flask("policy", "set", "--idle-minutes", "10", "--reason", "QĐ 9/QĐ-UBND")
    clerk = sit_down(server, people.CLERK)
    page = clerk.page
    page.clock.install()
    page.reload()
    clerk.find(slip.code)
    clerk.press("Từ chối tiếp nhận")
    question = page.get_by_role("dialog")
    question.get_by_label("Lý do").fill(WHY)

    rest_too_long(page)
    end_it_elsewhere(sit_down(server, people.CLERK, look=True))
    question.get_by_role("button", name="Xong, thực hiện").click()
    expect(page.get_by_role("heading", level=1, name="Màn hình đã khóa")).to_be_visible()
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Mở khóa").click()
    clerk.state("Từ chối nhận")
    expect(page.locator(".work")).to_contain_text(WHY)

    clerk.page.get_by_role("button", name="Khóa").click()
    page.get_by_role("button", name=f"Tôi không phải {people.CLERK.name}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập cho cán bộ")
    page.set_viewport_size({"width": 360, "height": 740})
    picture(page, "cua-vao-360")
