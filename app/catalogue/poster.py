"""The A4 poster of a procedure: what to bring, what it costs, how long it takes, and the QR that opens its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.catalogue.rules.words import fee_words, hours_words, time_words, to_bring
from app.core import clock, qr, typeset
from app.units.models import Unit

TEMPLATE = Path(__file__).parent / "templates" / "poster.typ"
SET = TEMPLATE.with_name("poster-set.typ")


def address(public_url: str, slug: str, code: str) -> str:
    """The permanent address that the poster's QR names."""
    return f"{public_url}/{slug}/{code}"


def draw(procedure: Mapping[str, Any], unit: Unit, *, public_url: str) -> bytes:
    """The poster as PDF; the same facts give the same bytes."""
    always, cases = to_bring(procedure["papers"])
    url = address(public_url, unit.slug, procedure["code"])
    return typeset.render(
        TEMPLATE,
        {
            "title": procedure["name"]["vi"],
            "summary": procedure["summary"]["vi"],
            "code": procedure["code"],
            "unit": unit.name,
            "address": unit.address or "",
            "phone": unit.phone or "",
            "hours": hours_words(unit.hours),
            "always": always,
            "cases": cases,
            "fees": fee_words(procedure, clock.today()),
            "time": time_words(procedure),
            "url": url.split("://", 1)[-1],
            "qr": qr.svg(url),
            "checked": f"{procedure['source']['name']}, {_vietnamese(procedure['source']['date'])}",
        },
    )


def draw_set(procedures: Sequence[Mapping[str, Any]], unit: Unit, size: str, *, public_url: str) -> bytes:
    """Posters of few and large words, one a page (a4) or four with marks to cut along (a6), as one PDF."""
    posters = [_large(each, unit, public_url) for each in procedures]
    return typeset.render(SET, {"size": size, "title": f"Áp phích thủ tục – {unit.name}", "posters": posters})


def _large(procedure: Mapping[str, Any], unit: Unit, public_url: str) -> dict[str, Any]:
    """What is read from a metre away: the rest is behind the code."""
    always, _ = to_bring(procedure["papers"])
    url = address(public_url, unit.slug, procedure["code"])
    return {
        "title": procedure["name"]["vi"],
        "code": procedure["code"],
        "unit": unit.name,
        "phone": unit.phone or "",
        "hours": hours_words(unit.hours),
        "bring": [paper["name"] for paper in always],
        "fees": fee_words(procedure, clock.today()),
        "time": time_words(procedure),
        "url": url.split("://", 1)[-1],
        "qr": qr.svg(url),
    }


def _vietnamese(day: str) -> str:
    year, month, date = day.split("-")
    return f"{date}/{month}/{year}"
