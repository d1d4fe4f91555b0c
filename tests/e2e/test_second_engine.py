"""The same app in another engine: Firefox, which knows no Background Sync; here without Push as well.

What the app keeps and sends must not hang on what only Chromium has: it opens without a network from its worker, keeps
drafts over a reload, and sends by itself when the network is back, once.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.e2e import database, firefox, firefox_forms, people, sheets
from tests.e2e.firefox import Firefox
from tests.e2e.phone import KEPT
from tests.e2e.server import Server

WOMAN = people.resident("Giàng Thị Sua", 63)
PAPER = "paper_earlier_residence_proof"
READY = "async () => (await navigator.serviceWorker.ready) && true"
ONLY_CHROMIUM = """
async () => {
  const registration = await navigator.serviceWorker.ready;
  return ["sync", "periodicSync", "pushManager"].filter((name) => registration[name] !== undefined);
}
"""


def cut(server: Server, browser: Firefox) -> None:
    """No network: the server is out of reach, and the browser says that it is offline."""
    server.stop()
    with browser.behind_the_page():
        browser.run("async () => { Services.io.offline = true; }")


def join(server: Server, browser: Firefox) -> None:
    """The network is back."""
    server.start()
    with browser.behind_the_page():
        browser.run("async () => { Services.io.offline = false; }")


def first_visit(browser: Firefox, server: Server) -> None:
    """Everything comes to the phone once: the worker, the app, the catalogue; and nothing that only Chromium has."""
    browser.open(server.url)
    assert browser.run(READY) is True
    assert browser.run(ONLY_CHROMIUM) == []
    assert browser.run(KEPT) == []
    browser.open(f"{server.url}/thu-tuc/{people.MARITAL_STATUS}")
    browser.find("//*[self::a or self::button][contains(., 'Bắt đầu')]")


def test_firefox_without_background_sync_and_push_keeps_all_offline_and_sends_it_once(
    server: Server, tmp_path: Path
) -> None:
    photo, paper = tmp_path / "IMG_0001.jpg", tmp_path / "giay.pdf"
    photo.write_bytes(sheets.photo("XÁC NHẬN NƠI Ở CŨ"))
    paper.write_bytes(sheets.pdf("XÁC NHẬN NƠI Ở CŨ, MẶT SAU"))
    with firefox.running(tmp_path / "firefox") as browser:
        first_visit(browser, server)
        cut(server, browser)
        browser.reload()
        browser.tap("Bắt đầu")
        browser.until(lambda: firefox_forms.step(browser) == "requester")
        firefox_forms.fill(browser, people.MARITAL_STATUS, people.single(WOMAN), {}, until="papers")
        firefox_forms.answer(browser, "reissue", "Không")
        firefox_forms.photograph(browser, PAPER, [photo, paper])
        browser.find("//*[@class='saved'][contains(., 'Đã lưu trên máy lúc')]")

        browser.reload()
        browser.find(f"(//*[@data-path='{PAPER}']//*[@class='shot__n'])[2]")
        assert firefox_forms.step(browser) == "papers"
        browser.open(browser.url.replace("/papers", "/requester"))
        assert browser.value("//*[@data-path='req_name']//input") == WOMAN.name
        firefox_forms.fill(browser, people.MARITAL_STATUS, {"statement_true": True}, {})
        browser.tap("Tiếp tục đến bước gửi")
        browser.tap("Gửi khi có mạng")
        code = firefox_forms.slip_of(browser)
        browser.find("//*[@class='slip__state'][contains(., 'Đã lưu trên máy')]")
        assert database.dossiers_of(server, WOMAN) == []

        join(server, browser)
        # nobody touches the phone, and the browser wakes no worker: the open page sends by itself
        browser.find("//*[@class='slip__state'][normalize-space(.)='Đã gửi']")
        assert database.dossiers_of(server, WOMAN) == [(code, None, 0)]
        [(text,)] = database.rows(server, "SELECT text FROM operation WHERE kind = 'dossier.submit'")
        pages = database.pages_of(server, code)
        # what the phone named when it took them is what the server has, and a file is the file itself
        named = sorted(json.loads(text)["manifest"], key=lambda each: each["page"])
        assert [each["sha256"] for each in named] == [hashlib.sha256(page).hexdigest() for page in pages]
        assert [each["type"] for each in named] == ["image/jpeg", "application/pdf"]
        assert pages[1] == paper.read_bytes()
