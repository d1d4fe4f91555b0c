"""A phone in somebody's hands: what a resident taps, types and reads, by the words on its screens."""

from __future__ import annotations

import contextlib
import io
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.e2e.axe import assert_accessible
from tests.e2e.people import Answer, Answers, Rows
from tests.e2e.server import ROOT

DATE = re.compile(r"(?:(?:(\d\d)/)?(\d\d)/)?(\d{4})")
COUNT = """
async ([databases, stores]) => {
  const ask = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  let rows = 0;
  for (const { name } of await indexedDB.databases()) {
    if (!new RegExp(databases).test(name)) continue;
    const db = await ask(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      if (new RegExp(stores).test(store)) rows += await ask(db.transaction(store).objectStore(store).count());
    }
    db.close();
  }
  return rows;
}
"""
KEPT = """
async () => {
  const bundle = await (await fetch("/api/catalogue/bundle")).json();
  const forms = bundle.procedures.map((each) => `form:${each.form.ref.split("@")[1]}`);
  const lists = Object.entries(bundle.lists).map(([name, hash]) => `list:${name}:${hash}`);
  const ask = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const missing = async () => {
    const db = await ask(indexedDB.open("cl-device"));
    const keys = await ask(db.transaction("catalogue").objectStore("catalogue").getAllKeys());
    db.close();
    return ["bundle", "units", ...forms, ...lists].filter((key) => !keys.includes(key));
  };
  for (let tries = 0; tries < 600; tries += 1) {
    if ((await missing()).length === 0) return [];
    await new Promise((done) => setTimeout(done, 50));
  }
  return missing();
}
"""


@cache
def sections(code: str) -> dict[str, tuple[str, ...]]:
    """The questions of a form by its sections, in their order; a repeatable section is one question by its own name."""
    form = yaml.safe_load((ROOT / "catalogue/forms" / f"{code}.yaml").read_text())
    return {
        each["key"]: (each["key"],) if "repeat" in each else tuple(field["key"] for field in each["fields"])
        for each in form["sections"]
    }


@dataclass
class Slip:
    """What a resident carries home."""

    code: str
    dossier_id: str
    address: str
    """What the square on it says: the address with the secret behind the `#`."""


