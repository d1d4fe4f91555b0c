"""An administrator reads how the system is and what must be done first, on the office's screen and on a small one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e import people
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_calendar import both_sizes
from tests.e2e.test_units import room


def test_an_administrator_reads_what_to_do_and_that_it_is_done(
    server: Server, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    admin = sit_down(server, people.ADMIN, look=True)
    page = admin.page
    room(admin, "Tình trạng hệ thống")
    alarm = page.locator(".finding").filter(has_text="Chưa có bản sao lưu nào")
    expect(alarm).to_contain_text("Xử lý ngay")
    expect(alarm).to_contain_text("systemctl start cua-lang-backup")
    admin.seen()
    both_sizes(page, "tinh-trang")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    admin.seen()
    page.set_viewport_size({"width": 1366, "height": 768})
    server.flask("backup", "make", str(tmp_path / "backups"))
    page.get_by_role("button", name="Xem lại").click()
    expect(alarm).to_have_count(0)
    admin.seen()
