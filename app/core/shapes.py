"""Small shapes that every domain's schemas share."""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from app.core.text import nfc, storable


class Shape(BaseModel):
    """What goes out: exactly these members."""

    model_config = ConfigDict(extra="forbid")


def _storable(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("a number that JSON does not have (RFC 8259, 6)")
    if isinstance(value, dict):
        return {_storable(name): _storable(each) for name, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list) else value


_described: dict[type[BaseModel], dict[str, Any]] = {}


class _Asked(BaseModel):
    """What requests bring. The router reads a shape's plain JSON schema at every request: it is made once."""

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
        if args or options:
            return super().model_json_schema(*args, **options)
        if cls not in _described:
            _described[cls] = super().model_json_schema()
        return _described[cls]


class Given(_Asked):
    """What comes in: unknown members are refused with a field error, never dropped in silence.

    No text in it holds what a database would choke on.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _without_what_nobody_types(cls, given: Any) -> Any:
        return _storable(given)


class Kept(_Asked):
    """What comes from phones of any age: unknown members are kept and sent back (design/sync.md, 10)."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)


class Words(Shape):
    """One text in Vietnamese, and in English where there is one."""

    vi: str
    en: str | None = None


class OfficeKeyOut(Shape):
    """The office's public key (P-256): what a phone seals to it only the office opens."""

    kid: str
    x: str
    y: str


Sha256Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Exact = Annotated[str, StringConstraints(strip_whitespace=False)]
"""A text whose every byte counts: nothing is taken from its ends."""
OneLine = Annotated[str, StringConstraints(max_length=400)]
Reason = Annotated[str, StringConstraints(max_length=2000)]


def _clean(value: object) -> object:
    return nfc(value) if isinstance(value, str) else value


Clean = Annotated[str, BeforeValidator(_clean)]
"""One typed line without what no keyboard types (databases choke on some of it); its length is that of the rest."""