class Phone:
    """One browser with its profile; `look` makes axe look at every screen the journey comes to."""

    def __init__(self, context: BrowserContext, url: str, *, look: bool = False) -> None:
        self.context = context
        self.url = url
        self.look = look
        self.pin = ""
        """The PIN of whoever works on it, given again each time the app is opened anew."""
        self.page: Page = context.pages[0] if context.pages else context.new_page()

    def seen(self) -> None:
        """A screen has come: it has one title, and axe finds nothing."""
        expect(self.page.locator("h1")).to_have_count(1)
        if self.look:
            assert_accessible(self.page)

    def open(self, path: str = "/") -> None:
        """Type an address, or come from outside."""
        self.page.goto(self.url + path)
        expect(self.page.locator("h1")).not_to_have_count(0)
        if self.pin and self.page.locator(".lock").count():
            self.unlock(self.pin)
            expect(self.page.locator(".lock")).to_have_count(0)

    def unlock(self, pin: str) -> None:
        """Give a PIN on the lock screen."""
        self.page.get_by_label("Mã khóa", exact=True).fill(pin)
        self.page.get_by_role("button", name="Mở khóa").click()

    def install(self) -> None:
        """The first visit: stays until the app, the catalogue, every form and every list are on the phone."""
        self.open()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        assert self.page.evaluate(KEPT) == []

    def scan(self, lies_at: str) -> None:
        """Hold the camera of the app before a code, which leads to an address."""
        self.open()
        self.seen()
        self.tap("Quét")
        self.page.wait_for_url(lies_at)

    def rows(self, databases: str, stores: str = "") -> int:
        """How many rows lie on the phone in databases and stores whose names match, sealed or not."""
        rows: int = self.page.evaluate(COUNT, [databases, stores])
        return rows

    def rows_of_people(self) -> int:
        """How many rows of anybody's lie on the phone."""
        return self.rows("^cl-person:")

    def lose_network(self) -> None:
        """No bars: what the browser reports and what it can reach."""
        self.context.set_offline(offline=True)

    def find_network(self) -> None:
        """The bars are back."""
        self.context.set_offline(offline=False)

    def die(self) -> None:
        """The browser is killed as a phone without memory kills it: nobody is asked, nothing is put away."""
        with contextlib.suppress(PlaywrightError):
            self.context.new_cdp_session(self.page).send("Browser.crash")
        with contextlib.suppress(PlaywrightError):
            self.context.close()

    def tap(self, name: str | re.Pattern[str]) -> None:
        """Press a button or follow a link by what stands on it."""
        button = self.page.get_by_role("button", name=name)
        button.or_(self.page.get_by_role("link", name=name)).first.click()

    def title(self, words: str | re.Pattern[str]) -> None:
        """The screen with this title is here."""
        expect(self.page.get_by_role("heading", level=1, name=words)).to_be_attached()
        self.seen()

    # -- filling in ------------------------------------------------------------------------------------------

    def begin(self, code: str, *, new: bool = False) -> None:
        """From a procedure's page to its first question; `new` where an older draft is offered first."""
        self.tap(re.compile("^(Bắt đầu|Làm tiếp)"))
        if new:
            self.tap("Làm hồ sơ mới")
        self.page.wait_for_url(re.compile(f"/lam/[^/]+/{next(iter(sections(code)))}$"))

    @property
    def step(self) -> str:
        """Where in the form we are, as the address says."""
        return self.page.url.split("?")[0].rsplit("/", 1)[-1]

    def fill(self, code: str, answers: Answers, photos: Mapping[str, Sequence[bytes]] | None = None) -> None:
        """Answer section by section, one topic a page, until every answer can be checked."""
        while self.step != "kiem-tra":
            expect(self.page.locator(".steps")).to_be_visible()
            self.fill_section(code, answers, photos or {})
            self.next()
        self.title("Xem lại trước khi gửi")

    def fill_section(self, code: str, answers: Answers, photos: Mapping[str, Sequence[bytes]]) -> None:
        """Answer what stands on this page."""
        self.seen()
        for key in sections(code)[self.step]:
            if key in answers:
                self.answer(key, answers[key])
            if key in photos:
                self.photograph(key, photos[key])

    def next(self) -> None:
        """Go on to the next page; fails where the page says that something needs mending."""
        before = self.page.url
        self.tap(re.compile("^Tiếp tục"))
        self.page.wait_for_url(lambda url: url != before)

    def question(self, path: str) -> Locator:
        """The block of one question."""
        return self.page.locator(f'[data-path="{path}"]')

    def answer(self, path: str, value: Answer | Rows) -> None:
        """Give one answer; for a repeatable section, a row for each."""
        if isinstance(value, list):
            for number, row in enumerate(value):
                self.tap(re.compile("^Thêm: "))
                for key, each in row.items():
                    asked = self.page.locator(f'[data-path^="{path}["][data-path$="].{key}"]')
                    self._answer(asked.nth(number), each)
        else:
            self._answer(self.question(path), value)

    def _answer(self, box: Locator, value: Answer) -> None:
        """The way its question wants it."""
        expect(box).to_be_visible()
        if isinstance(value, tuple):
            self._address(box, value)
        elif isinstance(value, bool):
            box.get_by_role("checkbox").set_checked(value)
        elif box.locator(".date").count():
            self._date(box, value)
        elif box.get_by_role("combobox").count():
            self._choose(box.get_by_role("combobox"), value)
        elif box.get_by_role("radio").count():
            box.locator("label").filter(has=self.page.get_by_text(value, exact=True)).click()
            expect(box.locator("input:checked")).to_have_count(1)
        else:
            box.get_by_role("textbox").fill(value)

    def _date(self, box: Locator, value: str) -> None:
        found = DATE.fullmatch(value)
        assert found is not None
        for name, part in zip(("Ngày", "Tháng", "Năm"), found.groups(), strict=True):
            if part is not None:
                box.locator(".date").get_by_label(name, exact=True).fill(part)

    def _choose(self, combo: Locator, words: str) -> None:
        combo.fill(words)
        self.page.get_by_role("option").filter(has_text=words).first.click()

    def _address(self, box: Locator, value: tuple[str, ...]) -> None:
        province, commune, *line = value
        self._choose(box.get_by_role("combobox").nth(0), province)
        self._choose(box.get_by_role("combobox").nth(1), commune)
        if line:
            box.get_by_role("textbox").last.fill(line[0])

    def kept(self) -> None:
        """What was typed is on the phone: no button said so, and none is needed."""
        expect(self.page.locator(".saved")).to_contain_text("Đã lưu trên máy lúc")

    def photograph(self, path: str, pages: Sequence[bytes]) -> None:
        """Take a photo of each page of a paper."""
        for number, page in enumerate(pages, start=1):
            self.photograph_next(path, number, page)

    def photograph_next(self, path: str, number: int, page: bytes) -> None:
        """Take a photo of the next page of a paper, which becomes its page of this number."""
        box = self.question(path)
        with self.page.expect_file_chooser() as chooser:
            box.get_by_text(re.compile(f"^(Chụp trang|Thêm trang) {number}$")).click()
        chooser.value.set_files(FilePayload(name=f"IMG_{number:04d}.jpg", mimeType="image/jpeg", buffer=page))
        expect(box.locator(".shot__n")).to_have_count(number)

    def file(self, code: str, answers: Answers, photos: Mapping[str, Sequence[bytes]] | None = None) -> Slip:
        """The whole way from a procedure's page until the office holds the dossier."""
        self.open(f"/thu-tuc/{code}")
        self.begin(code)
        self.fill(code, answers, photos)
        slip = self.send()
        self.expect_sent()
        return slip

    # -- sending ---------------------------------------------------------------------------------------------

    def send(self) -> Slip:
        """From the check of the answers past the notice to the slip."""
        self.tap("Tiếp tục đến bước gửi")
        self.title("Gửi hồ sơ")
        self.tap(re.compile("^(Gửi hồ sơ|Gửi khi có mạng)$"))
        self.page.wait_for_url(re.compile("/phieu/"))
        return self.slip()

    def slip(self) -> Slip:
        """Read the slip that is on the screen."""
        code = self.page.locator(".slip__code")
        expect(code).to_be_visible()
        self.seen()
        square = self.read_square(self.page.locator(".slip .qr"))
        return Slip(code.inner_text(), self.page.url.rsplit("/", 1)[-1], square)

    def read_square(self, square: Locator) -> str:
        """What another phone's camera reads in a square on this screen."""
        square.scroll_into_view_if_needed()
        give_up = time.monotonic() + 30
        # a camera looks more than once, too: a notice may just be passing over it
        while not (found := zxingcpp.read_barcodes(Image.open(io.BytesIO(square.screenshot())))):
            assert time.monotonic() < give_up, "no camera reads this square"
            self.page.evaluate("new Promise(requestAnimationFrame)")
        return str(found[0].text)

    def slip_says(self, words: str) -> None:
        """The slip on the screen says where the dossier is."""
        expect(self.page.locator(".slip__state")).to_have_text(words)

    def expect_sent(self) -> None:
        """The slip on the screen says that the office holds the form and every photo."""
        expect(self.page.locator(".slip__state")).to_have_text("Đã gửi", timeout=40_000)

    def open_dossier(self, slip: Slip) -> None:
        """The dossier's own page on this phone."""
        self.open(f"/ho-so/{slip.dossier_id}")

    def stands(self, words: str) -> None:
        """The dossier on the screen stands there now."""
        expect(self.page.locator(".title .chip")).to_have_text(words)
        self.seen()

    def open_result(self) -> bytes:
        """Open the result and keep it on the phone."""
        self.tap("Mở kết quả")
        with self.page.expect_download() as saved:
            self.tap("Tải về máy")
        self.page.get_by_role("dialog").get_by_role("button", name="Đóng").click()
        return Path(saved.value.path()).read_bytes()
