"""A new release comes while people work: nothing is taken from under their hands, and half of one is none."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import settings
from tests.e2e import mischief, people, releases
from tests.e2e.phone import Phone, Slip
from tests.e2e.releases import Deployed

WOMAN = people.resident("Quàng Thị Ên", 81)
OFFERED = "Có bản mới của ứng dụng"
TYPED = "Quàng Thị Ên Thương"
LOOK_FOR_ONE = """
async () => {
  const registration = await navigator.serviceWorker.ready;
  const states = [];
  const found = new Promise((done) => registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker.addEventListener("statechange", () => {
      states.push(worker.state);
      if (worker.state !== "installing") done();
    });
  }));
  await registration.update();
  await found;
  return states;
}
"""
A_FEW_BYTES_A_SECOND = 4
BOTH_WANT_TO_SEND = """
async () => {
  const { held, pending } = await navigator.locks.query();
  return new Set([...held, ...pending].filter((lock) => lock.name === "cl-sync").map((lock) => lock.clientId)).size > 1;
}
"""
SHELLS = "async () => (await caches.keys()).filter((name) => name.startsWith('cl-shell-'))"


@pytest.fixture(scope="module")
def deployed(
    furnished: str, copy_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployed]:
    """One server for the releases of this file."""
    folder = tmp_path_factory.mktemp("deployed")
    with releases.running(settings(folder / "instance", copy_database(furnished)), folder) as started:
        yield started


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release after the built one."""
    return releases.later(tmp_path_factory.mktemp("releases") / "second", "B")


def release_of(page: Page) -> str | None:
    """Which release this page runs; nothing for the built one."""
    return page.locator("html").get_attribute(releases.MARK)


def gone_from_the_server(at: Deployed, name: str) -> bool:
    """Nobody who asks the server gets this file any more."""
    try:
        urllib.request.urlopen(f"{at.server.url}/assets/{name}").close()
    except urllib.error.HTTPError as error:
        return error.code == 404
    return False


def fetched(page: Page, name: str) -> bool:
    """A part of the app that this page has not used yet comes, and is a script."""
    return bool(page.evaluate(f"import('/assets/{name}').then(() => true, () => false)"))


def queue(phone: Phone) -> Slip:
    """A dossier that waits on the phone for a network."""
    phone.lose_network()
    phone.open(f"/thu-tuc/{people.MARITAL_STATUS}")
    phone.begin(people.MARITAL_STATUS)
    phone.fill(people.MARITAL_STATUS, people.single(WOMAN))
    slip = phone.send()
    phone.slip_says("Đã lưu trên máy")
    return slip


def change_over_in_another_tab(phone: Phone) -> None:
    """The same person takes the new release where she is filling in nothing."""
    other = phone.context.new_page()
    other.goto(phone.url)
    expect(other.get_by_text(OFFERED)).to_be_visible()
    assert release_of(other) is None
    other.get_by_role("button", name="Dùng bản mới").click()
    expect(other.locator(f"html[{releases.MARK}=B]")).to_have_count(1)
    other.close()


def test_f39_f40_a_release_that_comes_while_a_form_is_filled_waits_and_loses_nothing(
    deployed: Deployed, second: Path, open_phone: Callable[..., BrowserContext]
) -> None:
    deployed.deploy(releases.STATIC)
    # without Background Sync, as on iPhones
    phone = Phone(open_phone(permissions=["notifications"]), deployed.server.url)
    phone.install()
    slip = queue(phone)
    phone.open(f"/thu-tuc/{people.COPIES}")
    phone.begin(people.COPIES)
    page, form = phone.page, phone.page.url
    page.evaluate("window.neverReloaded = true")
    box = phone.question("req_name").get_by_role("textbox")

    with mischief.on(deployed.server, "before_read", "/api/sync/"):
        box.press_sequentially(WOMAN.name)
        deployed.deploy(second)
        phone.find_network()
        assert page.evaluate(LOOK_FOR_ONE) == ["installed"]
        box.press_sequentially(" Thương")
        phone.kept()
        expect(page.get_by_text(OFFERED)).to_have_count(0)
        # nobody has asked for the new one: what the old one has not loaded yet still comes
        assert gone_from_the_server(deployed, releases.named("StoragePage"))
        assert fetched(page, releases.named("StoragePage"))

        change_over_in_another_tab(phone)
        # the other tab runs the new release, and this one goes on with the old one until its person is ready
        assert page.evaluate("window.neverReloaded")
        expect(box).to_have_value(TYPED)
        assert fetched(page, releases.named("OutboxPage"))
        page.get_by_role("link", name="Để sau").click()
        expect(page.get_by_text(OFFERED)).to_be_visible()
        assert page.evaluate("window.neverReloaded")
        phone.tap("Dùng bản mới")
        expect(page.locator(f"html[{releases.MARK}=B]")).to_have_count(1)
        page.goto(f"{deployed.server.url}/phieu/{slip.dossier_id}")
        phone.slip_says("Đã lưu trên máy")

    page.evaluate("dispatchEvent(new Event('online'))")
    phone.expect_sent()
    page.goto(form)
    expect(box).to_have_value(TYPED)


def test_f40_who_asks_for_a_release_gets_it_while_the_phone_sends_in_the_background(
    deployed: Deployed, second: Path, pick_up: Callable[..., Phone]
) -> None:
    deployed.deploy(releases.STATIC)
    phone = pick_up(deployed.server)
    phone.install()
    slip = queue(phone)
    with mischief.on(deployed.server, f"slow={A_FEW_BYTES_A_SECOND}", "/api/sync/push"):
        deployed.deploy(second)
        phone.find_network()
        assert phone.page.evaluate(LOOK_FOR_ONE) == ["installed"]
        phone.page.wait_for_function(BOTH_WANT_TO_SEND)
        phone.open()
        assert release_of(phone.page) is None
        phone.tap("Dùng bản mới")
        expect(phone.page.locator(f"html[{releases.MARK}=B]")).to_have_count(1)
    phone.open(f"/phieu/{slip.dossier_id}")
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.expect_sent()


def test_f41_a_release_that_came_half_never_begins_and_the_old_one_works_without_a_network(
    deployed: Deployed, second: Path, pick_up: Callable[..., Phone]
) -> None:
    deployed.deploy(releases.STATIC)
    phone = pick_up(deployed.server)
    phone.install()
    kept = phone.page.evaluate(SHELLS)
    deployed.deploy(second)
    with mischief.on(deployed.server, "half_answer", "/assets/FillPage-"):
        assert phone.page.evaluate(LOOK_FOR_ONE) == ["redundant"]
    assert phone.page.evaluate(SHELLS) == kept
    phone.lose_network()
    phone.open(f"/thu-tuc/{people.COPIES}")
    assert release_of(phone.page) is None
    expect(phone.page.get_by_text(OFFERED)).to_have_count(0)
    phone.begin(people.COPIES)
    phone.answer("req_name", WOMAN.name)
    phone.kept()
    phone.find_network()
    # what did not come whole is fetched again, and then it is offered
    assert phone.page.evaluate(LOOK_FOR_ONE) == ["installed"]
    phone.tap(re.compile("^Để sau"))
    expect(phone.page.get_by_text(OFFERED)).to_be_visible()
