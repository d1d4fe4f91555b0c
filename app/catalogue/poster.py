"""The A4 poster of a procedure: what to bring, what it costs, how long it takes, and the QR that opens its page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.catalogue.rules.words import fee_words, hours_words, time_words, to_bring
from app.core import clock, qr, typeset
from app.units.models import Unit

TEMPLATE = Path(__file__).parent / "templates" / "poster.typ"


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


def _vietnamese(day: str) -> str:
    year, month, date = day.split("-")
    return f"{date}/{month}/{year}"
