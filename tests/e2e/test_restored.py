"""D6: the server is restored from last night's backup; two phones give back what it lost, and nothing shows as lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e import database, people, sheets
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone, Slip
from tests.e2e.server import Server

EARLY, LATE, OTHER = (
    people.resident(name, n) for name, n in (("Lò Văn Pản", 71), ("Cà Thị Xuân", 72), ("Tòng Thị Yên", 73))
)
MARITAL = people.MARITAL_STATUS
PAPER = "paper_earlier_residence_proof"


def photos(words: str) -> dict[str, list[bytes]]:
    return {PAPER: [sheets.photo(words)]}


def all_sent(phone: Phone, *slips: Slip) -> None:
    """Nothing waits, nothing is missing, every slip says that it was sent."""
    phone.open("/gui-di")
    phone.title("Đã gửi hết")
    for slip in slips:
        phone.open(f"/phieu/{slip.dossier_id}")
        phone.expect_sent()


def comes_true(phone: Phone, look: Callable[[], bool]) -> None:
    """What the phone does behind its screen comes to its end."""
    give_up = time.monotonic() + 30
    while not look():
        assert time.monotonic() < give_up, look
        phone.page.evaluate("new Promise(requestAnimationFrame)")


def hashes(server: Server) -> dict[str, str]:
    """The hash of every submission that the server holds, by its id."""
    rows = database.rows(server, "SELECT op_id, sha256 FROM operation WHERE kind = 'dossier.submit'")
    return {str(op_id): str(sha256) for op_id, sha256 in rows}


def test_f68_d6_phones_give_a_restored_server_back_what_it_lost(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    one, two = pick_up(server, "one"), pick_up(server, "two")
    one.install()
    two.install()
    first = one.file(MARITAL, people.single(EARLY), photos("TRƯỚC SAO LƯU"))
    made = server.flask("backup", str(tmp_path / "backups")).strip()
    second = one.file(MARITAL, people.single(LATE), photos("SAU SAO LƯU"))
    third = two.file(MARITAL, people.single(OTHER), photos("MÁY KHÁC"))
    had = hashes(server)
    assert len(had) == 3

    server.stop()
    said = server.flask("restore", made, "--replace")
    assert "new epoch" in said
    server.start()
    assert len(hashes(server)) == 1
    for phone, slips in ((two, [third]), (one, [first, second])):
        phone.open()
        for slip in slips:
            comes_true(phone, lambda code=slip.code: bool(database.papers_of(server, code)))  # type: ignore[misc]  # bound now
        all_sent(phone, *slips)
    for owner, slip in ((EARLY, first), (LATE, second), (OTHER, third)):
        assert database.dossiers_of(server, owner) == [(slip.code, None, 0)]
        assert database.papers_of(server, slip.code) == [("earlier_residence_proof", 1)]
    assert hashes(server) == had

    clerk = sit_down(server, people.CLERK)
    clerk.page.get_by_role("link", name="Vừa khôi phục").click()
    expect(clerk.page.locator("tr[data-dossier]")).to_have_count(2)
    clerk.page.locator("tr[data-dossier]").first.click()
    expect(clerk.page.locator(".twins")).to_contain_text("Máy chủ đã được khôi phục")
