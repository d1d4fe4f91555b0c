"""Searching 300 procedures on a slow phone: from a keystroke to the results on the glass."""

from __future__ import annotations

from playwright.sync_api import Page, Route

from app.catalogue.reading import read
from app.core.canonical import canonical
from tests.bench.browsers import USEFUL, phone, served, slow
from tests.bench.catalogue_size import ROOT, assembled
from tests.bench.record import at_share, emit, median, times

PROCEDURES = 300
WORDS = ("khai sinh", "giay ket hon", "sao y", "dat dai", "ho kinh doanh", "tam tru")

TYPE = """
([letter]) => new Promise((done) => {
  const box = document.querySelector('input[type="search"]');
  const begun = performance.now();
  let changed = begun;
  const look = new MutationObserver(() => { changed = performance.now(); });
  const results = document.querySelector("main") ?? document.body;
  look.observe(results, { subtree: true, childList: true, characterData: true });
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, box.value + letter);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      look.disconnect();
      done([changed - begun, performance.now() - begun]);
    };
    channel.port2.postMessage(0);
  });
})
"""


def measure() -> None:
    """At the machine's own speed and six times slowed."""
    made = assembled(read(ROOT / "catalogue"), PROCEDURES)
    body = canonical(made).decode()

    def answer(route: Route) -> None:
        route.fulfill(body=body, headers={"ETag": f'"{made["hash"]}"', "Content-Type": "application/json"})

    with (
        served() as (playwright, server, profiles),
        phone(playwright, profiles / "phone", service_workers="block") as context,
    ):
        context.route("**/api/catalogue/bundle", answer)
        page = context.new_page()
        for rate in (1, 6):
            page.goto(server.url)
            page.locator(USEFUL).first.wait_for()
            # what the first visit still fetches must not stand in the way
            page.wait_for_load_state("networkidle")
            _search(page, rate)


def _search(page: Page, rate: int) -> None:
    slow(page, rate)
    found = [took for word in WORDS[: times(6, 3)] for took in _typed(page, word)]
    slow(page, 1)
    updated = [each for each, _ in found]
    emit(f"search_{PROCEDURES}_first_letter_{rate}x", found[0][1], "ms")
    emit(f"search_{PROCEDURES}_updated_{rate}x", median(updated), "ms")
    emit(f"search_{PROCEDURES}_painted_{rate}x", median([painted for _, painted in found]), "ms")
    emit(f"search_{PROCEDURES}_painted_p95_{rate}x", at_share([painted for _, painted in found], 0.95), "ms")


def _typed(page: Page, word: str) -> list[list[float]]:
    page.locator('input[type="search"]').fill("")
    took = []
    for letter in word:
        took.append(page.evaluate(TYPE, [letter]))
        # the first letter fetches the search itself
        page.locator(".item, .empty").first.wait_for()
    return took
