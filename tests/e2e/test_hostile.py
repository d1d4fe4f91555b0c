"""X2, X3, D5: who forges requests, who types what others would run, who edits the log below the application."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Request, expect
from sqlalchemy import create_engine, text

from app.core import clock
from tests.e2e import database, mischief, people, sheets
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import BIN, ROOT, Server
from tests.e2e.test_reception import words_of
from tests.e2e.test_registers import taken
from tests.e2e.test_supplement import picture

VICTIM = people.resident("Vì Thị Lả", 352)
THIEF = people.resident("Tòng Thị Xương", 353)
MARKUP = "<img src=x onerror=globalThis.ran=1>"
AUTHOR = people.resident(f"=1+1 {MARKUP}", 354)
WITNESS = people.resident("Quàng Thị Ón", 355)
FORMULA = '=HYPERLINK("http://x.example","bấm")'
DAY = 24 * 60 * 60

FORGE = """
async ([url, headers, body]) => {
  const answer = await fetch(url, { method: "POST", headers, body });
  return [answer.status, await answer.text()];
}
"""


def sent(page: Page, path: str, act: Callable[[], Any]) -> Request:
    """The request that an act makes."""
    with page.expect_request(lambda asked: asked.method == "POST" and asked.url.endswith(path)) as made:
        act()
    return made.value


def plain(request: Request) -> dict[str, str]:
    """Its headers that a script may set."""
    not_ours = ("sec-", "user-agent", "referer", "origin", "host", "content-length", "accept-")
    return {name: value for name, value in request.headers.items() if not name.startswith(not_ours)}


def test_x2_what_another_phone_sent_is_nobody_elses_to_send_and_no_step_is_skipped(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    victim, thief = pick_up(counter, "victim"), pick_up(counter, "thief")
    for phone in (victim, thief):
        phone.install()
    with victim.page.expect_request(lambda asked: asked.url.endswith("/api/sync/push")) as hers:
        slip = victim.file(people.MARITAL_STATUS, people.single(VICTIM))
    with thief.page.expect_request(lambda asked: asked.url.endswith("/api/sync/push")) as own:
        thief.file(people.MARITAL_STATUS, people.single(THIEF))
    stolen = hers.value.post_data
    status, answer = thief.page.evaluate(FORGE, ["/api/sync/push", plain(own.value), stolen])
    [verdict] = json.loads(answer)["results"] if status == 200 else [{"status": "refused"}]
    assert verdict["status"] not in ("applied", "already"), answer
    assert len(database.dossiers_of(counter, VICTIM)) == 1
    changed = (stolen or "").replace(VICTIM.name, THIEF.name)
    status, answer = victim.page.evaluate(FORGE, ["/api/sync/push", plain(hers.value), changed])
    assert status >= 400 or json.loads(answer)["results"][0]["status"] not in ("applied", "already"), answer

    clerk = sit_down(counter, people.CLERK)
    clerk.find(slip.code)
    real = sent(clerk.page, "/moves", lambda: clerk.press("Tiếp nhận"))
    clerk.state("Đã tiếp nhận")
    given = real.post_data_json or {}
    for move in ("decide", "sign", "hand_over", "withdraw"):
        body = json.dumps({**given, "op_id": f"{given['op_id'][:-4]}{len(move):04d}", "move": move, "version": 2})
        status, answer = clerk.page.evaluate(FORGE, [real.url, plain(real), body])
        assert status in (403, 409, 422), f"{move}: {status} {answer}"
    clerk.page.reload()
    clerk.state("Đã tiếp nhận")


def test_x3_what_was_typed_to_be_run_is_read_as_text_everywhere(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    answers = people.single(AUTHOR) | {"purpose": f"{FORMULA} {MARKUP}"}
    slip = phone.file(people.MARITAL_STATUS, answers)
    clerk = sit_down(counter, people.CLERK, look=True)
    clerk.find(slip.code)
    expect(clerk.page.locator(".work__head")).to_contain_text(AUTHOR.name)
    expect(clerk.page.locator(".ask")).to_contain_text(f"{FORMULA} {MARKUP}")
    picture(clerk.page, "ban-chu-doc-hai")
    clerk.move("Tiếp nhận")
    clerk.state("Đã tiếp nhận")
    assert AUTHOR.name.replace(" ", "") in words_of(clerk.document("Giấy tiếp nhận hồ sơ")).replace(" ", "")
    appraiser = sit_down(counter, people.APPRAISER)
    appraiser.find(slip.code)
    appraiser.move("Nhận thẩm định")
    appraiser.state("Đang thẩm định")
    appraiser.bring_result(sheets.pdf("XÁC NHẬN"), f"{MARKUP}.pdf")
    phone.open_dossier(slip)
    for page in (phone.page, clerk.page, appraiser.page):
        assert page.evaluate("globalThis.ran") is None
    clerk.page.get_by_role("searchbox").fill(slip.code)
    listed = taken(clerk.page, "Tải danh sách này: CSV", tmp_path)
    with listed.open(encoding="utf-8-sig", newline="") as lines:
        cells = [cell for line in csv.reader(lines) for cell in line]
    assert not [cell for cell in cells if cell.lstrip()[:1] in ("=", "@", "+", "-") and cell != "-"]


def test_d5_an_edited_row_is_named_and_the_printed_digest_of_the_day_is_the_witness(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    phone = pick_up(server)
    phone.install()
    phone.file(people.MARITAL_STATUS, people.single(WITNESS))
    server.flask("audit", "seal")
    with mischief.on(server, f"skew={DAY}", "/api/"):
        keeper = sit_down(server, people.ADMIN, look=True)
        keeper.page.goto(f"{server.url}/ban/niem-phong")
        expect(keeper.page.get_by_role("heading", level=1)).to_have_text("Niêm phong nhật ký hằng ngày")
        expect(keeper.page.locator("main .item")).to_have_count(1)
        keeper.seen()
        picture(keeper.page, "ban-niem-phong")
        printed = taken(keeper.page, f"Tải tờ in {clock.today():%d/%m/%Y}", tmp_path)
    said = words_of(printed.read_bytes())
    [(number, sha256)] = database.rows(server, "SELECT n, sha256 FROM audit_link ORDER BY n DESC LIMIT 1")
    assert sha256 in said.replace(" ", "")
    assert str(number) in said
    assert server.flask("audit", "verify").startswith("whole: ")

    edit = create_engine(server.env["DATABASE_URL"])
    with edit.begin() as connection:
        connection.execute(text("DROP TRIGGER dossier_event_no_update"))
        connection.execute(text("UPDATE dossier_event SET reason = 'x' WHERE version = 1"))
    edit.dispose()
    found = subprocess.run(
        [str(BIN / "flask"), "audit", "verify"],
        cwd=ROOT,
        env=dict(server.env),
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1
    assert found.stdout.startswith("broken at link ")
    assert "the row it holds was changed" in found.stdout
