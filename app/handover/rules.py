"""Who may fetch a result, and what must be said of it: pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.core.text import fold

Person = Mapping[str, Any]
Others = Literal["anyone", "certified", "nobody"]
"""Whom the procedure lets fetch it besides the people of the dossier (catalogue: `collect`): anybody with a paper that
says so, only with a certified one (close relatives without), or nobody."""

LEAST_STROKES = 12
"""So many numbers a signature has at least: a dot is none."""


@dataclass(frozen=True)
class Receiver:
    """Who stands at the counter, and what she says she is to the owner."""

    name: str
    id_number: str
    capacity: str
    """self (a person of the dossier), relative, authorised."""
    authority: str = ""
    certified: bool = False


@dataclass(frozen=True)
class Given:
    """What the official writes down of one handing over."""

    method: str
    receiver: Receiver
    id_checked: bool
    signed: str | None
    strokes: int
    """Of how many numbers the drawing on glass is made."""
    carrier: str
    tracking: str


def plain_id(number: str) -> str:
    """An identity number without what people put between its groups."""
    return "".join(sign for sign in number.upper() if sign.isalnum())


def missing(given: Given) -> list[tuple[str, str]]:
    """What is not said and must be: pairs of the place and the code."""
    found: list[tuple[str, str | bool]] = [("receiver.name", "receiver_needed" if not given.receiver.name else "")]
    if given.method == "post":
        found += [("carrier", "" if given.carrier else "handover_carrier_needed")]
        found += [("tracking", "" if given.tracking else "handover_tracking_needed")]
    else:
        number = plain_id(given.receiver.id_number)
        found += [("receiver.id_number", "" if 6 <= len(number) <= 20 else "handover_id_needed")]
        found += [("id_checked", "" if given.id_checked else "handover_id_unchecked")]
        found += [("receiver.authority", _authority(given.receiver))]
        found += [("signed", _signed(given))]
    return [(place, str(code)) for place, code in found if code]


def _authority(receiver: Receiver) -> str:
    if receiver.capacity == "self" or receiver.authority:
        return ""
    return "handover_relation_needed" if receiver.capacity == "relative" else "handover_paper_needed"


def _signed(given: Given) -> str:
    if given.signed is None:
        return "handover_unsigned"
    return "handover_unsigned" if given.signed == "glass" and given.strokes < LEAST_STROKES else ""


def as_whom(people: Mapping[str, Any], receiver: Receiver) -> str | None:
    """What the receiver is to a dossier; nothing where she says she is one of its people and is none of them.

    A number on record decides. Where there is none (a newborn, an old person without papers) the name does.
    """
    if receiver.capacity != "self":
        return receiver.capacity
    return next((role for role, person in _people(people) if _is(person, receiver)), None)


def _people(people: Mapping[str, Any]) -> Iterator[tuple[str, Person]]:
    for role in ("owner", "submitter"):
        if people.get(role):
            yield role, people[role]
    for person in people.get("subjects") or ():
        yield "subject", person


def _is(person: Person, receiver: Receiver) -> bool:
    if known := plain_id(str(person.get("id_number") or "")):
        return known == plain_id(receiver.id_number)
    return bool(person.get("name")) and fold(str(person["name"])) == fold(receiver.name)


def hindrance(whom: str | None, receiver: Receiver, others: Others) -> str | None:
    """Why this person may not fetch it: a code, or nothing."""
    if whom is None:
        return "handover_not_in_dossier"
    if receiver.capacity == "self" or others == "anyone":
        return None
    if others == "nobody":
        return "handover_in_person"
    if receiver.capacity == "authorised" and not receiver.certified:
        return "handover_not_certified"
    return None


def signed_for(dossiers: Iterable[str], receiver: Receiver) -> str:
    """The text that is signed on the other screen: these results, this receiver; the app makes the same."""
    return "\n".join(["hand_over", *sorted(dossiers), receiver.name, plain_id(receiver.id_number)])


def end_of(number: str) -> str:
    """What a list shows of an identity number."""
    return plain_id(number)[-4:]


def code_in(text: str) -> str:
    """What to look for in what was typed or scanned: the code of a slip, the number of an ID card, or the text."""
    plain = text.strip()
    for mark in ("/t/", "/T/"):
        if mark in plain:
            return plain.split(mark, 1)[1].split("#")[0].split("?")[0].strip("/")
    if "|" in plain:
        return next(_numbers(plain.split("|")), plain)
    return plain


def _numbers(parts: Iterable[str]) -> Iterator[str]:
    return (part.strip() for part in parts if part.strip().isdecimal() and len(part.strip()) == 12)
