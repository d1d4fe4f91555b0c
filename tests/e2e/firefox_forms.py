"""Filling in forms in Firefox, question by question, as `phone.py` does in Chromium."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from tests.e2e.firefox import Firefox
from tests.e2e.people import Answer
from tests.e2e.phone import DATE, sections

KIND = """
async (path) => {
  const box = document.querySelector(`[data-path="${path}"]`);
  const kinds = {date: ".date", combo: "[role=combobox]", choice: "[type=radio]", tick: "[type=checkbox]"};
  return Object.keys(kinds).find((kind) => box.querySelector(kinds[kind])) ?? "text";
}
"""


def step(browser: Firefox) -> str:
    """Where in the form we are, as the address says."""
    return browser.url.split("?")[0].rsplit("/", 1)[-1]


def fill(
    browser: Firefox,
    code: str,
    answers: Mapping[str, Answer],
    papers: Mapping[str, Sequence[Path]],
    *,
    until: str = "kiem-tra",
) -> None:
    """Answer section by section until a step is reached."""
    while step(browser) != until:
        here = step(browser)
        for key in sections(code)[here]:
            if key in answers:
                answer(browser, key, answers[key])
            if key in papers:
                photograph(browser, key, papers[key])
        browser.tap("Tiếp tục")
        browser.until(partial(_has_left, browser, here))


def _has_left(browser: Firefox, before: str) -> bool:
    return step(browser) != before


def answer(browser: Firefox, path: str, value: Answer) -> None:
    """Give one answer the way its question wants it."""
    box = f"//*[@data-path='{path}']"
    browser.find(box)
    kind = browser.run(KIND, path)
    if kind == "date":
        found = DATE.fullmatch(str(value))
        assert found is not None
        for number, part in enumerate(found.groups(), start=1):
            browser.write(f"({box}//*[contains(@class, 'date')]//input)[{number}]", part)
    elif kind == "combo":
        browser.write(f"{box}//input", str(value))
        browser.click(f"({box}//*[@role='option'][contains(., '{value}')])[1]")
    elif kind == "choice":
        browser.click(f"{box}//label[.//*[normalize-space(text())='{value}'] or normalize-space(.)='{value}']")
    elif kind == "tick":
        browser.click(f"{box}//label")
    else:
        browser.write(f"{box}//*[self::input or self::textarea]", str(value))


def photograph(browser: Firefox, path: str, pages: Sequence[Path]) -> None:
    """Give a file for each page of a paper, as the phone's picker would."""
    for number, page in enumerate(pages, start=1):
        box = f"//*[@data-path='{path}']"
        browser.attach(f"({box}//input[@type='file'])[last()]", page)
        browser.find(f"({box}//*[@class='shot__n'])[{number}]")


def shots(browser: Firefox, path: str) -> int:
    """How many pages of a paper are shown."""
    shown = browser.run("async (path) => document.querySelectorAll(`[data-path='${path}'] .shot__n`).length", path)
    assert isinstance(shown, int)
    return shown


def slip_of(browser: Firefox) -> str:
    """The code on the slip that is shown."""
    browser.find("//*[contains(@class, 'slip__code')]")
    code = str(browser.run("async () => document.querySelector('.slip__code').textContent"))
    assert re.fullmatch(r"\S+", code)
    return code
