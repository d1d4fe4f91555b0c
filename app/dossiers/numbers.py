"""Finding a dossier by a number that was issued: its own, or that of one of its papers, however it is typed."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from app.core import ids
from app.documents.models import Document
from app.dossiers.models import Dossier

_LEAST = 5
"""Fewer signs than these are in too many numbers to mean one."""


def ways(typed: str) -> list[ColumnElement[bool]]:
    """Whether a dossier has this number, or the beginning of it, with or without its separators."""
    key = ids.number_key(typed)
    if len(key) < _LEAST or not any(sign.isdigit() for sign in key):
        return []
    papers = select(Document.dossier_id).where(Document.number_key.startswith(key), Document.issued_at.is_not(None))
    return [Dossier.number_key.startswith(key), Dossier.id.in_(papers)]
