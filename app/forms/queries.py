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


def way(old_hash: str, new_hash: str) -> tuple[list[dict[str, Any]], list[Any]]:
    """The forms from an older one to a newer one, and the rules between them: the shortest way that forms name.

    Where none of them names the older one, no rule leads over: fields of the same name are carried.
    """
    paths: list[tuple[str, ...]] = [(new_hash,)]
    seen = {new_hash}
    while paths:
        path = paths.pop(0)
        for older in sorted(body(path[0]).get("from", {})):
            if older == old_hash:
                return _along((older, *path))
            if older not in seen and db.session.get(FormVersion, older) is not None:
                paths.append((older, *path))
            seen.add(older)
    return [body(old_hash), body(new_hash)], [[]]


def _along(path: tuple[str, ...]) -> tuple[list[dict[str, Any]], list[Any]]:
    forms = [body(each) for each in path]
    return forms, [newer["from"][older]["rules"] for older, newer in zip(path, forms[1:], strict=False)]


def known(form_hash: str) -> dict[str, Any] | None:
    """The definition of a form by its hash, if it was ever loaded here."""
    found = db.session.get(FormVersion, form_hash)
    return None if found is None else _parsed(found.text)


@lru_cache(maxsize=256)
def _parsed(text: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(text)
    return parsed
