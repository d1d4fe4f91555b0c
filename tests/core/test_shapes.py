"""What comes in is clean enough to be kept on any database."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import Field, ValidationError

from app.core.shapes import Given
from app.core.text import storable


class Asked(Given):
    """A request as a domain would write it."""

    name: str
    more: dict[str, Any] = Field(default_factory=dict)


def test_what_a_database_refuses_is_left_out_at_any_depth() -> None:
    asked = Asked.model_validate(
        {"name": " Lò\x00 Văn\ud800 Ín ", "more": {"a\x00": ["b\udfff", {"c": "d\x00"}], "n": 1}}
    )
    assert asked.name == "Lò Văn Ín"
    assert asked.more == {"a": ["b", {"c": "d"}], "n": 1}


def test_every_other_character_stays() -> None:
    assert storable("Đặng 🏠\u200b\t\n") == "Đặng 🏠\u200b\t\n"


def test_an_unknown_member_is_refused() -> None:
    with pytest.raises(ValidationError):
        Asked.model_validate({"name": "a", "role": "admin"})
