"""What sealing costs a person: unlocking with a PIN, and a keystroke until what was typed is kept on the phone."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.bench.browsers import phone, served, slow
from tests.bench.record import emit, median, times
from tests.dossiers.office import PASSWORD
from tests.e2e.helping import PIN
from tests.sync.world import COPIES

UNLOCK = """
() => new Promise((done) => {
  const begun = performance.now();
  const look = new MutationObserver(() => {
    if (document.querySelector("dialog.lock") !== null) return;
    look.disconnect();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now() - begun);
      channel.port2.postMessage(0);
    });
  });
  look.observe(document, { subtree: true, childList: true });
  document.querySelector("dialog.lock form button").click();
})
"""
"""From the tap to the frame without the lock screen."""

KEEP = """
(text) => new Promise((done) => {
  const box = document.querySelector('[data-path] input[type="text"], [data-path] input:not([type])');
  const line = document.querySelector(".saved");
  const begun = performance.now();
  let writing = false;
  const look = new MutationObserver(() => {
    const at = /[0-9]:[0-9]{2}/.test(line.textContent);
    writing ||= !at;
    if (!at || !writing) return;
    look.disconnect();
    done(performance.now() - begun);
  });
  look.observe(line, { subtree: true, childList: true, characterData: true });
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, text);
  box.dispatchEvent(new Event("input", { bubbles: true }));
})
"""
"""From a keystroke to the word that it is kept; the app waits 0.3 s for further ones."""


def measure() -> None:
    """Both at the machine's own speed and six times slowed."""
    with (
        served() as (playwright, server, profiles),
        phone(playwright, profiles / "phone") as context,
    ):
        page = context.new_page()
        page.goto(f"{server.url}/toi")
        _sign_in(page)
        for rate in (1, 6):
            emit(f"unlock_{rate}x", median([_unlocked(page, rate) for _ in range(times(6, 3))]), "ms")
        page.goto(f"{server.url}/bat-dau/{COPIES}")
        page.get_by_label("Mã khóa", exact=True).fill(PIN)
        page.get_by_role("button", name="Mở khóa").click()
        _first_question(page)
        for rate in (1, 6):
            slow(page, rate)
            page.evaluate(KEEP, "Nguyễn")
            found = [page.evaluate(KEEP, f"Nguyễn {number}") for number in range(times(9, 4))]
            emit(f"keystroke_to_kept_{rate}x", median(found), "ms")


def _sign_in(page: Page) -> None:
    page.get_by_text("Tình nguyện viên, cán bộ: đăng nhập bằng mật khẩu").click()
    page.get_by_label("Tên đăng nhập").fill("clerk")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.locator("details[open]").get_by_role("button", name="Đăng nhập").first.click()
    asked = page.get_by_role("dialog", name="Đặt mã khóa cho máy này")
    asked.get_by_label("Mã khóa, ít nhất 6 số").fill(PIN)
    asked.get_by_label("Gõ lại mã khóa").fill(PIN)
    asked.get_by_label("Màn hình khóa gọi bạn là gì?").fill("Ánh")
    asked.get_by_role("button", name="Đặt mã khóa").click()
    asked.wait_for(state="detached")


def _unlocked(page: Page, rate: float) -> float:
    page.get_by_role("button", name="Khóa ngay").click()
    page.get_by_label("Mã khóa", exact=True).fill(PIN)
    page.wait_for_timeout(300)
    slow(page, rate)
    took: float = page.evaluate(UNLOCK)
    slow(page, 1)
    return took


def _first_question(page: Page) -> None:
    """Where there is a choice of counters: the first; then the form begins."""
    page.locator("[data-path], input[type=radio]").first.wait_for()
    if page.locator("[data-path]").count() == 0:
        page.locator("label:has(input[type=radio])").first.click()
        page.locator(".action button").first.click()
    page.locator('[data-path] input[type="text"], [data-path] input:not([type])').first.wait_for()
    page.locator(".saved").wait_for()
