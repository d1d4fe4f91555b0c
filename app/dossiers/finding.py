"""Finding a dossier by whatever is typed: its words stand apart, so that a search reads an index and not every row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, func, insert, or_, select

from app.core.ids import parse_local_code
from app.core.text import fold
from app.db import db
from app.dossiers import numbers
from app.dossiers.models import Dossier, DossierWord

_AT_MOST = 100
_RARE = 2_000
"""A word that fewer dossiers have is where a search begins; with commoner ones it goes through the newest."""
_LONGEST = 40
_TOKEN = re.compile(r"[^\W_]+")
_SHORTEST_NUMBER = 6
WORDS = insert(cast("Table", DossierWord.__table__))


def words_of(*texts: str | None) -> list[str]:
    """The folded words of some texts: letters and digits, without what stands between them."""
    found = (word[:_LONGEST] for text in texts if text for word in _TOKEN.findall(fold(text)))
    return list(dict.fromkeys(found))


def rows_of(dossier_id: UUID, *texts: str | None) -> list[dict[str, Any]]:
    """The rows under which a dossier is found by these texts."""
    return [{"dossier_id": dossier_id, "word": word} for word in words_of(*texts)]


def note(dossier: Dossier) -> None:
    """Write down anew by which words a dossier is found; call when its people or its number have changed."""
    db.session.execute(delete(DossierWord).where(DossierWord.dossier_id == dossier.id))
    if made := rows_of(dossier.id, dossier.search_text, dossier.local_code, dossier.official_number):
        db.session.connection().execute(WORDS, made)


def note_rows(dossiers: Iterable[Mapping[str, Any]]) -> None:
    """The same for dossiers that are new, as rows."""
    made = [
        row
        for each in dossiers
        for row in rows_of(each["id"], each["search_text"], each["local_code"], each.get("official_number"))
    ]
    if made:
        db.session.connection().execute(WORDS, made)


def typed(text: str) -> list[str]:
    """The words of what somebody typed; a number in groups is one word, and +84 is the 0 it stands for."""
    digits = re.sub(r"[\s.+-]", "", text)
    if digits.isdecimal() and digits.isascii() and len(digits) >= _SHORTEST_NUMBER and "-" not in text:
        return [f"0{digits[2:]}" if text.lstrip().startswith("+84") else digits]
    return words_of(text)


def search(text: str, reach: Collection[UUID]) -> list[UUID]:
    """Dossiers within reach that have every word typed, each as the beginning of one of theirs; open ones first."""
    if code := parse_local_code(text.strip()):
        exact = select(Dossier.id).where(Dossier.unit_id.in_(reach), Dossier.local_code == code)
        if found := list(db.session.scalars(exact.order_by(Dossier.submitted_at.desc()).limit(_AT_MOST))):
            return found
    by_number = _by_number(text, reach)
    by_words = _by_words(typed(text), reach)
    return list(dict.fromkeys([*by_number, *by_words]))[:_AT_MOST]


def _by_number(text: str, reach: Collection[UUID]) -> list[UUID]:
    """Those whose own number, or that of one of their papers, begins so, with or without its separators."""
    ways = numbers.ways(text)
    if not ways:
        return []
    found = select(Dossier.id).where(Dossier.unit_id.in_(reach), or_(*ways))
    ordered = found.order_by(Dossier.closed_at.is_not(None), Dossier.submitted_at.desc(), Dossier.id)
    return list(db.session.scalars(ordered.limit(_AT_MOST)))


def _by_words(words: Sequence[str], reach: Collection[UUID]) -> list[UUID]:
    if not words:
        return []
    counted = sorted((_how_many(word), word) for word in words)
    if counted[0][0] == 0:
        return []
    if counted[0][0] < _RARE:
        return _from_rare([word for _, word in counted], reach)
    return _through_newest(words, reach)


def _begins(word: str) -> ColumnElement[bool]:
    """Whether a row's word begins so, as a range that an index answers."""
    after = word[:-1] + chr(ord(word[-1]) + 1)
    return (DossierWord.word >= word) & (DossierWord.word < after)


def _how_many(word: str) -> int:
    some = select(DossierWord.dossier_id).where(_begins(word)).limit(_RARE).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _has(word: str) -> ColumnElement[bool]:
    return select(DossierWord.word).where(DossierWord.dossier_id == Dossier.id, _begins(word)).exists()


def _from_rare(words: Sequence[str], reach: Collection[UUID]) -> list[UUID]:
    rare, *others = words
    with_it = select(DossierWord.dossier_id).where(_begins(rare))
    found = select(Dossier.id).where(Dossier.id.in_(with_it), Dossier.unit_id.in_(reach), *map(_has, others))
    ordered = found.order_by(Dossier.closed_at.is_not(None), Dossier.submitted_at.desc(), Dossier.id)
    return list(db.session.scalars(ordered.limit(_AT_MOST)))


def _through_newest(words: Sequence[str], reach: Collection[UUID]) -> list[UUID]:
    """Words that many have are soon found by going through those that are open, then those closed last."""
    at_reach = select(Dossier.id).where(Dossier.unit_id.in_(reach), *map(_has, words))
    open_ = at_reach.where(Dossier.closed_at.is_(None)).order_by(Dossier.submitted_at.desc(), Dossier.id)
    found = list(db.session.scalars(open_.limit(_AT_MOST)))
    if len(found) < _AT_MOST:
        closed = at_reach.where(Dossier.closed_at.is_not(None))
        newest = closed.order_by(Dossier.closed_at.desc(), Dossier.id.desc())
        found += db.session.scalars(newest.limit(_AT_MOST - len(found)))
    return found
