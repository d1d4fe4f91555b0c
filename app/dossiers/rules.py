"""Pure rules of intake: parties, the second factor, what is searched by, how a sent dossier is called."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.core.text import fold, nfc_lines

Json = Any
Person = Mapping[str, Any]

MAX_PAGES = 100
NOBODY = UUID(int=0)
"""Whose factor is compared where there is no dossier, so that an absent one takes as long as a wrong word."""


def cleaned(value: Json) -> Json:
    """The same JSON without characters that nobody types and databases choke on."""
    if isinstance(value, str):
        return nfc_lines(value)
    if isinstance(value, list):
        return [cleaned(each) for each in value]
    if isinstance(value, dict):
        return {nfc_lines(str(key)): cleaned(each) for key, each in value.items()}
    return value


def merged_parties(bound: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The people of a dossier: what the answers bind counts, the phone's own list fills what no field binds."""
    people = {key: value for key, value in given.items() if value not in (None, [], {})}
    people.pop("helper", None)
    for role in ("owner", "submitter"):
        fromform = bound.get(role) or {}
        people[role] = {**(people.get(role) or {}), **fromform}
        if not people[role].get("name"):
            people.pop(role)
    for role in ("subjects", "witnesses"):
        people[role] = list(bound.get(role) or people.get(role) or [])
    return people


def is_known(person: Person | None) -> bool:
    """Whether it is clear who somebody is: a name, and a number, or without papers a birth date or an address."""
    if not person or not person.get("name"):
        return False
    return any(person.get(key) for key in ("id_number", "birth_date", "address"))


def factor_hash(dossier_id: UUID, word: str) -> str:
    """What is kept of the four characters that follow a dossier."""
    return hashlib.sha256(f"{dossier_id}:{word.strip().upper()}".encode()).hexdigest()


def factor_is_theirs(kind: str, word: str, people: Mapping[str, Any]) -> bool:
    """Whether the four characters are the end of the owner's or the submitter's number; a word of the slip is free."""
    if kind == "word":
        return True
    return word.upper() in last_fours(kind, people)


def last_fours(kind: str, people: Mapping[str, Any]) -> list[str]:
    """The ends of the owner's and the submitter's numbers of that kind."""
    member = {"id": "id_number", "phone": "phone"}[kind]
    found = [str((people.get(role) or {}).get(member) or "") for role in ("owner", "submitter")]
    return [text[-4:].upper() for text in found if len(text) >= 4]


def factor_fits(dossier_id: UUID, kept_hash: str, kind: str, people: Mapping[str, Any], word: str) -> bool:
    """Whether somebody knows the second factor: the one on the slip, or the other person's number of the same kind."""
    asked = factor_hash(dossier_id, word)
    known = [kept_hash]
    if kind != "word":
        known += [factor_hash(dossier_id, each) for each in last_fours(kind, people)]
    return sum(hmac.compare_digest(asked, each) for each in known) > 0


def claim_hash(secret: str) -> str:
    """What is kept of a slip's claim secret; people may type it in small letters and groups."""
    plain = "".join(secret.split()).replace("-", "").upper()
    return hashlib.sha256(plain.encode()).hexdigest()


def title(procedure_name: str, people: Mapping[str, Any]) -> str:
    """What the owner calls it: the procedure and for whom."""
    subject = next((each.get("name") for each in people.get("subjects", []) if each.get("name")), None)
    name = subject or (people.get("owner") or {}).get("name")
    return f"{procedure_name}: {name}"[:400] if name else procedure_name[:400]


def search_text(people: Mapping[str, Any], codes: Iterable[str]) -> str:
    """Everything the desk may look a dossier up by, folded."""
    everybody = [people.get("owner"), people.get("submitter"), *people.get("subjects", [])]
    words: list[str] = []
    for person in everybody:
        if person:
            words += [str(person.get(key) or "") for key in ("name", "id_number", "phone")]
    words += [code for text in codes for code in (text, text.replace("-", ""))]
    return " ".join(dict.fromkeys(fold(word) for word in words if word))


def manifest_faults(items: Sequence[tuple[UUID, str, int]], named: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """What is wrong with a list of pages (id, paper, page), and with the fields that name pages it does not have."""
    faults: list[dict[str, Any]] = []
    ids, places = set(), set()
    for number, (attachment_id, paper, page) in enumerate(items):
        if str(attachment_id) in ids or (paper, page) in places:
            faults.append({"path": f"manifest[{number}]", "code": "duplicate", "params": {}})
        ids.add(str(attachment_id))
        places.add((paper, page))
    if len(items) > MAX_PAGES:
        faults.append({"path": "manifest", "code": "too_many_rows", "params": {"max": MAX_PAGES}})
    for path, wanted in named.items():
        if any(each not in ids for each in wanted):
            faults.append({"path": path, "code": "required", "params": {}})
    return faults


def corrected(offset_ms: int) -> timedelta:
    """What must be added to a phone's moments; a phone that knows nothing says nothing."""
    return timedelta(milliseconds=max(-(10**12), min(offset_ms, 10**12)))
