"""What has to be paid for a procedure, line by line, and why; the PWA's fees.ts gives the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Any, Literal, TypeAlias

from app.core.money import dong
from app.forms.rules.expr import Scope, holds, number

Rule: TypeAlias = Mapping[str, Any]
Answers: TypeAlias = Mapping[str, Any]

# More copies than this are a slip of the finger; the form's own bounds are far below.
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line: phí or lệ phí. An amount of None is set by the province and written in at the counter."""

    key: str
    kind: Literal["le_phi", "phi"]
    label: Mapping[str, str]
    amount: int | None
    quantity: int
    why: Mapping[str, str]
    basis: str | None = None
    exemption: str | None = None


@dataclass(frozen=True, slots=True)
class _Sum:
    """What a rule comes to before exemptions."""

    quantity: int
    amount: int | None


def lines(
    procedure: Mapping[str, Any],
    answers: Answers,
    channel: str,
    on: date,
    exempt: Collection[str] = (),
) -> list[FeeLine]:
    """The lines of a procedure for cleaned answers, a channel, a day and the exemption groups that were shown.

    Of the rules with one key the first that is in force, of the channel and true of the answers makes the line.
    """
    made = []
    done: set[str] = set()
    for rule in procedure.get("fees", ()):
        if rule["key"] in done or not _applies(rule, answers, channel, on):
            continue
        done.add(rule["key"])
        total = _total(rule, answers)
        if total.quantity > 0:
            claimed = _exemption(procedure.get("exemptions", ()), rule["key"], channel, on, exempt)
            made.append(_line(rule, total, claimed))
    return made


def in_force(rule: Rule, on: date) -> bool:
    """Whether a dated rule is in force on a day."""
    day = on.isoformat()
    return bool(rule["from"] <= day and ("to" not in rule or day <= rule["to"]))


def of_channel(wanted: str, channel: str) -> bool:
    """Whether a rule's channel covers a dossier's; what is prepared on a phone is paid as at the counter."""
    return wanted in ("any", channel) or (wanted == "direct" and channel == "prepared")


def _applies(rule: Rule, answers: Answers, channel: str, on: date) -> bool:
    if not in_force(rule, on) or not of_channel(rule["channel"], channel):
        return False
    return "when" not in rule or holds(rule["when"], _scope(answers, on))


def _scope(answers: Answers, on: date) -> Scope:
    groups = {key: len(value) for key, value in answers.items() if _is_group(value)}
    return Scope(on.isoformat(), dict(answers), groups)


def _is_group(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(row, dict) for row in value)


def _total(rule: Rule, answers: Answers) -> _Sum:
    if "each" not in rule:
        return _one(rule, answers)
    rows = answers.get(rule["each"])
    sums = [_one(rule, row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    if not sums:
        return _one(rule, {})
    amounts = [each.amount for each in sums]
    amount = None if None in amounts else sum(part or 0 for part in amounts)
    return _Sum(sum(each.quantity for each in sums), amount)


def _one(rule: Rule, answers: Answers) -> _Sum:
    default = 0 if rule.get("optional") else 1
    units = _count(answers, rule.get("quantity_from"), default)
    times = _count(answers, rule.get("times_from"), 1)
    single = _single(rule, units)
    quantity = times if "times_from" in rule and units else units * times
    return _Sum(quantity, None if single is None else single * times)


def _count(answers: Answers, key: str | None, default: int) -> int:
    value = number(answers.get(key)) if key is not None else None
    return min(value, _MOST) if isinstance(value, int) and value >= 0 else default


def _single(rule: Rule, units: int) -> int | None:
    """The amount of so many units, by tiers where there are any, not above the cap."""
    if rule["amount"] is None:
        return None
    tiers = sorted(rule.get("tiers", ()), key=lambda tier: int(tier["from"]))
    starts = [1, *[tier["from"] for tier in tiers], units + 1]
    rates = [rule["amount"], *[tier["amount"] for tier in tiers]]
    amount = 0
    for at, rate in enumerate(rates):
        first, after = min(starts[at], units + 1), min(starts[at + 1], units + 1)
        amount += rate * max(0, after - first)
    return min(amount, rule["cap"]) if "cap" in rule else amount


def _exemption(exemptions: Iterable[Rule], key: str, channel: str, on: date, claimed: Collection[str]) -> Rule | None:
    """The exemption that leaves the least to pay, of those claimed that are in force for this line and channel."""
    fitting = [
        item
        for item in exemptions
        if item["key"] in claimed
        and in_force(item, on)
        and of_channel(item.get("channel", "any"), channel)
        and key in item.get("fees", (key,))
    ]
    return min(fitting, key=lambda item: float(item["rate"]), default=None)


def _line(rule: Rule, total: _Sum, claimed: Rule | None) -> FeeLine:
    amount = total.amount
    why = _why(rule, total)
    if claimed is not None and claimed["rate"] < 1:
        amount = _part(amount, claimed["rate"])
        why = _why_exempt(claimed, amount)
    return FeeLine(
        key=rule["key"],
        kind=rule["kind"],
        label=rule["label"],
        amount=amount,
        quantity=total.quantity,
        why=why,
        basis=rule.get("basis"),
        exemption=claimed["key"] if claimed is not None else None,
    )


def _part(amount: int | None, rate: float) -> int | None:
    """The part that is still paid, in whole đồng, halves up; nothing of an unknown amount is nothing."""
    if rate == 0:
        return 0
    return None if amount is None else (amount * floor(rate * 10_000 + 0.5) + 5_000) // 10_000


def _why(rule: Rule, total: _Sum) -> Mapping[str, str]:
    note = rule.get("note")
    if total.amount is None:
        return note or {"vi": "Mức do tỉnh quy định.", "en": "Set by the province."}
    if total.amount == 0:
        return note or {"vi": "Không thu.", "en": "Free."}
    money = dong(total.amount)
    if "tiers" in rule:
        return {
            "vi": f"{total.quantity} bản, tính theo số trang: {money}",
            "en": f"{total.quantity} copies, by pages: {money}",
        }
    if total.quantity == 1:
        return {"vi": money, "en": money}
    each = dong(rule["amount"])
    return {"vi": f"{total.quantity} × {each} = {money}", "en": f"{total.quantity} × {each} = {money}"}


def _why_exempt(claimed: Rule, amount: int | None) -> Mapping[str, str]:
    label = claimed["label"]
    vi, en = label["vi"], label.get("en", label["vi"])
    if amount == 0:
        return {"vi": f"Được miễn: {vi}", "en": f"Exempt: {en}"}
    percent = floor(claimed["rate"] * 100 + 0.5)
    return {"vi": f"Chỉ nộp {percent}%: {vi}", "en": f"Only {percent}%: {en}"}
