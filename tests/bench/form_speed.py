"""A form of 100 fields on one page, 30 of them under a condition: opening it, and typing in it.

The form is none of the catalogue's: it is handed to the app in the place of a real one, by the doors the app fetches
forms through.
"""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

from app.catalogue.reading import read
from app.core.canonical import canonical, digest
from tests.bench.browsers import USEFUL, phone, served, slow
from tests.bench.catalogue_size import ROOT, assembled
from tests.bench.record import emit, median, times
from tests.sync.world import COPIES

FIELDS, CONDITIONS = 100, 30
KINDS = ("text", "text", "number", "date", "yes_no", "choice", "text", "phone", "text", "long_text")
FIRST = "field_0"

OPEN = """
([path, count]) => new Promise((done) => {
  const begun = performance.now();
  let there;
  const look = new MutationObserver(() => {
    if (there !== undefined || document.querySelectorAll("[data-path]").length < count) return;
    there = performance.now() - begun;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => { look.disconnect(); done([there, performance.now() - begun]); };
      channel.port2.postMessage(0);
    });
  });
  look.observe(document.body, { subtree: true, childList: true });
  document.querySelector(`a[href="${path}"]`).click();
})
"""
TYPE = """
([key, text]) => new Promise((done) => {
  const box = document.querySelector(`[data-path="${key}"] input`);
  const begun = performance.now();
  let changed = 0;
  const look = new MutationObserver(() => { changed = performance.now() - begun; });
  look.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, text);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { look.disconnect(); done([changed, performance.now() - begun]); };
    channel.port2.postMessage(0);
  });
})
"""


def form() -> dict[str, Any]:
    """The form: one section; the first question hides thirty others when its answer is `an`."""
    hidden = {"not": {"is": [{"get": FIRST}, "an"]}}
    fields: list[dict[str, Any]] = []
    for number in range(FIELDS):
        kind = KINDS[number % len(KINDS)]
        field: dict[str, Any] = {"key": f"field_{number}", "type": kind}
        field["label"] = {"vi": f"Câu hỏi thứ {number + 1} của tờ khai", "en": f"Question {number + 1}"}
        if kind == "choice":
            field["options"] = [{"value": value, "label": {"vi": f"Lựa chọn {value}", "en": value}} for value in "abc"]
        if 0 < number <= CONDITIONS:
            field["visible_if"] = hidden
        fields.append(field)
    fields[0]["binds"] = "owner.name"
    titles = {"vi": "Tờ khai trăm câu", "en": "A hundred questions"}
    return {"title": titles, "sections": [{"key": "all", "title": titles, "fields": fields}]}


def measure() -> None:
    """First frame and keystrokes, at the machine's own speed and six times slowed."""
    with (
        served() as (playwright, server, profiles),
        phone(playwright, profiles / "phone", service_workers="block") as context,
    ):
        _hand_over(context)
        page = context.new_page()
        page.goto(server.url)
        page.locator(USEFUL).first.wait_for()
        page.wait_for_load_state("networkidle")
        page.goto(f"{server.url}/bat-dau/{COPIES}")
        _choose_counter(page)
        page.goto(server.url)
        page.locator(USEFUL).first.wait_for()
        page.wait_for_load_state("networkidle")
        for rate in (1, 6):
            _open(page, rate)
            _type(page, rate)


def _choose_counter(page: Page) -> None:
    """Where there is a choice of counters: the first; then the form begins."""
    page.locator("[data-path], input[type=radio]").first.wait_for()
    if page.locator("[data-path]").count() == 0:
        page.locator("label:has(input[type=radio])").first.click()
        page.locator(".action button").first.click()
    page.locator("[data-path]").nth(FIELDS - 1).wait_for()


def _hand_over(context: BrowserContext) -> None:
    """Answer for the bundle and the form in the place of the server."""
    body = form()
    name = digest(body)
    made = assembled(read(ROOT / "catalogue"), 64)
    for procedure in made["procedures"]:
        if procedure["code"] == COPIES:
            procedure["form"]["ref"] = f"{COPIES}@{name}"
    shown = {"ETag": f'"{made["hash"]}"', "Content-Type": "application/json"}

    def bundle(route: Route) -> None:
        route.fulfill(body=json.dumps(made, ensure_ascii=False), headers=shown)

    def own_form(route: Route) -> None:
        route.fulfill(body=canonical(body).decode(), headers={"Content-Type": "application/json"})

    context.route("**/api/catalogue/bundle", bundle)
    context.route(f"**/api/catalogue/forms/{name}", own_form)


def _open(page: Page, rate: int) -> None:
    """From a tap on the draft at home to the frame that shows all of it."""
    found = []
    for _ in range(times(6, 3)):
        if page.locator(USEFUL).count() == 0:
            page.evaluate("history.back()")
            page.locator(USEFUL).first.wait_for()
        path = page.locator('a[href^="/lam/"]').first.get_attribute("href")
        page.wait_for_timeout(400)
        slow(page, rate)
        found.append(page.evaluate(OPEN, [path, FIELDS]))
        slow(page, 1)
        page.wait_for_timeout(400)
    emit(f"form_100_built_{rate}x", median([each for each, _ in found]), "ms")
    emit(f"form_100_first_frame_{rate}x", median([each for _, each in found]), "ms")


def _type(page: Page, rate: int) -> None:
    """Keystrokes that change one field, and keystrokes that hide or show thirty others."""
    slow(page, rate)
    plain, turning = [], []
    for number in range(times(9, 4)):
        plain.append(_stroke(page, "b" * (number % 5 + 1)))
        turning.append(_stroke(page, "an"))
        turning.append(_stroke(page, "ann"))
    slow(page, 1)
    emit(f"keystroke_{rate}x", median([each for each, _ in plain]), "ms")
    emit(f"keystroke_hiding_or_showing_30_{rate}x", median([each for each, _ in turning]), "ms")
    emit(f"keystroke_painted_{rate}x", median([each for _, each in plain]), "ms")
    emit(f"keystroke_hiding_or_showing_30_painted_{rate}x", median([each for _, each in turning]), "ms")


def _stroke(page: Page, text: str) -> list[float]:
    """One keystroke, once the autosave of the one before is over."""
    page.wait_for_timeout(450)
    took: list[float] = page.evaluate(TYPE, [FIRST, text])
    return took
