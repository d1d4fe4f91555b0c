"""The fee, the time and the opening hours of a procedure in a few Vietnamese words, for print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from app.catalogue.rules.fees import in_force
from app.core.money import dong

_UNITS = {"working_day": "ngày làm việc", "day": "ngày", "hour": "giờ", "month": "tháng"}
_DAYS = {
    "mon": "thứ Hai",
    "tue": "thứ Ba",
    "wed": "thứ Tư",
    "thu": "thứ Năm",
    "fri": "thứ Sáu",
    "sat": "thứ Bảy",
    "sun": "Chủ nhật",
}


def fee_words(procedure: Mapping[str, Any], on: date) -> list[str]:
    """What it costs on a day, a line for each rule in force."""
    said = [_fee(rule) for rule in procedure["fees"] if in_force(rule, on)]
    return list(dict.fromkeys(said)) or ["Không thu phí, lệ phí"]


def _fee(rule: Mapping[str, Any]) -> str:
    note = rule.get("note", {}).get("vi", "").rstrip(".")
    label = rule["label"]["vi"]
    amount = rule["amount"]
    if amount is None:
        return note or f"{label}: theo mức của tỉnh"
    if "tiers" in rule and note:
        return str(note)
    if amount == 0:
        return note or "Không thu phí, lệ phí"
    where = " (nộp qua mạng)" if rule["channel"] == "online" else ""
    per = f" {rule['per']['vi']}" if "per" in rule else ""
    return f"{label}{where}: {dong(amount)}{per}"


def time_words(procedure: Mapping[str, Any]) -> str:
    """How long it takes when handed in at the counter."""
    usual = [time for time in procedure["times"] if "case" not in time]
    fitting = [time for time in usual if time["channel"] in ("all", "direct")] or usual
    return _time(fitting[0])


def _time(time: Mapping[str, Any]) -> str:
    if time["value"] is None:
        return str(time.get("note", {}).get("vi", "Hỏi cán bộ khi nộp").rstrip("."))
    if "same_day_before" in time:
        return f"Trong ngày, nếu nộp trước {time['same_day_before']}"
    return f"{time['value']} {_UNITS[time['unit']]}"


def hours_words(hours: Mapping[str, Sequence[Sequence[str]]]) -> list[str]:
    """Opening hours with equal days together: 'thứ Hai – thứ Sáu: 07:00–11:30, 13:30–17:00'."""
    spans = [(day, "; ".join(f"{start}–{end}" for start, end in hours.get(day, ()))) for day in _DAYS]
    lines = []
    for text, run in groupby(spans, key=lambda pair: pair[1]):
        days = [day for day, _ in run]
        if text:
            lines.append(f"{_span(days)}: {text}")
    return lines


def _span(days: Sequence[str]) -> str:
    names = [_DAYS[day] for day in days]
    joined = names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"
    return joined[0].upper() + joined[1:]


def to_bring(papers: Iterable[Mapping[str, Any]]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The papers of everybody, and those of special cases with their condition; forms are filled in the app."""
    always, cases = [], []
    for paper in papers:
        if paper["kind"] in ("form", "e_form") or (paper["compare"] == "none" and paper["photo"] == "none"):
            continue
        entry = {"name": paper["name"]["vi"], "note": paper.get("note", {}).get("vi", "")}
        if paper["need"] == "always":
            always.append(entry)
        else:
            cases.append({"name": entry["name"], "note": paper["condition"]["vi"]})
    return always, cases
