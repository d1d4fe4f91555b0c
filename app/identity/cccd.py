"""The QR on an ID card, read as typing help and never as proof: it is not signed. The PWA's cccd.ts reads the same."""

import re
from dataclasses import dataclass, field
from datetime import date

from app.core.text import fold, nfc

_FIELDS = 7
_GENDERS = {"nam": "male", "nu": "female", "male": "male", "female": "female"}
# Scanners prepend the symbology (]Q1), a label ("Số CCCD:"), or send @ for the bar.
_NUMBER = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9]")
_OLD_NUMBER = re.compile("[0-9]{9}")


@dataclass(frozen=True, slots=True)
class IdFacts:
    """What an identity number says; people's papers may say otherwise, so it only ever warns."""

    place: str
    gender: str
    birth_year: int


@dataclass(frozen=True, slots=True)
class IdCard:
    """The texts of a card; what could not be read is empty."""

    id_number: str
    old_number: str = ""
    name: str = ""
    birth_date: str = ""
    gender: str = ""
    address: str = ""
    issued_on: str = ""
    extra: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def parse(text: str) -> IdCard | None:
    """The card behind a scanned text; nothing when it is no card's QR."""
    plain = _repaired(text)
    parts = [nfc(part) for part in plain.split("|" if "|" in plain else "@")]
    found = _NUMBER.search(_SYMBOLOGY.sub("", parts[0]))
    if not found or len(parts) < 3:
        return None
    if parts[1] and not _OLD_NUMBER.fullmatch(parts[1].replace(" ", "")):
        parts.insert(1, "")
    parts += [""] * (_FIELDS - len(parts))
    number, gender, birth_date = found[0], _GENDERS.get(fold(parts[4]), ""), _date(parts[3])
    return IdCard(
        id_number=number,
        old_number=parts[1].replace(" ", ""),
        name=parts[2],
        birth_date=birth_date,
        gender=gender,
        address=parts[5],
        issued_on=_date(parts[6]),
        extra=_without_empty_end(parts[_FIELDS:]),
        warnings=warnings(number, gender, birth_date),
    )


def facts(id_number: str) -> IdFacts | None:
    """Place of birth registration (old province or country code), gender and year of birth in a 12-digit number."""
    if not re.fullmatch("[0-9]{12}", id_number):
        return None
    century, gender = divmod(int(id_number[3]), 2)
    year = 1900 + century * 100 + int(id_number[4:6])
    return IdFacts(place=id_number[:3], gender="female" if gender else "male", birth_year=year)


def warnings(id_number: str, gender: str, birth_date: str) -> list[str]:
    """Where a number and the rest of the card disagree; a reason to look twice, never to refuse."""
    said = facts(id_number)
    if said is None:
        return []
    found = []
    if gender and gender != said.gender:
        found.append("gender_differs")
    if birth_date and int(birth_date[:4]) != said.birth_year:
        found.append("birth_year_differs")
    return found


def _repaired(text: str) -> str:
    """The text, decoded again where a scanner took UTF-8 for Latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _date(text: str) -> str:
    """Turn ddmmyyyy (also with separators) into an ISO date; a year alone where day and month are unknown."""
    digits = re.sub("[ ./-]", "", text)
    if re.fullmatch("(0000)?[0-9]{4}", digits):
        return digits[-4:] if int(digits[-4:]) else ""
    if not re.fullmatch("[0-9]{8}", digits):
        return ""
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2])).isoformat()
    except ValueError:
        return ""


def _without_empty_end(parts: list[str]) -> list[str]:
    while parts and not parts[-1]:
        parts = parts[:-1]
    return parts
