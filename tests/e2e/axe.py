"""Looks at a screen as axe-core does, in light and in dark; a journey may call it on every screen it comes to.

A screen that was looked at in this run and stands there again with other words is not looked at again: what axe judges
is how a page is built, and twenty journeys come through the same door.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.e2e.server import ROOT

RUN = """
async (rules) => {
  const found = await axe.run(document, { resultTypes: ["violations"], ...rules });
  return found.violations.map(({ id, help, nodes }) => ({
    id, help, where: nodes.slice(0, 4).map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
  }));
}
"""
SHAPE = """
() => {
  const words = "label|labelledby|describedby|controls|owns|activedescendant|valuetext|valuenow|details";
  const plain = "id|for|name|value|href|src|srcset|alt|title|placeholder|datetime|d|list|form|content";
  const free = new RegExp(`^(${plain}|data-.*|aria-(${words}))$`);
  const shape = (node) => {
    if (node.localName === "script" || node.localName === "style") return "";
    const marks = [...node.attributes].map(({ name, value }) =>
      free.test(name) ? `${name}${value ? "" : "=none"}` : `${name}=${value}`);
    const said = [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
    const inner = [];
    for (const child of node.children) {
      const next = shape(child);
      // a list of ten is built like a list of two
      if (next !== inner.at(-1)) inner.push(next);
    }
    return `<${node.localName} ${marks.sort().join(" ")}${said ? " said" : ""}>${inner.join("")}</>`;
  };
  return `${innerWidth} ${document.title ? "titled" : ""} ${shape(document.documentElement)}`;
}
"""
_looked_at: set[str] = set()
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


@cache
def _source() -> str:
    return (ROOT / "pwa/node_modules/axe-core/axe.min.js").read_text()


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds on the page as it stands: everything in light, the colours once more in dark."""
    _load(page)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = _run(page, {})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [each | {"dark": True} for each in _run(page, COLOURS)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


def _load(page: Page) -> None:
    if not page.evaluate("'axe' in globalThis"):
        # the devtools' own way in: no policy of the page stands before it, and none is loosened
        page.evaluate(_source())


def _run(page: Page, rules: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(RUN, rules)
    return found


def assert_accessible(page: Page) -> None:
    """Fail with what axe finds, and where; a page that is built like one that was found good is good."""
    shape = hashlib.sha256(page.evaluate(SHAPE).encode()).hexdigest()
    if shape in _looked_at:
        return
    found = violations(page)
    told = "\n".join(f"{each['id']}: {each['help']}\n  " + "\n  ".join(each["where"]) for each in found)
    assert not found, f"{page.url}\n{told}"
    _looked_at.add(shape)
