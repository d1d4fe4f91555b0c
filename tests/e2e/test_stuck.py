"""What the server fails at every time is seen at the office, with whom to call, and goes when it was mended (F08)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from app.sync import stumbles
from tests.e2e import helping, people
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import Server

WHO = people.resident("Lường Thị Mây", 41)


@contextmanager
def no_dossier_can_be_kept(server: Server) -> Iterator[None]:
    """A fault of the server's: its database fails at every new dossier."""
    engine = create_engine(server.env["DATABASE_URL"])
    fails = "CREATE TRIGGER broken BEFORE INSERT ON dossier BEGIN SELECT RAISE(ABORT, 'broken'); END"
    try:
        with engine.begin() as connection:
            connection.execute(text(fails))
        yield
        with engine.begin() as connection:
            connection.execute(text("DROP TRIGGER broken"))
    finally:
        engine.dispose()


def try_again(phone: Phone) -> None:
    """A tap does not wait for the phone's own next try."""
    phone.open("/gui-di")
    with phone.page.expect_response("**/api/sync/push"):
        phone.tap("Gửi ngay")


def test_f08_the_office_sees_what_the_server_fails_at_and_it_goes_when_that_is_mended(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(server)
    phone.install()
    helping.sign_in(phone, people.VOLUNTEER)
    clerk = sit_down(server, people.CLERK, look=True)
    with no_dossier_can_be_kept(server):
        phone.open(f"/thu-tuc/{people.COPIES}")
        phone.begin(people.COPIES)
        phone.fill(people.COPIES, people.copies(WHO))
        slip = phone.send()
        clerk.page.goto(f"{server.url}/ban/cho-xet/gui-chua-duoc")
        stuck = clerk.page.locator("[data-stuck]")
        for _ in range(stumbles.SHOWN_AFTER):
            try_again(phone)
        clerk.page.reload()
        expect(stuck).to_have_count(1)
        expect(stuck).to_contain_text(people.VOLUNTEER.name)
        expect(stuck).to_contain_text(slip.code)
        expect(stuck).to_contain_text(re.compile(r"\d+ lần chưa được"))
        expect(stuck).not_to_contain_text(WHO.name)
        clerk.seen()
        clerk.page.goto(f"{server.url}/ban/dien-thoai")
        row = clerk.page.locator("[data-phone]").filter(has_text=people.VOLUNTEER.name)
        expect(row).to_contain_text("1 việc máy chủ gặp lỗi")
        clerk.seen()
    try_again(phone)
    phone.open(f"/phieu/{slip.dossier_id}")
    phone.expect_sent()
    clerk.page.goto(f"{server.url}/ban/cho-xet/gui-chua-duoc")
    expect(clerk.page.get_by_role("heading", name="Không có gì bị kẹt")).to_be_visible()
    clerk.seen()
