"""Keeping forms."""

from __future__ import annotations

import hashlib
from typing import Any

from app.core import clock
from app.core.canonical import canonical
from app.db import db
from app.forms.models import FormVersion


def keep(code: str, definition: dict[str, Any]) -> str:
    """Keep a version of a form and return its hash; the same content again changes nothing."""
    text = canonical(definition)
    form_hash = hashlib.sha256(text).hexdigest()
    if db.session.get(FormVersion, form_hash) is None:
        db.session.add(FormVersion(hash=form_hash, code=code, text=text.decode(), loaded_at=clock.now()))
        db.session.flush()
    return form_hash
