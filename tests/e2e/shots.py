"""`make shots`: takes the pictures of docs/images/ again, from the demo commune, on a phone and at a computer."""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.conftest import settings
from tests.e2e import browser, people, sheets
from tests.e2e.phone import Phone
from tests.e2e.server import ROOT, Server, free_port, running

OUT = ROOT / "docs" / "images"
THEMES = ("light", "dark")
PHONE_STOPS = {"child": "form", "papers": "photos"}
MOTHER = people.resident("Lò Thị Kim Oanh", 31)
ANSWERS = people.birth(MOTHER, "Lò Minh Khôi Nguyên")
PAPERS = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH")], "paper_residence": [sheets.photo("SỔ TẠM TRÚ")]}


class Camera:
    """Keeps what a page shows, named for the screen, its width and its theme."""

    def __init__(self, theme: str) -> None:
        self.theme = theme

    def take(self, page: Page, name: str) -> None:
        """Wait until nothing moves, take the picture, and keep it with as few colours as it needs."""
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready.then(() => true)")
        expect(page.locator(".bone")).to_have_count(0)
        width = page.viewport_size["width"] if page.viewport_size else 0
        raw = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
        path = OUT / f"{name}-{width}-{self.theme}.png"
        raw.quantize(colors=128, dither=Image.Dither.NONE).save(path, optimize=True)
        print(path.relative_to(ROOT), flush=True)


def main() -> None:
    """Load a demo into a database of its own and walk through it, once in light and once in dark."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="shots-") as name, sync_playwright() as playwright:
        folder = Path(name)
        env = settings(folder / "instance", f"sqlite:///{folder / 'shots.db'}", DEMO="1")
        whole = os.environ | env | {"FLASK_APP": "wsgi"}
        prepared = Server(env=whole, port=free_port(), log=folder / "log")
        prepared.flask("db", "upgrade")
        prepared.flask("catalogue", "load", "--quiet", "catalogue")
        sign_ins = prepared.flask("demo", "load")
        with running(env, folder) as server:
            for theme in THEMES:
                walk_as_resident(playwright, server, folder / theme, Camera(theme))
                look_from_a_computer(playwright, server, sign_ins, Camera(theme))


def commune(server: Server) -> str:
    """The slug of the demo's commune."""
    with urllib.request.urlopen(f"{server.url}/api/units") as answer:
        units = json.load(answer)["units"]
    slug: str = next(unit["slug"] for unit in units if unit["kind"] == "commune")
    return slug


def walk_as_resident(playwright: Playwright, server: Server, profile: Path, camera: Camera) -> None:
    """A birth from the poster to the slip and beyond."""
    context = browser.open_browser(playwright, profile, **browser.PHONE, color_scheme=camera.theme)
    phone = Phone(context, server.url)
    phone.install()
    phone.open(f"/{commune(server)}/{people.BIRTH}")
    camera.take(phone.page, "procedure")
    phone.begin(people.BIRTH)
    while phone.step != "kiem-tra":
        expect(phone.page.locator(".steps")).to_be_visible()
        step = phone.step
        phone.fill_section(people.BIRTH, ANSWERS, PAPERS)
        if step in PHONE_STOPS:
            phone.page.evaluate("scrollTo(0, 0)")
            camera.take(phone.page, PHONE_STOPS[step])
        phone.next()
    camera.take(phone.page, "check")
    phone.lose_network()
    slip = phone.send()
    camera.take(phone.page, "slip")
    phone.open("/gui-di")
    camera.take(phone.page, "outbox")
    phone.find_network()
    phone.open(f"/phieu/{slip.dossier_id}")
    phone.expect_sent()
    for path, name in ((f"/ho-so/{slip.dossier_id}", "dossier"), ("/", "home"), ("/thu-tuc", "search"), ("/toi", "me")):
        phone.open(path)
        camera.take(phone.page, name)
    context.close()


def look_from_a_computer(playwright: Playwright, server: Server, sign_ins: str, camera: Camera) -> None:
    """The desk, and the resident's pages on a wide screen."""
    computer = playwright.chromium.launch(executable_path=browser.CHROMIUM, headless=True, args=browser.ARGUMENTS)
    try:
        look(computer, server, sign_ins, camera)
    finally:
        computer.close()


def look(computer: Browser, server: Server, sign_ins: str, camera: Camera) -> None:
    """Each picture in a clean profile, so that nobody's things lie about."""
    wide = {**browser.OFFICE, **browser.HERE, "color_scheme": camera.theme}
    page = computer.new_context(**wide).new_page()
    for path, name in (("/", "home"), (f"/{commune(server)}/{people.BIRTH}", "procedure")):
        page.goto(server.url + path)
        expect(page.locator("h1")).not_to_have_count(0)
        camera.take(page, name)
    page = computer.new_context(**wide).new_page()
    username, password = clerk(sign_ins)
    page.goto(f"{server.url}/ban")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.locator(".office__me")).to_be_visible()
    page.locator("tr[data-dossier]").filter(has_text=MOTHER.name).first.click()
    expect(page.locator(".work__head")).to_contain_text(MOTHER.name)
    camera.take(page, "desk")


def clerk(sign_ins: str) -> tuple[str, str]:
    """The clerk's name and pass-phrase, from what the demo printed."""
    found = re.search(r"^\s+(\S+)\s+(\S+)\s+.*Cán bộ một cửa", sign_ins, flags=re.MULTILINE)
    assert found, sign_ins
    return found[1], found[2]


if __name__ == "__main__":
    main()
