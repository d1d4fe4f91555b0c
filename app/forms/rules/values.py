"""One answer: cleaned into the value everybody stores, or refused with a code."""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from app.core.text import nfc, nfc_lines
from app.forms.rules import dates
from app.forms.rules.definition import TEXT_TYPES, Field, Json
from app.forms.rules.expr import is_filled, number

Lists: TypeAlias = Mapping[str, Container[str]]
Params: TypeAlias = dict[str, Json]

ADDRESS_PARTS = ("country", "province", "commune", "line", "old")
_SEPARATORS = re.compile(r"[ .\-/()]")
_ID_SHAPES = {
    "cccd": re.compile(r"[0-9]{12}"),
    "cmnd": re.compile(r"[0-9]{9}"),
    "passport": re.compile(r"(?=.*[0-9])[A-Z0-9]{6,12}"),
}
_PHONE = re.compile(r"0[0-9]{9,10}|\+[1-9][0-9]{6,14}")
_ATTACHMENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value is refused."""

    code: str
    params: Params


class BadTypeError(Exception):
    """The value is not even of the right JSON type."""


def clean(field: Field, raw: Json) -> Json:
    """The stored form of an answer, null when there is none; raises BadTypeError."""
    if raw is None:
        return None
    value = _CLEANERS[field.type](raw) if field.type in _CLEANERS else None
    if field.type == "number" and field.whole and isinstance(value, float):
        raise BadTypeError
    return value if is_filled(value) else None


def fault(field: Field, value: Json, today: str, lists: Lists) -> Fault | None:
    """What is wrong with a cleaned value."""
    if isinstance(value, str):
        return _text_fault(field, value, today, lists)
    if isinstance(value, list):
        return _choices_fault(field, value, lists) if field.type == "multi_choice" else None
    if isinstance(value, dict):
        return _address_fault(field, value, lists)
    if isinstance(value, bool):
        return Fault("must_agree", {}) if field.type == "statement" and not value else None
    return _bounds_fault(field, value)


def _line(raw: Json) -> str:
    if not isinstance(raw, str):
        raise BadTypeError
    return nfc(raw)


def _lines(raw: Json) -> str:
    if not isinstance(raw, str):
        raise BadTypeError
    return nfc_lines(raw)


def _id_number(raw: Json) -> str:
    # Only ASCII letters are lifted: languages differ in what else has a capital.
    plain = _SEPARATORS.sub("", _line(raw))
    return re.sub("[a-z]+", lambda found: found[0].upper(), plain)


def _phone(raw: Json) -> str:
    digits = _SEPARATORS.sub("", _line(raw))
    for prefix in ("+84", "0084"):
        if digits.startswith(prefix):
            return "0" + digits[len(prefix) :].removeprefix("0")
    return "0" + digits[2:] if re.fullmatch("84[0-9]{9}", digits) else digits


def _number(raw: Json) -> int | float:
    plain = number(raw)
    if plain is None:
        raise BadTypeError
    return plain


def _money(raw: Json) -> int:
    plain = _number(raw)
    if not isinstance(plain, int):
        raise BadTypeError
    return plain


def _boolean(raw: Json) -> bool:
    if not isinstance(raw, bool):
        raise BadTypeError
    return raw


def _strings(raw: Json) -> list[Json]:
    if not isinstance(raw, list):
        raise BadTypeError
    return list(dict.fromkeys(value for value in (_line(item) for item in raw) if value))


def _attachments(raw: Json) -> list[Json]:
    ids = _strings(raw)
    if not all(isinstance(item, str) and _ATTACHMENT_ID.fullmatch(item) for item in ids):
        raise BadTypeError
    return ids


def _address(raw: Json) -> dict[str, Json] | None:
    if not isinstance(raw, dict):
        raise BadTypeError
    parts: dict[str, Json] = {}
    for part in ADDRESS_PARTS:
        value = raw.get(part)
        line = "" if value is None else _line(value)
        if line:
            parts[part] = line
    return None if not parts or parts == {"country": "VN"} else parts


_CLEANERS: Mapping[str, Callable[[Json], Json]] = {
    "text": _line,
    "long_text": _lines,
    "person_name": _line,
    "date": _line,
    "id_number": _id_number,
    "phone": _phone,
    "address": _address,
    "choice": _line,
    "multi_choice": _strings,
    "number": _number,
    "money": _money,
    "yes_no": _boolean,
    "statement": _boolean,
    "attachment": _attachments,
}


def _text_fault(field: Field, value: str, today: str, lists: Lists) -> Fault | None:
    if field.type in TEXT_TYPES:
        return Fault("too_long", {"max": field.max_length}) if len(value) > field.max_length else None
    if field.type == "date":
        return _date_fault(field, value, today)
    if field.type == "choice":
        return None if _listed(field, value, lists) else Fault("not_in_list", {"value": value})
    if field.type == "phone":
        return None if _PHONE.fullmatch(value) else Fault("bad_phone", {})
    shapes = [shape for kind, shape in _ID_SHAPES.items() if kind in field.kinds]
    return None if any(shape.fullmatch(value) for shape in shapes) else Fault("bad_id_number", {})


def _date_fault(field: Field, value: str, today: str) -> Fault | None:
    if not dates.is_date(value, partial=field.partial):
        return Fault("bad_date", {})
    if field.past and dates.compare(value, today) > 0:
        return Fault("date_in_future", {})
    if field.future and dates.compare(value, today) < 0:
        return Fault("date_in_past", {})
    if isinstance(field.min, str) and dates.compare(value, field.min) < 0:
        return Fault("too_small", {"min": field.min})
    if isinstance(field.max, str) and dates.compare(value, field.max) > 0:
        return Fault("too_large", {"max": field.max})
    return None


def _choices_fault(field: Field, values: list[Json], lists: Lists) -> Fault | None:
    for value in values:
        if isinstance(value, str) and not _listed(field, value, lists):
            return Fault("not_in_list", {"value": value})
    return None


def _listed(field: Field, value: str, lists: Lists) -> bool:
    if field.options is not None:
        return value in field.options
    return field.list_name is None or _in_list(field.list_name, value, lists)


def _in_list(name: str, value: Json, lists: Lists) -> bool:
    return name not in lists or value in lists[name]


def _address_fault(field: Field, value: dict[str, Json], lists: Lists) -> Fault | None:
    abroad = value.get("country", "VN") != "VN"
    if abroad and not field.abroad:
        return Fault("bad_address", {"why": "abroad"})
    if "province" in value and not _in_list("provinces", value["province"], lists):
        return Fault("bad_address", {"why": "province"})
    if "commune" in value and not _in_list("communes", value["commune"], lists):
        return Fault("bad_address", {"why": "commune"})
    if any(isinstance(part, str) and len(part) > 200 for part in value.values()):
        return Fault("too_long", {"max": 200})
    complete = ("province" in value and "commune" in value) or "old" in value or (abroad and "line" in value)
    return None if complete else Fault("bad_address", {"why": "incomplete"})


def _bounds_fault(field: Field, value: Json) -> Fault | None:
    plain, least, most = number(value), number(field.min), number(field.max)
    if least is None and field.type == "money":
        least = 0
    if plain is not None and least is not None and plain < least:
        return Fault("too_small", {"min": least})
    if plain is not None and most is not None and plain > most:
        return Fault("too_large", {"max": most})
    return None
