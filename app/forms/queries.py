"""Reads about forms. Definitions are public: nothing here needs an actor."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from app.core import errors
from app.db import db
from app.forms.models import FormVersion


def version(form_hash: str) -> FormVersion:
    """A version of a form, also one that was superseded; raises NotFound."""
    found = db.session.get(FormVersion, form_hash)
    if found is None:
        raise errors.NotFound("form_not_found")
    return found


def body(form_hash: str) -> dict[str, Any]:
    """The definition of a form as the engine reads it; treat it as read-only."""
    return _parsed(version(form_hash).text)


@lru_cache(maxsize=256)
def _parsed(text: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(text)
    return parsed
